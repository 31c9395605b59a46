-- How well a department's reports can be used, from 0 to 100: the weighted mean of four shares (seed
-- quality_score_component). A share that has nothing to be measured on (no check could be made) is empty,
-- and the weights of the others are raised in proportion.
with

reading as (
    select
        report.department_id,
        count(*) as reports,
        sum(coverage.number_count) as numbers,
        sum(coverage.unread_count) as unread
    from {{ ref('dim_report') }} as report
    left join {{ ref('reading_coverage') }} as coverage on report.report_id = coverage.report_id
    where report.department_id is not null and report.is_current
    group by report.department_id
),

fact as (
    {%- for mart in ['fct_budget', 'fct_expenditure', 'fct_indicator'] %}
    select report_id, confidence from {{ ref(mart) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

sureness as (
    select
        report.department_id,
        count(*) as facts,
        sum(case when fact.confidence >= {{ var('sure_confidence') }} then 1 else 0 end) as sure_facts
    from fact
    inner join {{ ref('dim_report') }} as report on fact.report_id = report.report_id
    group by report.department_id
),

consistency as (
    select
        report.department_id,
        count(*) as checks,
        sum(case when found.status = 'pass' then 1 else 0 end) as checks_passed
    from {{ ref('fct_reconciliation') }} as found
    inner join {{ ref('dim_report') }} as report on found.report_id = report.report_id
    group by report.department_id
),

headline as (
    select
        department_id,
        3 * count(*) as headlines,
        sum(
            case when adjusted_budget_cny is not null or initial_budget_cny is not null then 1 else 0 end
            + case when expenditure_cny is not null then 1 else 0 end
            + case when self_score is not null then 1 else 0 end
        ) as headlines_stated
    from {{ ref('department_year') }}
    group by department_id
),

component_share as (
    {%- set shares = {
        'read': ('reading', 'numbers - unread', 'numbers'),
        'sure': ('sureness', 'sure_facts', 'facts'),
        'consistent': ('consistency', 'checks_passed', 'checks'),
        'headline': ('headline', 'headlines_stated', 'headlines'),
    } %}
    {%- for component, (source, part, whole) in shares.items() %}
    select department_id, '{{ component }}' as component, cast({{ part }} as decimal(20, 6)) / nullif({{ whole }}, 0) as share
    from {{ source }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

weighted as (
    select
        found.department_id,
        {%- for component in shares %}
        max(case when found.component = '{{ component }}' then found.share end) as {{ component }}_share,
        {%- endfor %}
        sum(found.share * weight.weight) / nullif(sum(case when found.share is not null then weight.weight end), 0) as score
    from component_share as found
    inner join {{ ref('quality_score_component') }} as weight on found.component = weight.component
    group by found.department_id
)

select
    department.department_id,
    department.department_name,
    department.region_code,
    cast(reading.reports as int) as report_count,
    {%- for component in shares %}
    cast(weighted.{{ component }}_share as decimal(9, 6)) as {{ component }}_share,
    {%- endfor %}
    cast(round(100 * weighted.score, 2) as decimal(9, 2)) as score
from {{ ref('dim_department') }} as department
inner join reading on department.department_id = reading.department_id
inner join weighted on department.department_id = weighted.department_id
