-- One indicator in two places of a report: given with two results, or with two goals.
with

indicator as (
    select
        *,
        coalesce(fiscal_year, 0) as year_key,
        coalesce(budget_unit, '') as unit_key,
        coalesce(project_name, '') as project_key,
        case when indicator_kind = 'staffing' then {{ staff_count_kind('level1', 'plain_indicator_name') }} end as count_kind,
        indicator_name || coalesce({{ regexp_replace_all(value_text('actual_value'), '[.]?0*$', '') }}, '')
            || coalesce(actual_unit, '') as indicator_label,
        -- 91个 and 115家 count the same thing; 户 and 人 do not
        case
            when actual_unit in ('个', '家', '项', '件') then '个'
            when actual_unit in ('名', '人', '位') then '人'
            else coalesce(actual_unit, '')
        end as unit_kind
    from {{ of_changed('int_indicator') }}
    where
        length(plain_indicator_name) >= 3
        -- the name of a level of the sheet is no indicator's
        and not {{ regexp_found('plain_indicator_name', '^(数量|质量|时效|成本|产出|效益|经济|社会|生态|可持续|满意|效果|过程|投入).{0,7}指标$') }}
),

-- a result, and a change against last year, as two quantities
quantity as (
    {%- for column, note in [('actual_value', ''), ('yoy_pct', '增幅')] %}
    select
        report_id,
        year_key,
        unit_key,
        project_key,
        case when indicator_kind = 'staffing' then coalesce(count_kind, plain_indicator_name) else plain_indicator_name end
            || '{{ note }}' as quantity_key,
        {{ "unit_kind" if column == 'actual_value' else "unit_kind || '%'" }} as unit_kind,
        {{ column }} as quantity,
        indicator_label || {{ "''" if column == 'actual_value' else "'，增幅' || cast(cast(yoy_pct as decimal(18, 2)) as " ~ dbt.type_string() ~ ") || '%'" }} as quantity_label,
        target_value,
        evidence,
        confidence,
        terms,
        char_start
    from indicator
    where
        {{ column }} is not null
        and indicator_kind in ('staffing', 'achievement', 'performance')
        -- what was aimed at is no second result
        and (indicator_kind = 'performance' or not {{ regexp_found('evidence', '目标|计划|预期|预计|拟|年初设定|不低于|不少于|不超过|原定') }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

keyed as (
    select
        *,
        {{ hash_id('k', ['report_id', 'year_key', 'unit_key', 'project_key', 'quantity_key', 'unit_kind']) }} as given_key
    from quantity
),

given_twice as (
    select
        'R603' as rule_id,
        one.report_id,
        one.given_key || case when one.quantity = other.quantity then ' again' else '' end as whole_key,
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
            -- two numbers in one sentence are two quantities: the year's own beside the running total, a bound beside the rate
            and one.evidence <> other.evidence
            and (instr(one.evidence, '累计') > 0) = (instr(other.evidence, '累计') > 0)
            -- under one name with two goals stand two indicators
            and coalesce(one.target_value, other.target_value, 0) = coalesce(other.target_value, one.target_value, 0)
    -- three values and more are a series under one heading, not one quantity
    inner join (
        select given_key from keyed group by given_key having count(distinct quantity) <= 2
    ) as pair on one.given_key = pair.given_key
),

-- a goal, in the base unit of what it is measured in
aim as (
    select
        {{ hash_id('k', [
            'indicator.report_id', 'indicator.year_key', 'indicator.unit_key', 'indicator.project_key',
            'indicator.plain_indicator_name', "coalesce(unit.base_unit, '')",
        ]) }} as aim_key,
        indicator.report_id,
        indicator.indicator_name || '：' || indicator.target_text as aim_label,
        indicator.target_value * coalesce(unit.scale, 1) as aim,
        coalesce(trim(indicator.actual_text), '') as result_text,
        indicator.evidence,
        indicator.confidence,
        indicator.terms,
        indicator.char_start
    from indicator
    left join {{ ref('int_indicator_unit') }} as unit on indicator.target_unit = unit.unit_text
    where indicator.indicator_kind = 'performance' and indicator.target_value is not null
),

-- The table of goals against the table of results: one of the two has no result, or both have the same one. Under
-- one name with two results stand two indicators, and so do three goals and more.
aimed_twice as (
    select
        'R605' as rule_id,
        one.report_id,
        one.aim_key as whole_key,
        0 as preference,
        true as is_complete,
        one.aim_label as left_label,
        one.aim as left_value,
        other.aim_label as right_label,
        other.aim as right_value,
        0 as tolerance,
        one.evidence as left_evidence,
        other.evidence as right_evidence,
        least(one.confidence, other.confidence) as confidence,
        one.terms || ',' || other.terms as terms
    from aim as one
    inner join aim as other
        on
            one.aim_key = other.aim_key
            and one.char_start < other.char_start
            and one.evidence <> other.evidence
            and (one.result_text = other.result_text or '' in (one.result_text, other.result_text))
    inner join (
        select aim_key from aim group by aim_key having count(*) = 2
    ) as pair on one.aim_key = pair.aim_key
),

reading as (
    select * from given_twice
    union all
    select * from aimed_twice
)

{{ best_reading('reading') }}
