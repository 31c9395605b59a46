-- Named projects of a table sum to the project expenditure that the table gives as a whole.
with

table_figure as (
    select
        *,
        {{ hash_id('k', ['report_id', 'fiscal_year', 'unit_key', 'measure', 'funding_source']) }} as column_key
    from {{ of_changed('int_figure_coded') }}
    where source_form = 'table' and fiscal_year is not null and measure is not null and amount_cny is not null
),

project_sum as (
    select
        column_key,
        {{ join_text('figure_label', ' + ', 'figure_no') }} as left_label,
        sum(amount_cny) as left_value,
        sum(rounding_cny) as rounding_cny,
        {{ join_distinct_text('evidence', ' ¦ ') }} as left_evidence,
        min(confidence) as confidence,
        {{ join_text('terms', ',', 'figure_no') }} as terms
    from table_figure
    -- the sum row of a project's own sheet is no row of the list
    where item_code = 'project.item' and not {{ regexp_found('evidence', '^年度资金总额') }}
    group by column_key
    -- a project that stands there twice has no one value to add
    having count(*) >= 2 and count(*) = count(distinct item_key)
),

reading as (
    select
        'R114' as rule_id,
        whole.report_id,
        whole.column_key as whole_key,
        0 as preference,
        true as is_complete,
        project_sum.left_label,
        project_sum.left_value,
        whole.figure_label as right_label,
        whole.amount_cny as right_value,
        whole.rounding_cny + project_sum.rounding_cny as tolerance,
        project_sum.left_evidence,
        whole.evidence as right_evidence,
        least(whole.confidence, project_sum.confidence) as confidence,
        whole.terms || ',' || project_sum.terms as terms
    from table_figure as whole
    inner join project_sum on whole.column_key = project_sum.column_key
    where whole.item_code = 'project'
)

{{ best_reading('reading') }}
