-- The international function of every functional class: that of the seed, else of the nearest class above.
with

ranked as (
    select
        class.code,
        class.name_zh,
        class.name_en,
        mapped.function_code as decided_by,
        mapped.cofog_code,
        mapped.confidence,
        mapped.note_en,
        mapped.note_zh,
        row_number() over (partition by class.code order by length(mapped.function_code) desc) as choice
    from {{ ref('function_class') }} as class
    inner join {{ ref('function_cofog') }} as mapped
        on class.code = mapped.function_code or class.code like mapped.function_code || '%'
)

select
    cast('function.' || ranked.code as {{ dbt.type_string() }}) as item_code,
    cast(ranked.name_zh as {{ dbt.type_string() }}) as name_zh,
    cast(ranked.name_en as {{ dbt.type_string() }}) as name_en,
    cast(coalesce(cofog.parent_code, cofog.cofog_code) as {{ dbt.type_string() }}) as division_code,
    cast(coalesce(division.name_zh, cofog.name_zh) as {{ dbt.type_string() }}) as division_zh,
    cast(coalesce(division.name_en, cofog.name_en) as {{ dbt.type_string() }}) as division_en,
    cast(cofog.cofog_code as {{ dbt.type_string() }}) as cofog_code,
    cast(cofog.name_zh as {{ dbt.type_string() }}) as cofog_zh,
    cast(cofog.name_en as {{ dbt.type_string() }}) as cofog_en,
    -- GFSM 2014 numbers COFOG from 70: 04.2 is 7042
    cast('7' || replace(cofog.cofog_code, '.', '') as {{ dbt.type_string() }}) as gfsm_code,
    cast(ranked.confidence as decimal(4, 3)) as confidence,
    cast('function.' || ranked.decided_by as {{ dbt.type_string() }}) as decided_by,
    cast(ranked.note_zh as {{ dbt.type_string() }}) as note_zh,
    cast(ranked.note_en as {{ dbt.type_string() }}) as note_en
from ranked
left join {{ ref('cofog') }} as cofog on ranked.cofog_code = cofog.cofog_code
left join {{ ref('cofog') }} as division on cofog.parent_code = division.cofog_code
where ranked.choice = 1
