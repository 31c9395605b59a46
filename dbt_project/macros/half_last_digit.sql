{#- Half of the last digit that was printed, in yuan: what rounding can hide in one figure.
    A figure in words (zero by word, Chinese numerals) is exact,
    and so is a zero, however few places it is printed with. -#}
{% macro half_last_digit(amount_text, scale) -%}
    cast(case
        when not {{ regexp_found(amount_text, '[1-9１-９]') }} then 0
        else 0.5 * {{ scale }} * power(0.1, {{ decimals_printed(amount_text) }})
    end as decimal(24, 6))
{%- endmacro %}

{#- How many decimals a number is printed with: 12.50 has two. -#}
{% macro decimals_printed(number_text) -%}
    case
        when instr({{ fold_text(number_text) }}, '.') = 0 then 0
        else length({{ regexp_replace_all(regexp_replace_all(fold_text(number_text), '^[^.]*[.]', ''), '[^0-9]', '') }})
    end
{%- endmacro %}
