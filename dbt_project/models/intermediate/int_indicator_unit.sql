-- Units of goals and results, as the number of base units in one: 万人 is 10,000 of what 人 counts. A
-- price (元/人) compares by its money where it is said of the same thing. A unit that no list knows
-- compares with itself alone.
{{ config(materialized='table') }}
with

written as (
    select distinct unit_text
    from (
        select target_unit as unit_text from {{ ref('stg_raw__indicator') }}
        union all
        select actual_unit as unit_text from {{ ref('stg_raw__indicator') }}
    ) as either
    where unit_text is not null
),

divided as (
    select
        unit_text,
        case when instr(unit_text, '/') > 0 then substr(unit_text, 1, instr(unit_text, '/') - 1) else unit_text end as unit_before,
        case when instr(unit_text, '/') > 0 then substr(unit_text, instr(unit_text, '/')) else '' end as per_what
    from written
),

multiple as (
    select '' as multiple_text, 1 as multiple_scale
    union all select '十', 10
    union all select '百', 100
    union all select '千', 1000
    union all select '万', 10000
    union all select '十万', 100000
    union all select '百万', 1000000
    union all select '千万', 10000000
    union all select '亿', 100000000
),

listed as (
    select
        divided.unit_text,
        unit.base_unit,
        unit.kind,
        cast(multiple.multiple_scale * unit.scale as decimal(20, 6)) as scale,
        -- 千米 is a unit of its own before it is a thousand 米
        row_number() over (partition by divided.unit_text order by length(multiple.multiple_text)) as choice
    from divided
    inner join multiple on substr(divided.unit_before, 1, length(multiple.multiple_text)) = multiple.multiple_text
    inner join {{ ref('number_unit') }} as unit
        on substr(divided.unit_before, length(multiple.multiple_text) + 1) = unit.unit
)

select
    divided.unit_text,
    coalesce(listed.base_unit, divided.unit_before) || divided.per_what as base_unit,
    coalesce(listed.kind, 'unlisted') as unit_kind,
    cast(coalesce(listed.scale, 1) as decimal(20, 6)) as scale,
    listed.unit_text is not null as is_listed
from divided
left join listed on divided.unit_text = listed.unit_text and listed.choice = 1
