-- Headline figures, as int_metric_component chooses them; the execution rate is that of the metric.
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

component as (
    select
        department_id,
        fiscal_year,
        {%- for name in [
            'initial_budget', 'adjusted_budget', 'expenditure', 'basic_expenditure', 'project_expenditure',
            'three_public_budget', 'three_public_expenditure', 'carryover_in', 'carryover_out',
        ] %}
        cast(max(case when component = '{{ name }}' then component_value end) as decimal(20, 2)) as {{ name }}_cny,
        {%- endfor %}
        {%- for name in ['staff_quota', 'staff_actual', 'contradictions', 'checks_passed'] %}
        cast(max(case when component = '{{ name }}' then component_value end) as int) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('int_metric_component') }}
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
)

select
    reported_year.department_id,
    department.department_name,
    department.region_code,
    reported_year.fiscal_year,
    component.initial_budget_cny,
    component.adjusted_budget_cny,
    component.expenditure_cny,
    execution.value as execution_rate,
    component.basic_expenditure_cny,
    component.project_expenditure_cny,
    component.three_public_budget_cny,
    component.three_public_expenditure_cny,
    component.carryover_in_cny,
    component.carryover_out_cny,
    component.staff_quota,
    component.staff_actual,
    ranked_score.self_score,
    ranked_score.self_grade,
    coalesce(component.contradictions, 0) as checks_failed,
    coalesce(component.checks_passed, 0) as checks_passed,
    reported_year.report_ids
from reported_year
inner join {{ ref('dim_department') }} as department on reported_year.department_id = department.department_id
left join component
    on reported_year.department_id = component.department_id and reported_year.fiscal_year = component.fiscal_year
left join {{ ref('metric') }} as execution
    on
        reported_year.department_id = execution.department_id
        and reported_year.fiscal_year = execution.fiscal_year
        and execution.metric = 'execution_rate'
left join ranked_score
    on
        reported_year.department_id = ranked_score.department_id
        and reported_year.fiscal_year = ranked_score.fiscal_year
        and ranked_score.choice = 1
