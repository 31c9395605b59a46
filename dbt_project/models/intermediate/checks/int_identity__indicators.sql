-- Stated completion and control rates against their own numbers.
with

indicator as (
    select
        *,
        coalesce(budget_unit, '') as unit_key,
        case when indicator_kind = 'staffing' then {{ staff_count_kind('level1', 'plain_indicator_name') }} end as count_kind,
        indicator_name || coalesce({{ regexp_replace_all(value_text('actual_value'), '[.]?0*$', '') }}, '')
            || coalesce(actual_unit, '') as indicator_label
    from {{ of_changed('int_indicator') }}
),

judged as (
    select
        indicator.*,
        attainment.judged_by,
        attainment.computed_rate,
        attainment.attainment
    from indicator
    inner join {{ of_changed('int_attainment') }} as attainment on indicator.indicator_id = attainment.indicator_id
    where indicator.actual_value > 0 and attainment.computed_rate > 0 and attainment.is_completion_rate_stated
),

-- Of a goal that is kept by staying below it, some sheets state result ÷ goal: either reading confirms. No
-- contradiction are a rate capped at 100, and a goal of "not more than" that was kept and simply counts as done.
completion as (
    {%- for rule_id, judged_by, dividend, divisor, rate, is_done in [
        ('R403', '>=', 'actual_text', 'target_text', 'computed_rate', 'computed_rate > 100'),
        ('R407', '<=', 'target_text', 'actual_text', 'computed_rate', "attainment = 'attained'"),
        ('R407', '<=', 'actual_text', 'target_text', '10000 / computed_rate', "attainment = 'attained'"),
    ] %}
    select
        '{{ rule_id }}' as rule_id,
        report_id,
        indicator_id as whole_key,
        {{ loop.index0 }} as preference,
        true as is_complete,
        indicator_name || '：' || {{ dividend }} || ' ÷ ' || {{ divisor }} as left_label,
        {{ rate }} as left_value,
        '所述完成率' as right_label,
        stated_completion_rate as right_value,
        {{ half_last_place('stated_completion_rate') }} + {{ rate }} * {{ half_last_place('actual_value') }} / actual_value as tolerance,
        evidence as left_evidence,
        evidence as right_evidence,
        confidence,
        terms
    from judged
    where judged_by = '{{ judged_by }}' and not (stated_completion_rate = 100 and {{ is_done }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

control_rate as (
    select
        'R404' as rule_id,
        stated.report_id,
        stated.indicator_id as whole_key,
        0 as preference,
        true as is_complete,
        actual.indicator_label || ' ÷ ' || quota.indicator_label as left_label,
        100 * actual.actual_value / quota.actual_value as left_value,
        '所述' || stated.indicator_label as right_label,
        stated.actual_value as right_value,
        {{ half_last_place('stated.actual_value') }} as tolerance,
        actual.evidence || ' ¦ ' || quota.evidence as left_evidence,
        stated.evidence as right_evidence,
        least(stated.confidence, actual.confidence, quota.confidence) as confidence,
        stated.terms || ',' || actual.terms || ',' || quota.terms as terms
    from indicator as stated
    inner join indicator as actual
        on
            stated.report_id = actual.report_id
            and stated.unit_key = actual.unit_key
            and stated.fiscal_year = actual.fiscal_year
            and actual.count_kind = 'actual'
    inner join indicator as quota
        on
            stated.report_id = quota.report_id
            and stated.unit_key = quota.unit_key
            and stated.fiscal_year = quota.fiscal_year
            and quota.count_kind = 'quota'
    where
        instr(stated.plain_indicator_name, '控制率') > 0
        and ({{ regexp_found('stated.plain_indicator_name', '在职|人员|编制') }} or stated.indicator_kind = 'staffing')
        and stated.actual_unit = '%'
        and stated.actual_value is not null
        -- "均控制在100%以内" tells the bound, and no rate
        and instr(stated.evidence, '控制在' || stated.actual_text || '以') = 0
        and actual.actual_value is not null
        and quota.actual_value > 0
),

reading as (
    select * from completion
    union all
    select * from control_rate
)

{{ best_reading('reading') }}
