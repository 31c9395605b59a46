-- Scoring sheets: their sums, and what their own total row says. A sheet without one counts for 100. Two
-- total rows that differ (one of a page, one of the sheet) say nothing of the sheet.
with

line as (
    select
        report_id,
        sheet_no,
        max(project_name) as project_name,
        max(self_score) as self_score,
        sum(case when is_weightless then 0 else 1 end) as line_count,
        sum(case when is_weightless or score is null then 0 else 1 end) as scored_count,
        sum(weight) as weight_sum,
        sum(case when not is_weightless then score end) as score_sum,
        sum(case when is_weightless then score end) as weightless_sum
    from {{ of_changed('int_score_line') }}
    group by report_id, sheet_no
),

total_row as (
    select
        report_id,
        sheet_no,
        case when count(distinct weight) = 1 then max(weight) end as total_weight,
        case when count(distinct score) = 1 then max(score) end as total_score,
        min(evidence) as total_evidence,
        min(terms) as total_terms
    from {{ of_changed('int_sheet_sum') }}
    where rule = 'sheet_total'
    group by report_id, sheet_no
),

counted as (
    select
        line.*,
        total_row.total_weight,
        total_row.total_score,
        total_row.total_evidence,
        total_row.total_terms,
        sum(case when line.line_count > 0 then 1 else 0 end) over (partition by line.report_id) as sheets,
        sum(case when line.line_count > 0 and line.project_name is null then 1 else 0 end)
            over (partition by line.report_id) as sheets_without_project
    from line
    left join total_row on line.report_id = total_row.report_id and line.sheet_no = total_row.sheet_no
)

select
    report_id,
    sheet_no,
    project_name,
    line_count,
    scored_count,
    weight_sum,
    score_sum,
    weightless_sum,
    total_weight,
    total_score,
    total_evidence,
    total_terms,
    coalesce(total_weight, 100) as full_weight,
    self_score,
    -- the report states its overall score of its one sheet, or of the one that is of no single project
    sheets = 1 or (project_name is null and sheets_without_project = 1) as is_of_report,
    case
        when sheets = 1 then ''
        when sheet_no = 0 then '正文评分：'
        else '评分表' || cast(sheet_no as {{ dbt.type_string() }}) || '：'
    end as sheet_label
from counted
