-- Weights and scores of scoring sheets by section, and in total against what the sheet and the report say.
-- A report with several sheets says its overall score of the one that is of no single project, if any.
{{ config(materialized='table' if target.type == 'spark' else 'incremental', incremental_strategy='by_changed_report', on_schema_change='fail') }}
with

section as (
    {%- for level, columns in [('1', ['level1']), ('2', ['level1', 'level2']), ('total', [])] %}
    select
        report_id,
        sheet_no,
        '{{ level }}' as level,
        {{ 'level1' if level != 'total' else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as level1,
        {{ 'level2' if level == '2' else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as level2,
        count(*) as line_count,
        sum(weight) as weight_sum,
        sum(score) as score_sum
    from {{ of_changed('int_score_line') }}
    {%- if columns %}
    where {{ columns[-1] }} is not null
    {%- endif %}
    group by report_id, sheet_no{% for column in columns %}, {{ column }}{% endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

stated as (
    select
        section.*,
        sheet.project_name,
        case when section.level = 'total' then sheet.full_weight end as stated_total_weight,
        case
            when section.level = 'total' then coalesce(case when sheet.is_of_report then sheet.self_score end, sheet.total_score)
        end as stated_score
    from section
    inner join {{ of_changed('int_sheet') }} as sheet on section.report_id = sheet.report_id and section.sheet_no = sheet.sheet_no
)

select
    stated.report_id,
    stated.sheet_no,
    stated.project_name,
    coalesce(report.department_spelling, report.department_name) as department_name,
    report.fiscal_year,
    cast(stated.level as {{ dbt.type_string() }}) as level,
    stated.level1,
    stated.level2,
    cast(stated.line_count as int) as line_count,
    cast(stated.weight_sum as decimal(11, 2)) as weight_sum,
    cast(stated.score_sum as decimal(11, 2)) as score_sum,
    cast(stated.stated_total_weight as decimal(9, 2)) as stated_total_weight,
    cast(stated.stated_score as decimal(9, 2)) as stated_score,
    cast(stated.score_sum - stated.stated_score as decimal(11, 2)) as difference,
    case
        when stated.level = 'total'
            then coalesce(stated.weight_sum = stated.stated_total_weight, false)
                and coalesce(stated.score_sum = stated.stated_score, true)
        else coalesce(stated.score_sum <= stated.weight_sum, true)
    end as is_consistent
from stated
inner join {{ of_changed('int_report') }} as report on stated.report_id = report.report_id
