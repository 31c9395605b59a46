-- What a report of its kind must have: parts of the text, a result for every goal, a goal for every result.
-- Missing parts are no contradictions of figures and stand in a table of their own.
{{ config(materialized='table' if target.type == 'spark' else 'incremental', incremental_strategy='by_changed_report', on_schema_change='fail') }}
with

document as (
    select
        report_id,
        {{ regexp_replace_all('document_text', '[[:space:]　]+', '') }} as plain_text
    from {{ of_changed('stg_raw__document') }}
),

part as (
    select
        report.report_id,
        required.part,
        required.name_en,
        required.name_zh,
        case when {{ regexp_column_found('document.plain_text', 'required.pattern') }} then 1 else 0 end as found_count,
        1 as required_count,
        cast(null as {{ dbt.type_string() }}) as missing_names
    from {{ of_changed('int_report') }} as report
    inner join document on report.report_id = document.report_id
    inner join {{ ref('required_part') }} as required on report.report_kind = required.report_kind
),

goal as (
    select
        indicator.report_id,
        indicator.indicator_name,
        indicator.char_start,
        coalesce(trim(indicator.target_text), '') <> '' as has_goal,
        coalesce(trim(indicator.actual_text), '') <> '' or indicator.score is not null as has_result
    from {{ of_changed('int_indicator') }} as indicator
    inner join {{ of_changed('int_report') }} as report on indicator.report_id = report.report_id
    where indicator.indicator_kind = 'performance' and report.report_kind in ('department_overall', 'project_expenditure')
),

matched as (
    {%- for part, of, other, name_en, name_zh in [
        ('goal_results', 'has_goal', 'has_result', 'A result for every goal', '每项目标有完成情况'),
        ('result_goals', 'has_result', 'has_goal', 'A goal for every result', '每项完成情况有目标'),
    ] %}
    select
        report_id,
        '{{ part }}' as part,
        '{{ name_en }}' as name_en,
        '{{ name_zh }}' as name_zh,
        sum(case when {{ other }} then 1 else 0 end) as found_count,
        count(*) as required_count,
        {{ join_text("case when not " ~ other ~ " then indicator_name end", '；', 'char_start') }} as missing_names
    from goal
    where {{ of }}
    group by report_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

required as (
    select * from part
    union all
    select * from matched
)

select
    report_id,
    part,
    name_en,
    name_zh,
    cast(found_count as int) as found_count,
    cast(required_count as int) as required_count,
    case when found_count = required_count then 'complete' else 'missing' end as status,
    missing_names
from required
