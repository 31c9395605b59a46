-- 收入总计 = 支出总计. Both sides hold carry-over, so neither is income or spending by itself: one is what
-- came in and what was carried over into the year, the other what was spent and is carried over out of it.
-- Other lines of the sheet (使用非财政拨款结余, 结余分配) may be nothing or left out, so that a sum below its
-- total only ever confirms, except in a sentence that gives the three together and no such line.
with

balance as (
    select
        *,
        case
            when instr(measure_term, '收') > 0 and instr(measure_term, '支') = 0 then 'income'
            when instr(measure_term, '支') > 0 and instr(measure_term, '收') = 0 then 'spending'
        end as side
    from {{ of_changed('int_figure_coded') }}
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
    {%- for rule_id, side, flow, carried in [
        ('R117', 'income', 'revenue', 'carryover_in'), ('R118', 'spending', 'expenditure', 'carryover_out'),
    ] %}

    union all

    select
        '{{ rule_id }}' as rule_id,
        whole.report_id,
        cast(whole.figure_no as {{ dbt.type_string() }}) as whole_key,
        0 as preference,
        flow.amount_cny + carried.amount_cny > whole.amount_cny
        or (
            whole.evidence = flow.evidence
            and whole.evidence = carried.evidence
            and not {{ regexp_found('whole.evidence', '使用|结余分配') }}
        ) as is_complete,
        flow.level_label || ' + ' || carried.level_label as left_label,
        flow.amount_cny + carried.amount_cny as left_value,
        whole.figure_label as right_label,
        whole.amount_cny as right_value,
        whole.rounding_cny + flow.rounding_cny + carried.rounding_cny as tolerance,
        flow.evidence || ' ¦ ' || carried.evidence as left_evidence,
        whole.evidence as right_evidence,
        least(whole.confidence, flow.confidence, carried.confidence) as confidence,
        whole.terms || ',' || flow.terms || ',' || carried.terms as terms
    from balance as whole
    inner join {{ of_changed('int_level') }} as flow
        on
            whole.report_id = flow.report_id
            and whole.fiscal_year = flow.fiscal_year
            and whole.unit_key = flow.unit_key
            and whole.funding_source = flow.funding_source
            and flow.measure = '{{ flow }}'
            and flow.item_code = 'total'
    inner join {{ of_changed('int_level') }} as carried
        on flow.measure_free_key = carried.measure_free_key and carried.measure = '{{ carried }}'
    where whole.side = '{{ side }}'
    {%- endfor %}
)

{{ best_reading('reading') }}
