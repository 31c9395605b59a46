-- Headline figures. Of several values the whole department's and the whole money's comes first, then
-- the surest, then the most often repeated one.
with

department_report as (
    select * from {{ ref('int_report') }} where department_id is not null and fiscal_year is not null
),

reported_year as (
    select
        department_id,
        fiscal_year,
        {{ join_text('report_id', ',', 'report_id') }} as report_ids
    from department_report
    group by department_id, fiscal_year
),

headline as (
    select 'initial_budget_cny' as headline, 'total' as item_code, 'initial_budget' as measure
    union all select 'adjusted_budget_cny', 'total', 'adjusted_budget'
    union all select 'expenditure_cny', 'total', 'expenditure'
    union all select 'basic_expenditure_cny', 'basic', 'expenditure'
    union all select 'project_expenditure_cny', 'project', 'expenditure'
    union all select 'three_public_budget_cny', 'three_public', 'initial_budget'
    union all select 'three_public_expenditure_cny', 'three_public', 'expenditure'
    union all select 'carryover_in_cny', 'total', 'carryover_in'
    union all select 'carryover_out_cny', 'total', 'carryover_out'
),

ranked_amount as (
    select
        report.department_id,
        amount.fiscal_year,
        headline.headline,
        amount.amount_cny,
        row_number() over (
            partition by report.department_id, amount.fiscal_year, headline.headline
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
    inner join headline on amount.item_code = headline.item_code and amount.measure = headline.measure
    where
        amount.unit_key = ''
        and amount.funding_source in ('all', 'general_public_budget')
),

best_amount as (
    select
        department_id,
        fiscal_year,
        {%- for name in [
            'initial_budget_cny', 'adjusted_budget_cny', 'expenditure_cny', 'basic_expenditure_cny',
            'project_expenditure_cny', 'three_public_budget_cny', 'three_public_expenditure_cny',
            'carryover_in_cny', 'carryover_out_cny',
        ] %}
        max(case when headline = '{{ name }}' then amount_cny end) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from ranked_amount
    where choice = 1
    group by department_id, fiscal_year
),

head_count as (
    select
        report.department_id,
        indicator.fiscal_year,
        {{ staff_count_kind('indicator.level1', 'indicator.plain_indicator_name') }} as count_kind,
        indicator.actual_value,
        indicator.confidence,
        indicator.report_id,
        indicator.char_start,
        length(indicator.plain_indicator_name) as name_length
    from {{ ref('int_indicator') }} as indicator
    inner join department_report as report on indicator.report_id = report.report_id
    where
        indicator.indicator_kind = 'staffing'
        and indicator.budget_unit is null
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

best_count as (
    select
        department_id,
        fiscal_year,
        max(case when count_kind = 'quota' then actual_value end) as staff_quota,
        max(case when count_kind = 'actual' then actual_value end) as staff_actual
    from ranked_count
    where choice = 1
    group by department_id, fiscal_year
),

ranked_score as (
    select
        department_id,
        fiscal_year,
        self_score,
        self_grade,
        row_number() over (
            partition by department_id, fiscal_year
            order by
                case report_kind when 'department_overall' then 0 when 'final_accounts' then 1 else 2 end,
                case when self_score is null then 1 else 0 end,
                report_id
        ) as choice
    from department_report
),

check_count as (
    select
        report.department_id,
        report.fiscal_year,
        sum(case when reconciliation.finding = 'contradiction' then 1 else 0 end) as checks_failed,
        sum(case when reconciliation.status = 'pass' then 1 else 0 end) as checks_passed
    from {{ ref('fct_reconciliation') }} as reconciliation
    inner join department_report as report on reconciliation.report_id = report.report_id
    group by report.department_id, report.fiscal_year
)

select
    reported_year.department_id,
    department.department_name,
    department.region_code,
    reported_year.fiscal_year,
    best_amount.initial_budget_cny,
    best_amount.adjusted_budget_cny,
    best_amount.expenditure_cny,
    cast(
        best_amount.expenditure_cny / nullif(best_amount.adjusted_budget_cny, 0) as decimal(24, 6)
    ) as execution_rate,
    best_amount.basic_expenditure_cny,
    best_amount.project_expenditure_cny,
    best_amount.three_public_budget_cny,
    best_amount.three_public_expenditure_cny,
    best_amount.carryover_in_cny,
    best_amount.carryover_out_cny,
    cast(best_count.staff_quota as int) as staff_quota,
    cast(best_count.staff_actual as int) as staff_actual,
    ranked_score.self_score,
    ranked_score.self_grade,
    cast(coalesce(check_count.checks_failed, 0) as int) as checks_failed,
    cast(coalesce(check_count.checks_passed, 0) as int) as checks_passed,
    reported_year.report_ids
from reported_year
inner join {{ ref('dim_department') }} as department on reported_year.department_id = department.department_id
left join best_amount
    on reported_year.department_id = best_amount.department_id and reported_year.fiscal_year = best_amount.fiscal_year
left join best_count
    on reported_year.department_id = best_count.department_id and reported_year.fiscal_year = best_count.fiscal_year
left join ranked_score
    on
        reported_year.department_id = ranked_score.department_id
        and reported_year.fiscal_year = ranked_score.fiscal_year
        and ranked_score.choice = 1
left join check_count
    on reported_year.department_id = check_count.department_id and reported_year.fiscal_year = check_count.fiscal_year
