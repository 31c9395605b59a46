-- What words alone say of two figures: more than, less than or as much as the budget (of the same sentence)
-- or last year; and contracts to small firms, which are at most the procurement that they are a part of.
with

stated as (
    select
        relation.*,
        cast(unit.scale as decimal(18, 4)) as scale,
        {{ half_last_digit('relation.value_text', 'unit.scale') }} as rounding_cny,
        {{ term('relation', 'relation.relation_no') }} as stated_term
    from {{ of_changed('stg_raw__stated_relation') }} as relation
    left join {{ ref('money_unit') }} as unit on relation.unit_text = unit.unit_text
    where relation.relation in ('budget_order', 'year_order', 'small_firm_contracts')
),

compared as (
    select
        stated.report_id,
        stated.relation_no,
        stated.direction,
        stated.value_text,
        stated.evidence as stated_evidence,
        stated.stated_term,
        figure.amount_cny - base.amount_cny as difference,
        figure.rounding_cny + base.rounding_cny as rounding_cny,
        figure.figure_label || ' − ' || base.figure_label as left_label,
        figure.evidence || ' ¦ ' || base.evidence as left_evidence,
        least(figure.confidence, base.confidence) as confidence,
        figure.terms || ',' || base.terms as terms
    from stated
    inner join {{ of_changed('int_figure_coded') }} as figure
        on stated.report_id = figure.report_id and stated.figure_no = figure.figure_no
    inner join {{ of_changed('int_figure_coded') }} as base
        on
            figure.report_id = base.report_id
            and figure.unit_key = base.unit_key
            and figure.item_code = base.item_code
            and figure.item_key = base.item_key
            and figure.funding_source = base.funding_source
            and (
                (
                    stated.relation = 'budget_order'
                    and base.measure in ('initial_budget', 'adjusted_budget')
                    and figure.fiscal_year = base.fiscal_year
                    and figure.evidence = base.evidence
                )
                or (
                    stated.relation = 'year_order'
                    and figure.measure = base.measure
                    and stated.base_year = base.fiscal_year
                )
            )
    where figure.amount_cny is not null and base.amount_cny is not null
),

reading as (
    select
        'R506' as rule_id,
        report_id,
        cast(relation_no as {{ dbt.type_string() }}) as whole_key,
        0 as preference,
        true as is_complete,
        left_label || '（' || case when difference > rounding_cny then '大于' when difference < -rounding_cny then '小于' else '等于' end || '）'
            as left_label,
        -- which of the two is more: 1 the first, -1 the second, 0 neither
        case when difference > rounding_cny then 1 when difference < -rounding_cny then -1 else 0 end as left_value,
        '所述“' || value_text || '”' as right_label,
        direction as right_value,
        0 as tolerance,
        left_evidence,
        stated_evidence as right_evidence,
        confidence,
        stated_term || ',' || terms as terms
    from compared

    union all

    select
        'R124' as rule_id,
        stated.report_id,
        cast(stated.relation_no as {{ dbt.type_string() }}) as whole_key,
        0 as preference,
        true as is_complete,
        '授予中小企业合同金额 ' || stated.value_text || stated.unit_text as left_label,
        stated.value_in_unit * stated.scale as left_value,
        '不超过 ' || figure.figure_label as right_label,
        figure.amount_cny as right_value,
        -- whatever is below the bound keeps it
        greatest(figure.amount_cny - stated.value_in_unit * stated.scale, 0) + stated.rounding_cny + figure.rounding_cny as tolerance,
        stated.evidence as left_evidence,
        figure.evidence as right_evidence,
        figure.confidence,
        stated.stated_term || ',' || figure.terms as terms
    from stated
    inner join {{ of_changed('int_figure_coded') }} as figure
        on stated.report_id = figure.report_id and stated.figure_no = figure.figure_no
    where stated.relation = 'small_firm_contracts' and stated.scale is not null and figure.amount_cny is not null
)

{{ best_reading('reading') }}
