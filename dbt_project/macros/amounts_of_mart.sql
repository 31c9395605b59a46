{#- The rows of one money mart; both have the same columns. -#}
{% macro amounts_of_mart(mart) -%}
select
    amount_id,
    report_id,
    fiscal_year,
    budget_unit,
    item_code,
    item_name,
    measure,
    funding_source,
    amount_cny,
    amount_text,
    unit_text,
    mention_count,
    is_conflicting,
    source_form,
    confidence,
    evidence,
    char_start,
    char_end
from {{ of_changed('int_amount') }}
where mart = '{{ mart }}'
{%- endmacro %}
