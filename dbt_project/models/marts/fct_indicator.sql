{{ config(materialized='table' if target.type == 'spark' else 'incremental', incremental_strategy='by_changed_report', on_schema_change='fail') }}
select
    indicator.indicator_id,
    indicator.report_id,
    indicator.fiscal_year,
    indicator.budget_unit,
    indicator.indicator_kind,
    indicator.level1,
    indicator.level2,
    indicator.level3,
    indicator.indicator_name,
    indicator.project_name,
    indicator.target_text,
    indicator.target_value,
    indicator.target_unit,
    indicator.target_operator,
    indicator.actual_text,
    cast(indicator.actual_value as decimal(28, 6)) as actual_value,
    indicator.actual_unit,
    coalesce(attainment.completion_rate, indicator.stated_completion_rate) as completion_rate,
    indicator.yoy_pct,
    indicator.weight,
    indicator.score,
    indicator.sheet_no,
    indicator.source_form,
    cast(indicator.confidence as decimal(4, 3)) as confidence,
    indicator.evidence,
    indicator.char_start,
    indicator.char_end
from {{ of_changed('int_indicator') }} as indicator
left join {{ of_changed('int_attainment') }} as attainment on indicator.indicator_id = attainment.indicator_id
-- In the order of the text, so that every run writes the same table.
order by indicator.report_id, indicator.char_start, indicator.indicator_no
