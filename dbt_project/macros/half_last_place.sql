{#- Half of the last place of a number that is kept without its spelling: 116.75 -> 0.005. -#}
{% macro half_last_place(number) -%}
    0.5 * power(0.1, {{ decimals_printed(regexp_replace_all(value_text(number), '[.]?0*$', '')) }})
{%- endmacro %}
