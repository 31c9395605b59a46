{#- Names one operand of a check: the kind of record and its number in the report. A check lists its
    operands joined by commas; `int_check_term` gives each its place in the text. -#}
{% macro term(kind, number) -%}
    '{{ kind }} ' || cast({{ number }} as {{ dbt.type_string() }})
{%- endmacro %}
