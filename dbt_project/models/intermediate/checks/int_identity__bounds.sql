-- No part is larger than its whole, so that a whole of nothing has parts of nothing; and the three public
-- expenses stay within their budget. Where several values are stated, one that keeps the bound is enough.
with

pair as (
    select
        'R119' as rule_id,
        part.level_key as whole_key,
        part.report_id,
        part.level_label as left_label,
        part.amount_cny as left_amount,
        part.rounding_cny as left_rounding,
        part.evidence as left_evidence,
        part.confidence as left_confidence,
        part.terms as left_terms,
        whole.level_label as right_label,
        whole.amount_cny as right_amount,
        whole.rounding_cny as right_rounding,
        whole.evidence as right_evidence,
        whole.confidence as right_confidence,
        whole.terms as right_terms
    from {{ of_changed('int_level') }} as part
    inner join {{ ref('int_item') }} as item on part.item_code = item.item_code
    inner join {{ of_changed('int_level') }} as whole
        on part.item_free_key = whole.item_free_key and item.parent_code = whole.item_code
    where
        part.measure in ('expenditure', 'initial_budget', 'adjusted_budget')
        and (
            {{ regexp_found('part.item_code', '^(three_public|procurement)[.]') }}
            or part.item_code in ('basic.personnel', 'basic.operating')
        )
        and not part.is_derived
        and not whole.is_derived

    union all

    select
        'R123' as rule_id,
        spent.level_key as whole_key,
        spent.report_id,
        spent.level_label as left_label,
        spent.amount_cny as left_amount,
        spent.rounding_cny as left_rounding,
        spent.evidence as left_evidence,
        spent.confidence as left_confidence,
        spent.terms as left_terms,
        budget.level_label as right_label,
        budget.amount_cny as right_amount,
        budget.rounding_cny as right_rounding,
        budget.evidence as right_evidence,
        budget.confidence as right_confidence,
        budget.terms as right_terms
    from {{ of_changed('int_level') }} as spent
    inner join {{ of_changed('int_level') }} as budget on spent.measure_free_key = budget.measure_free_key
    where
        spent.item_code = 'three_public'
        and spent.measure = 'expenditure'
        and budget.measure in ('initial_budget', 'adjusted_budget')
),

reading as (
    select
        rule_id,
        report_id,
        whole_key,
        0 as preference,
        true as is_complete,
        left_label,
        left_amount as left_value,
        '不超过 ' || right_label as right_label,
        right_amount as right_value,
        -- whatever is below the bound keeps it
        greatest(right_amount - left_amount, 0) + left_rounding + right_rounding as tolerance,
        left_evidence,
        right_evidence,
        least(left_confidence, right_confidence) as confidence,
        left_terms || ',' || right_terms as terms
    from pair
)

{{ best_reading('reading') }}
