-- Names of departments as reports write them, each with its one spelling: the place is taken off
-- the name where it is written, additions in brackets go, known short forms become the full form.
{{ config(materialized='table') }}
with

written as (
    select distinct
        department_name as written_name,
        coalesce(region_code, '') as region_key,
        {{ regexp_replace_all(fold_text('department_name'), '[(][^)]*[)]|[[:space:]]', '') }} as bare_name
    from {{ ref('stg_raw__report_header') }}
    where department_name is not null
),

place as (
    select
        region.region_code,
        region.name_zh as place_name,
        {{ place_stem('region.name_zh') }} as place_stem,
        coalesce(parent.name_zh, '') as parent_name,
        coalesce(parent_of_parent.name_zh, '') as upper_name
    from {{ ref('region') }} as region
    left join {{ ref('region') }} as parent on region.parent_code = parent.region_code
    left join {{ ref('region') }} as parent_of_parent on parent.parent_code = parent_of_parent.region_code
),

place_prefix as (
    select region_code, upper_name || parent_name || place_name as prefix from place
    union
    select region_code, parent_name || place_name as prefix from place
    union
    select region_code, upper_name || place_name as prefix from place
    union
    select region_code, place_name as prefix from place
    union
    select region_code, place_stem as prefix from place where length(place_stem) >= 2
    union
    -- an autonomous place by its short form: its first two characters, with or without its level
    select region_code, substr(place_name, 1, 2) || substr(place_name, length(place_name), 1) as prefix
    from place
    where instr(place_name, '自治') > 0
    union
    select region_code, substr(place_name, 1, 2) as prefix from place where instr(place_name, '自治') > 0
    union
    -- "区科技局": the place only by its level
    select region_code, substr(place_name, length(place_name), 1) as prefix from place
),

matched as (
    select
        written.written_name,
        written.region_key,
        written.bare_name,
        max(length(place_prefix.prefix)) as prefix_length
    from written
    left join place_prefix
        on
            written.region_key = place_prefix.region_code
            and substr(written.bare_name, 1, length(place_prefix.prefix)) = place_prefix.prefix
            -- 市场监督管理局 and 县域经济办公室 do not begin with a place
            and not (length(place_prefix.prefix) = 1 and {{ regexp_found('written.bare_name', '^(市场|市政|市容|市民|县域|区域|州际|旗下)') }})
    group by written.written_name, written.region_key, written.bare_name
),

core as (
    select
        written_name,
        region_key,
        substr(bare_name, coalesce(prefix_length, 0) + 1) as core_name
    from matched
),

canonical as (
    select
        core.written_name,
        core.region_key,
        coalesce(spelling.canonical, nullif(core.core_name, ''), core.written_name) as core_name
    from core
    left join {{ ref('department_name_term') }} as spelling on core.core_name = spelling.written
),

shortened as (
    select canonical as core_name, min(written) as short_name
    from (
        select
            canonical,
            written,
            rank() over (partition by canonical order by length(written)) as by_length
        from {{ ref('department_name_term') }}
    ) as spelled
    where by_length = 1
    group by canonical
),

domain_match as (
    select
        canonical.written_name,
        canonical.region_key,
        domain_term.domain,
        -- a department with two tasks belongs to the one that it names first
        row_number() over (
            partition by canonical.written_name, canonical.region_key
            order by instr(canonical.core_name, domain_term.term), length(domain_term.term) desc, domain_term.term
        ) as choice
    from canonical
    inner join {{ ref('domain_term') }} as domain_term on instr(canonical.core_name, domain_term.term) > 0
)

select
    canonical.written_name,
    nullif(canonical.region_key, '') as region_code,
    {{ hash_id('d', ['canonical.region_key', 'canonical.core_name']) }} as department_id,
    case
        when region.name_zh is null or instr(canonical.core_name, region.name_zh) > 0 then canonical.core_name
        else region.name_zh || canonical.core_name
    end as department_name,
    canonical.core_name,
    coalesce(shortened.short_name, canonical.core_name) as short_name,
    domain_match.domain
from canonical
left join {{ ref('region') }} as region on canonical.region_key = region.region_code
left join shortened on canonical.core_name = shortened.core_name
left join domain_match
    on
        canonical.written_name = domain_match.written_name
        and canonical.region_key = domain_match.region_key
        and domain_match.choice = 1
