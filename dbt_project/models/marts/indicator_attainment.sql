{{ config(materialized='table' if target.type == 'spark' else 'incremental', incremental_strategy='by_changed_report', on_schema_change='fail') }}
select
    indicator.report_id,
    indicator.indicator_id,
    report.department_id,
    coalesce(report.department_spelling, report.department_name) as department_name,
    report.region_code,
    indicator.fiscal_year,
    indicator.level1,
    indicator.level2,
    indicator.level3,
    indicator.indicator_name,
    indicator.project_name,
    indicator.target_text,
    indicator.target_operator,
    indicator.target_value,
    indicator.target_unit,
    indicator.actual_text,
    cast(indicator.actual_value as decimal(28, 6)) as actual_value,
    indicator.actual_unit,
    attainment.judged_by,
    attainment.attainment,
    attainment.difference,
    attainment.completion_rate,
    attainment.is_completion_rate_stated,
    indicator.weight,
    indicator.score,
    indicator.evidence
from {{ of_changed('int_attainment') }} as attainment
inner join {{ of_changed('int_indicator') }} as indicator on attainment.indicator_id = indicator.indicator_id
inner join {{ of_changed('int_report') }} as report on attainment.report_id = report.report_id
