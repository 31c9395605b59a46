-- The figures of extraction and the mentions of the two money marts are the same number, but for
-- balance totals, which feed checks alone.
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_budget'}}}) }}
with

extracted as (
    select report_id, count(*) as figure_count
    from {{ ref('int_figure_coded') }}
    where coalesce(measure, '') <> 'balance_total'
    group by report_id
),

published as (
    select report_id, sum(mention_count) as mention_count
    from (
        select report_id, mention_count from {{ ref('fct_budget') }}
        union all
        select report_id, mention_count from {{ ref('fct_expenditure') }}
    ) as fact
    group by report_id
)

select extracted.report_id, extracted.figure_count, published.mention_count
from extracted
left join published on extracted.report_id = published.report_id
where extracted.figure_count <> coalesce(published.mention_count, 0)
