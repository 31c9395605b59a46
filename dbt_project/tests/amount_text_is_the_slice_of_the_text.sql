-- Provenance is an equation: the offsets of every amount give its text back.
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_budget'}}}) }}
select fact.amount_id, fact.amount_text
from (
    select amount_id, report_id, amount_text, char_start, char_end from {{ ref('fct_budget') }}
    union all
    select amount_id, report_id, amount_text, char_start, char_end from {{ ref('fct_expenditure') }}
) as fact
inner join {{ ref('stg_raw__document') }} as document on fact.report_id = document.report_id
where substr(document.document_text, fact.char_start + 1, fact.char_end - fact.char_start) <> fact.amount_text
