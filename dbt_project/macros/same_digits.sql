{#- Whether two different numbers are written with the same digits: 4.71 and 4.17. -#}
{% macro same_digits(one, other) -%}
    (
        abs({{ one }}) <> abs({{ other }})
        {%- for digit in '123456789' %}
        and {{ count_of(one, digit) }} = {{ count_of(other, digit) }}
        {%- endfor %}
        -- as many digits before the point, at least two of them different
        and length(cast(cast(abs({{ one }}) as bigint) as {{ dbt.type_string() }})) = length(cast(cast(abs({{ other }}) as bigint) as {{ dbt.type_string() }}))
    )
{%- endmacro %}

{% macro count_of(number, digit) -%}
    length(cast(cast({{ number }} as decimal(24, 2)) as {{ dbt.type_string() }}))
    - length(replace(cast(cast({{ number }} as decimal(24, 2)) as {{ dbt.type_string() }}), '{{ digit }}', ''))
{%- endmacro %}
