-- Budget units of one table sum to the department, in every column.
with

table_figure as (
    select
        *,
        {{ hash_id('k', ['report_id', 'fiscal_year', 'item_code', 'item_key', 'measure', 'funding_source']) }} as column_key
    from {{ of_changed('int_figure_coded') }}
    where source_form = 'table' and fiscal_year is not null and measure is not null and amount_cny is not null
),

column_amount as (
    select *
    from (
        select
            *,
            row_number() over (partition by column_key, unit_key, amount_cny order by figure_no) as mention
        from table_figure
    ) as mentioned
    where mention = 1
),

unit_sum as (
    select
        column_key,
        {{ join_text('figure_label', ' + ', 'figure_no') }} as left_label,
        sum(amount_cny) as left_value,
        sum(rounding_cny) as rounding_cny,
        {{ join_distinct_text('evidence', ' ¦ ') }} as left_evidence,
        min(confidence) as confidence,
        {{ join_text('terms', ',', 'figure_no') }} as terms
    from column_amount
    where unit_key <> ''
    group by column_key
    -- a unit with two values has no sum
    having count(*) >= 2 and count(*) = count(distinct unit_key)
),

reading as (
    select
        'R111' as rule_id,
        whole.report_id,
        whole.column_key as whole_key,
        0 as preference,
        true as is_complete,
        unit_sum.left_label,
        unit_sum.left_value,
        whole.figure_label as right_label,
        whole.amount_cny as right_value,
        whole.rounding_cny + unit_sum.rounding_cny as tolerance,
        unit_sum.left_evidence,
        whole.evidence as right_evidence,
        least(whole.confidence, unit_sum.confidence) as confidence,
        whole.terms || ',' || unit_sum.terms as terms
    from column_amount as whole
    inner join unit_sum on whole.column_key = unit_sum.column_key
    where whole.unit_key = ''
)

{{ best_reading('reading') }}
