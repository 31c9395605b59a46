{#- A computed per cent value as a decimal; none where target and result differ so much that they cannot
    be about the same thing. -#}
{% macro plausible_rate(rate) -%}
    cast(case when abs({{ rate }}) < 1000000 then {{ rate }} end as decimal(18, 6))
{%- endmacro %}
