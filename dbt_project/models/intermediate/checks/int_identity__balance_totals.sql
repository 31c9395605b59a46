-- 收入总计 = 支出总计. Both sides hold carry-over, so neither is income or spending by itself.
with

balance as (
    select
        *,
        case
            when instr(measure_term, '收') > 0 and instr(measure_term, '支') = 0 then 'income'
            when instr(measure_term, '支') > 0 and instr(measure_term, '收') = 0 then 'spending'
        end as side
    from {{ ref('int_figure_coded') }}
    where measure = 'balance_total' and amount_cny is not null
),

reading as (
    select
        'R113' as rule_id,
        income.report_id,
        cast(income.figure_no as {{ dbt.type_string() }}) as whole_key,
        0 as preference,
        true as is_complete,
        income.figure_label as left_label,
        income.amount_cny as left_value,
        spending.figure_label as right_label,
        spending.amount_cny as right_value,
        income.rounding_cny + spending.rounding_cny as tolerance,
        income.evidence as left_evidence,
        spending.evidence as right_evidence,
        least(income.confidence, spending.confidence) as confidence,
        income.terms || ',' || spending.terms as terms
    from balance as income
    inner join balance as spending
        on
            income.report_id = spending.report_id
            and income.fiscal_year = spending.fiscal_year
            and income.unit_key = spending.unit_key
            and income.funding_source = spending.funding_source
    where income.side = 'income' and spending.side = 'spending'
)

{{ best_reading('reading') }}
