-- Assets of the department or of one of its units: fixed assets are in use, let, lent or idle, and what is
-- left of the assets after the liabilities is the net assets.
with

asset as (
    select
        report_id,
        {{ hash_id('k', ['report_id', 'fiscal_year', 'budget_unit']) }} as holder_key,
        case
            when {{ regexp_found('plain_indicator_name', '^(固定资产|固定资产(原值|总额|合计|总计|总值))$') }} then 'fixed'
            when {{ regexp_found('plain_indicator_name', '^在用固定资产') }} then 'in_use'
            when {{ regexp_found('plain_indicator_name', '^出租') }} then 'let'
            when {{ regexp_found('plain_indicator_name', '^出借') }} then 'lent'
            when {{ regexp_found('plain_indicator_name', '^闲置') }} then 'idle'
            when {{ regexp_found('plain_indicator_name', '^净资产') }} then 'net'
            when {{ regexp_found('plain_indicator_name', '^(总负债|负债|负债(总额|总计|合计))$') }} then 'debt'
            when {{ regexp_found('plain_indicator_name', '^(总资产|资产|资产(总额|总计|合计|总值))$') }} then 'all'
        end as kind,
        indicator_name || ' ' || actual_text as asset_label,
        actual_value,
        {{ half_last_digit('actual_text', 'money_scale') }} as rounding_cny,
        evidence,
        confidence,
        terms
    from {{ of_changed('int_indicator') }}
    where indicator_kind = 'asset' and actual_value is not null
),

reading as (
    select
        'R121' as rule_id,
        fixed.report_id,
        fixed.holder_key || cast(fixed.actual_value as {{ dbt.type_string() }}) as whole_key,
        0 as preference,
        idle.report_id is not null or in_use.actual_value + let.actual_value > fixed.actual_value as is_complete,
        in_use.asset_label || ' + ' || let.asset_label || coalesce(' + ' || lent.asset_label, '') || coalesce(' + ' || idle.asset_label, '')
            as left_label,
        in_use.actual_value + let.actual_value + coalesce(lent.actual_value, 0) + coalesce(idle.actual_value, 0) as left_value,
        fixed.asset_label as right_label,
        fixed.actual_value as right_value,
        fixed.rounding_cny + in_use.rounding_cny + let.rounding_cny + coalesce(lent.rounding_cny, 0) + coalesce(idle.rounding_cny, 0)
            as tolerance,
        in_use.evidence as left_evidence,
        fixed.evidence as right_evidence,
        least(fixed.confidence, in_use.confidence, let.confidence) as confidence,
        fixed.terms || ',' || in_use.terms || ',' || let.terms || coalesce(',' || lent.terms, '') || coalesce(',' || idle.terms, '')
            as terms
    from asset as fixed
    inner join asset as in_use on fixed.holder_key = in_use.holder_key and in_use.kind = 'in_use'
    inner join asset as let on fixed.holder_key = let.holder_key and let.kind = 'let'
    left join asset as lent on fixed.holder_key = lent.holder_key and lent.kind = 'lent'
    left join asset as idle on fixed.holder_key = idle.holder_key and idle.kind = 'idle'
    where fixed.kind = 'fixed'

    union all

    select
        'R122' as rule_id,
        net.report_id,
        net.holder_key || cast(net.actual_value as {{ dbt.type_string() }}) as whole_key,
        0 as preference,
        true as is_complete,
        owned.asset_label || ' − ' || debt.asset_label as left_label,
        owned.actual_value - debt.actual_value as left_value,
        net.asset_label as right_label,
        net.actual_value as right_value,
        net.rounding_cny + owned.rounding_cny + debt.rounding_cny as tolerance,
        owned.evidence || ' ¦ ' || debt.evidence as left_evidence,
        net.evidence as right_evidence,
        least(net.confidence, owned.confidence, debt.confidence) as confidence,
        net.terms || ',' || owned.terms || ',' || debt.terms as terms
    from asset as net
    inner join asset as owned on net.holder_key = owned.holder_key and owned.kind = 'all'
    inner join asset as debt on net.holder_key = debt.holder_key and debt.kind = 'debt'
    where net.kind = 'net'
)

{{ best_reading('reading') }}
