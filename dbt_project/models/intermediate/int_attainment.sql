-- Every goal with what came of it, judged as an auditor would: the numbers are compared in one unit, and a
-- plan number without an operator is met by reaching or exceeding it, except that a cost, or a time
-- that something takes, is met by staying at or below it. A side without a unit is in the other's. Where
-- there are no two numbers, a stated rate of completion or the goal's own words as result decide.
with

goal as (
    select
        indicator.*,
        case
            when indicator.target_operator in ('>=', '<=') then indicator.target_operator
            when instr(coalesce(indicator.level1, '') || coalesce(indicator.level2, '') || coalesce(indicator.level3, ''), '成本') > 0
                then '<='
            when
                instr(coalesce(indicator.level1, '') || coalesce(indicator.level2, '') || coalesce(indicator.level3, ''), '时效') > 0
                and coalesce(target.unit_kind, actual.unit_kind) = 'duration'
                then '<='
            else '>='
        end as judged_by,
        cast(coalesce(target.scale, actual.scale, 1) as decimal(20, 6)) as target_scale,
        cast(coalesce(actual.scale, target.scale, 1) as decimal(20, 6)) as actual_scale,
        -- the bound keeps the products below within their type
        coalesce(abs(indicator.target_value) < 1e12 and abs(indicator.actual_value) < 1e12, false)
        and coalesce(target.base_unit, actual.base_unit, '') = coalesce(actual.base_unit, target.base_unit, '') as is_comparable
    from {{ of_changed('int_indicator') }} as indicator
    left join {{ ref('int_indicator_unit') }} as target on indicator.target_unit = target.unit_text
    left join {{ ref('int_indicator_unit') }} as actual on indicator.actual_unit = actual.unit_text
    where
        indicator.indicator_kind = 'performance'
        and (indicator.target_value is not null or indicator.target_text is not null)
),

measured as (
    select
        *,
        case when is_comparable then cast(actual_value as decimal(18, 6)) * actual_scale end as actual_in_base,
        case when is_comparable then cast(target_value as decimal(18, 6)) * target_scale end as target_in_base
    from goal
),

compared as (
    select
        *,
        case
            when judged_by = '>=' then 100 * (actual_in_base / nullif(target_in_base, 0))
            else 100 * (target_in_base / nullif(actual_in_base, 0))
        end as computed_rate
    from measured
)

select
    indicator_id,
    report_id,
    judged_by,
    case
        when actual_in_base is not null
            then case
                when judged_by = '>=' and actual_in_base >= target_in_base then 'attained'
                when judged_by = '<=' and actual_in_base <= target_in_base then 'attained'
                else 'not_attained'
            end
        when stated_completion_rate is not null then case when stated_completion_rate >= 100 then 'attained' else 'not_attained' end
        when actual_value is null and coalesce(trim(actual_text), '') = '' then 'no_result'
        when actual_value is null and {{ plain_name('actual_text') }} = {{ plain_name('target_text') }} then 'attained'
        else 'not_comparable'
    end as attainment,
    cast((actual_in_base - target_in_base) / target_scale as decimal(28, 6)) as difference,
    {{ plausible_rate('computed_rate') }} as computed_rate,
    cast(coalesce(stated_completion_rate, {{ plausible_rate('computed_rate') }}) as decimal(18, 6)) as completion_rate,
    stated_completion_rate is not null as is_completion_rate_stated
from compared
