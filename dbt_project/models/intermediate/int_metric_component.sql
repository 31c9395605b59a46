-- The figures that metrics are made of. Of several values the whole department's and the whole money's comes
-- first, then the surest, then the most often repeated one.
{{ config(materialized='table') }}
with

department_report as (
    select * from {{ ref('int_report') }} where department_id is not null and fiscal_year is not null
),

ranked_amount as (
    select
        report.department_id,
        amount.fiscal_year + definition.years_back as fiscal_year,
        definition.component,
        amount.amount_cny,
        amount.confidence,
        amount.amount_id,
        row_number() over (
            partition by report.department_id, amount.fiscal_year, definition.component
            order by
                case amount.funding_source when 'all' then 0 else 1 end,
                case when report.fiscal_year = amount.fiscal_year then 0 else 1 end,
                amount.confidence desc,
                amount.mention_count desc,
                amount.report_id,
                amount.figure_no
        ) as choice
    from {{ ref('int_amount') }} as amount
    inner join department_report as report on amount.report_id = report.report_id
    inner join {{ ref('metric_component') }} as definition
        on amount.item_code = definition.item_code and amount.measure = definition.measure
    where
        amount.unit_key = ''
        and amount.fiscal_year is not null
        and amount.funding_source in ('all', 'general_public_budget')
        and definition.source = 'amount'
),

head_count as (
    select
        report.department_id,
        indicator.fiscal_year,
        {{ staff_count_kind('indicator.level1', 'indicator.plain_indicator_name') }} as count_kind,
        indicator.actual_value,
        indicator.confidence,
        indicator.indicator_id,
        indicator.report_id,
        indicator.char_start,
        length(indicator.plain_indicator_name) as name_length
    from {{ ref('int_indicator') }} as indicator
    inner join department_report as report on indicator.report_id = report.report_id
    where
        indicator.indicator_kind = 'staffing'
        and indicator.budget_unit is null
        and indicator.fiscal_year is not null
        and coalesce(indicator.actual_unit, '人') in ('人', '名', '个')
),

ranked_count as (
    select
        *,
        row_number() over (
            partition by department_id, fiscal_year, count_kind
            order by confidence desc, name_length, report_id, char_start
        ) as choice
    from head_count
    where count_kind is not null
),

goal as (
    select
        report.department_id,
        indicator.fiscal_year,
        indicator.indicator_id,
        indicator.confidence,
        attainment.attainment = 'attained' as is_attained
    from {{ ref('int_attainment') }} as attainment
    inner join {{ ref('int_indicator') }} as indicator on attainment.indicator_id = indicator.indicator_id
    inner join department_report as report on attainment.report_id = report.report_id
    where attainment.attainment in ('attained', 'not_attained') and indicator.fiscal_year is not null
),

decided_check as (
    select
        report.department_id,
        report.fiscal_year,
        reconciliation.check_id,
        reconciliation.confidence,
        reconciliation.status = 'pass' as is_passed
    from {{ ref('fct_reconciliation') }} as reconciliation
    inner join department_report as report on reconciliation.report_id = report.report_id
    where reconciliation.status = 'pass' or reconciliation.finding = 'contradiction'
)

select
    department_id,
    fiscal_year,
    component,
    cast(amount_cny as decimal(28, 6)) as component_value,
    cast(confidence as decimal(4, 3)) as confidence,
    amount_id as fact_ids
from ranked_amount
where choice = 1

union all

select
    department_id,
    fiscal_year,
    'staff_' || count_kind as component,
    cast(actual_value as decimal(28, 6)) as component_value,
    cast(confidence as decimal(4, 3)) as confidence,
    indicator_id as fact_ids
from ranked_count
where choice = 1 and actual_value is not null

{%- for component, counted, relation, id in [
    ('goals_judged', 'true', 'goal', 'indicator_id'),
    ('goals_attained', 'is_attained', 'goal', 'indicator_id'),
    ('checks_decided', 'true', 'decided_check', 'check_id'),
    ('contradictions', 'not is_passed', 'decided_check', 'check_id'),
    ('checks_passed', 'is_passed', 'decided_check', 'check_id'),
] %}

union all

select
    department_id,
    fiscal_year,
    '{{ component }}' as component,
    cast(sum(case when {{ counted }} then 1 else 0 end) as decimal(28, 6)) as component_value,
    cast(avg(confidence) as decimal(4, 3)) as confidence,
    {{ join_text("case when " ~ counted ~ " then " ~ id ~ " end", ',', id) }} as fact_ids
from {{ relation }}
group by department_id, fiscal_year
{%- endfor %}
