-- Every term that extraction states is known to a seed; a figure must not lose its code in silence.
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'stg_raw__figure'}}}) }}
with

figure as (
    select * from {{ ref('stg_raw__figure') }}
),

indicator as (
    select * from {{ ref('stg_raw__indicator') }}
)

select figure.report_id, figure.figure_no, 'item_term' as term_kind, figure.item_term as term
from figure
left join {{ ref('int_item_label') }} as label on figure.item_term = label.term
where figure.item_term is not null and label.term is null

union all

select figure.report_id, figure.figure_no, 'measure_term' as term_kind, figure.measure_term as term
from figure
left join {{ ref('measure_term') }} as measure_term on figure.measure_term = measure_term.term
where measure_term.term is null

union all

select figure.report_id, figure.figure_no, 'funding_term' as term_kind, figure.funding_term as term
from figure
left join {{ ref('funding_term') }} as funding_term on figure.funding_term = funding_term.term
where figure.funding_term is not null and funding_term.term is null

union all

select figure.report_id, figure.figure_no, 'unit_text' as term_kind, figure.unit_text as term
from figure
left join {{ ref('money_unit') }} as unit on figure.unit_text = unit.unit_text
where unit.unit_text is null

union all

select figure.report_id, figure.figure_no, 'rule' as term_kind, figure.rule as term
from figure
left join {{ ref('extraction_rule') }} as rule on figure.rule = rule.rule
where rule.rule is null

union all

select figure.report_id, figure.figure_no, 'qualifier' as term_kind, figure.qualifier as term
from figure
left join {{ ref('figure_qualifier') }} as qualifier on figure.qualifier = qualifier.qualifier
where figure.qualifier is not null and qualifier.qualifier is null

union all

select indicator.report_id, indicator.indicator_no, 'indicator rule' as term_kind, indicator.rule as term
from indicator
left join {{ ref('extraction_rule') }} as rule on indicator.rule = rule.rule
where rule.rule is null

union all

select header.report_id, 0 as figure_no, 'kind_term' as term_kind, header.kind_term as term
from {{ ref('stg_raw__report_header') }} as header
left join {{ ref('report_kind_term') }} as kind on header.kind_term = kind.term
where header.kind_term is not null and kind.term is null
