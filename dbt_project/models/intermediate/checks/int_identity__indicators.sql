-- Stated completion and control rates against their own numbers, and indicators that the report
-- gives twice with different results.
with

indicator as (
    select
        *,
        coalesce(budget_unit, '') as unit_key,
        coalesce(project_name, '') as project_key,
        case when indicator_kind = 'staffing' then {{ staff_count_kind('level1', 'plain_indicator_name') }} end as count_kind,
        indicator_name || coalesce({{ regexp_replace_all('cast(actual_value as ' ~ dbt.type_string() ~ ')', '[.]?0*$', '') }}, '')
            || coalesce(actual_unit, '') as indicator_label,
        -- 91个 and 115家 count the same thing; 户 and 人 do not
        case
            when actual_unit in ('个', '家', '项', '件') then '个'
            when actual_unit in ('名', '人', '位') then '人'
            else coalesce(actual_unit, '')
        end as unit_kind
    from {{ ref('int_indicator') }}
),

completion as (
    select
        'R403' as rule_id,
        indicator.report_id,
        indicator.indicator_id as whole_key,
        0 as preference,
        true as is_complete,
        indicator.indicator_name || '：' || indicator.actual_text || ' ÷ ' || indicator.target_text as left_label,
        attainment.computed_rate as left_value,
        '所述完成率' as right_label,
        indicator.stated_completion_rate as right_value,
        {{ half_last_place('indicator.stated_completion_rate') }}
            + attainment.computed_rate * {{ half_last_place('indicator.actual_value') }} / indicator.actual_value as tolerance,
        indicator.evidence as left_evidence,
        indicator.evidence as right_evidence,
        indicator.confidence,
        indicator.terms
    from indicator
    inner join {{ ref('int_attainment') }} as attainment on indicator.indicator_id = attainment.indicator_id
    where
        indicator.actual_value > 0
        and attainment.judged_by = '>='
        and attainment.computed_rate is not null
        and attainment.is_completion_rate_stated
        -- sheets that cap the rate at 100 state no contradiction
        and not (indicator.stated_completion_rate = 100 and attainment.computed_rate > 100)
),

-- of a goal that is kept by staying below it, some sheets state result ÷ goal: either reading confirms
completion_below as (
    {%- for dividend, divisor, rate in [
        ('target_text', 'actual_text', 'attainment.computed_rate'),
        ('actual_text', 'target_text', '10000 / attainment.computed_rate'),
    ] %}
    select
        'R407' as rule_id,
        indicator.report_id,
        indicator.indicator_id as whole_key,
        {{ loop.index0 }} as preference,
        true as is_complete,
        indicator.indicator_name || '：' || indicator.{{ dividend }} || ' ÷ ' || indicator.{{ divisor }} as left_label,
        {{ rate }} as left_value,
        '所述完成率' as right_label,
        indicator.stated_completion_rate as right_value,
        {{ half_last_place('indicator.stated_completion_rate') }}
            + {{ rate }} * {{ half_last_place('indicator.actual_value') }} / indicator.actual_value as tolerance,
        indicator.evidence as left_evidence,
        indicator.evidence as right_evidence,
        indicator.confidence,
        indicator.terms
    from indicator
    inner join {{ ref('int_attainment') }} as attainment on indicator.indicator_id = attainment.indicator_id
    where
        indicator.actual_value > 0
        and attainment.judged_by = '<='
        and attainment.computed_rate > 0
        and attainment.is_completion_rate_stated
        -- a goal that was kept may simply count as done
        and not (indicator.stated_completion_rate = 100 and attainment.attainment = 'attained')
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
        and actual.actual_value is not null
        and quota.actual_value > 0
),

-- a result, and a change against last year, as two quantities
quantity as (
    {%- for column, note in [('actual_value', ''), ('yoy_pct', '增幅')] %}
    select
        report_id,
        coalesce(fiscal_year, 0) as fiscal_year,
        unit_key,
        project_key,
        case when indicator_kind = 'staffing' then coalesce(count_kind, plain_indicator_name) else plain_indicator_name end
            || '{{ note }}' as quantity_key,
        {{ "unit_kind" if column == 'actual_value' else "unit_kind || '%'" }} as unit_kind,
        {{ column }} as quantity,
        indicator_label || {{ "''" if column == 'actual_value' else "'，增幅' || cast(cast(yoy_pct as decimal(18, 2)) as " ~ dbt.type_string() ~ ") || '%'" }} as quantity_label,
        evidence,
        confidence,
        terms,
        char_start
    from indicator
    where
        {{ column }} is not null
        and indicator_kind in ('staffing', 'achievement', 'performance')
        and length(plain_indicator_name) >= 3
        -- what was aimed at is no second result
        and (indicator_kind = 'performance' or not {{ regexp_found('evidence', '目标|计划|预期|预计|拟|年初设定|不低于|不少于|不超过|原定') }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

keyed as (
    select
        *,
        {{ hash_id('k', ['report_id', 'fiscal_year', 'unit_key', 'project_key', 'quantity_key', 'unit_kind']) }} as given_key
    from quantity
),

given_twice as (
    select
        'R603' as rule_id,
        one.report_id,
        one.given_key as whole_key,
        0 as preference,
        true as is_complete,
        one.quantity_label as left_label,
        one.quantity as left_value,
        other.quantity_label as right_label,
        other.quantity as right_value,
        0 as tolerance,
        one.evidence as left_evidence,
        other.evidence as right_evidence,
        least(one.confidence, other.confidence) as confidence,
        one.terms || ',' || other.terms as terms
    from keyed as one
    inner join keyed as other
        on
            one.given_key = other.given_key
            and one.char_start < other.char_start
            and one.quantity <> other.quantity
            -- a running total beside the year's own number
            and not (one.evidence = other.evidence and instr(one.evidence, '累计') > 0)
    -- three values and more are a series under one heading, not one quantity
    inner join (
        select given_key from keyed group by given_key having count(distinct quantity) = 2
    ) as pair on one.given_key = pair.given_key
),

reading as (
    select * from completion
    union all
    select * from completion_below
    union all
    select * from control_rate
    union all
    select * from given_twice
)

{{ best_reading('reading') }}
