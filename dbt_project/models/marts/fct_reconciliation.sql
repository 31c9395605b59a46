-- Each identity that could be tested, judged: it fails where the two sides differ by more than the
-- rounding of the printed figures can explain.
with

judged as (
    select
        {{ hash_id('c', ['identity.rule_id', 'identity.report_id', 'identity.left_label', 'identity.left_value', 'identity.right_label', 'identity.right_value']) }} as check_id,
        identity.report_id,
        rule.rule_code,
        rule.description_zh as description,
        identity.left_label,
        cast(identity.left_value as decimal(24, 6)) as left_value,
        identity.right_label,
        cast(identity.right_value as decimal(24, 6)) as right_value,
        cast(identity.left_value - identity.right_value as decimal(24, 6)) as difference,
        cast(identity.tolerance as decimal(24, 6)) as tolerance,
        case when abs(identity.left_value - identity.right_value) <= identity.tolerance then 'pass' else 'fail' end as status,
        identity.left_evidence,
        identity.right_evidence,
        rule.rule_id,
        cast(identity.confidence * rule.certainty as decimal(4, 3)) as confidence
    from {{ ref('int_identity') }} as identity
    inner join {{ ref('reconciliation_rule') }} as rule on identity.rule_id = rule.rule_id
)

select * from judged
