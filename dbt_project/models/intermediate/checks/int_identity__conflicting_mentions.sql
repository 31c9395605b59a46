-- The same quantity twice: a pair of different amounts for one key, or one amount said repeatedly.
-- Adjustments are movements of one key and do not contradict one another.
with

amount as (
    select * from {{ ref('int_amount') }}
),

conflicting as (
    select
        'R601' as rule_id,
        one.report_id,
        one.figure_label as left_label,
        cast(one.amount_cny as decimal(24, 6)) as left_value,
        other.figure_label as right_label,
        cast(other.amount_cny as decimal(24, 6)) as right_value,
        one.rounding_cny + other.rounding_cny as tolerance,
        one.evidence as left_evidence,
        other.evidence as right_evidence,
        least(one.confidence, other.confidence) as confidence
    from amount as one
    inner join amount as other
        on
            one.report_id = other.report_id
            and coalesce(one.fiscal_year, 0) = coalesce(other.fiscal_year, 0)
            and one.unit_key = other.unit_key
            and one.item_code = other.item_code
            and one.item_key = other.item_key
            and one.measure = other.measure
            and one.funding_source = other.funding_source
            and one.figure_no < other.figure_no
    where
        one.is_conflicting
        and other.is_conflicting
        and not one.is_part_of_own_key
        and not other.is_part_of_own_key
),

repeated as (
    select
        'R602' as rule_id,
        report_id,
        figure_label as left_label,
        cast(amount_cny as decimal(24, 6)) as left_value,
        figure_label as right_label,
        cast(amount_cny as decimal(24, 6)) as right_value,
        rounding_cny as tolerance,
        evidence as left_evidence,
        evidence as right_evidence,
        confidence
    from amount
    where mention_count > 1
)

select * from conflicting
union all
select * from repeated
