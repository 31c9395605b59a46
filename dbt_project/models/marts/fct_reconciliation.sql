-- Each identity that could be tested, judged: it fails where the two sides differ by more than the
-- rounding of the printed figures can explain. A failure is held against the report only where its
-- figures were read surely enough; `hint` says what kind of slip would explain it.
{{ config(materialized='table' if target.type == 'spark' else 'incremental', incremental_strategy='by_affected_report', on_schema_change='fail') }}
with

measured as (
    select
        identity.*,
        rule.rule_code,
        rule.finding as rule_finding,
        rule.description_zh,
        identity.left_value - identity.right_value as difference,
        cast(identity.confidence * rule.certainty as decimal(4, 3)) as check_confidence,
        abs(identity.left_value - identity.right_value) <= identity.tolerance as fits
    from {{ of_affected('int_identity') }} as identity
    inner join {{ ref('reconciliation_rule') }} as rule on identity.rule_id = rule.rule_id
),

year_as_amount as (
    select distinct identity_key
    from {{ of_affected('int_check_term') }}
    where {{ regexp_found('number_text', '^(19|20)[0-9][0-9]$') }}
),

hinted as (
    select
        measured.*,
        case
            when measured.fits then null
            when year_as_amount.identity_key is not null then 'year_as_amount'
            when
                measured.right_value <> 0
                and (
                    abs(measured.left_value - 10000 * measured.right_value) <= 10000 * measured.tolerance
                    or abs(10000 * measured.left_value - measured.right_value) <= 10000 * measured.tolerance
                )
                then 'unit_factor'
            when measured.right_value <> 0 and abs(measured.left_value + measured.right_value) <= measured.tolerance then 'direction_word'
            when {{ same_digits('measured.left_value', 'measured.right_value') }} then 'transposed_digits'
        end as hint
    from measured
    left join year_as_amount on measured.identity_key = year_as_amount.identity_key
)

select
    identity_key as check_id,
    report_id,
    rule_code,
    description_zh as description,
    left_label,
    cast(left_value as decimal(24, 6)) as left_value,
    right_label,
    cast(right_value as decimal(24, 6)) as right_value,
    cast(difference as decimal(24, 6)) as difference,
    cast(tolerance as decimal(24, 6)) as tolerance,
    case when fits then 'pass' else 'fail' end as status,
    left_evidence,
    right_evidence,
    rule_id,
    check_confidence as confidence,
    case
        when fits then null
        when check_confidence < {{ var('sure_check') }} then 'unsure_reading'
        else rule_finding
    end as finding,
    hint
from hinted
