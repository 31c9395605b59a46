-- Lines of scoring sheets: what they count for and what they got. Lines that share one weight cell have
-- a weight in the first of them alone; a score without a weight that is the whole report's is no line.
select
    indicator.report_id,
    indicator.sheet_no,
    indicator.project_name,
    indicator.level1,
    indicator.level2,
    indicator.indicator_name || coalesce(cast(indicator.score as {{ dbt.type_string() }}), '') as line_label,
    indicator.weight,
    indicator.score,
    indicator.weight is null as is_weightless,
    report.self_score,
    indicator.evidence,
    indicator.confidence,
    {{ term('score', 'indicator.indicator_no') }} as terms,
    indicator.char_start
from {{ of_changed('int_indicator') }} as indicator
inner join {{ of_changed('int_report') }} as report on indicator.report_id = report.report_id
where
    indicator.budget_unit is null
    and indicator.sheet_no is not null
    and (
        (indicator.indicator_kind in ('evaluation', 'performance') and indicator.weight is not null)
        or (
            indicator.indicator_kind = 'evaluation'
            and indicator.weight is null
            and indicator.source_form = 'table'
            and indicator.score < report.self_score
        )
    )
