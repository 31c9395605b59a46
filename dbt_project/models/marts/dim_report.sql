-- Every report that was ever published: those in the inbox now, and those that left it as they last were.
-- Recomputed as a whole, since it is small.
{%- set described = [
    'report_id', 'department_id', 'source_name', 'title', 'report_kind', 'department_name', 'region_code', 'region_name',
    'admin_level', 'fiscal_year', 'self_score', 'self_grade', 'published_on', 'char_count', 'content_sha256', 'loaded_at',
] %}
with

here as (
    select
        {% for column in described %}report.{{ column }}, {% endfor %}
        extraction.extractor_version,
        true as is_current,
        -- a report that another tool put into raw has no noted validity
        coalesce(validity.valid_from, report.loaded_at) as valid_from,
        cast(null as timestamp) as valid_to,
        cast(null as {{ dbt.type_string() }}) as superseded_by
    from {{ ref('int_report') }} as report
    left join {{ ref('stg_raw__extraction') }} as extraction on report.report_id = extraction.report_id
    left join {{ source('raw', 'report_validity') }} as validity
        on report.report_id = validity.report_id and validity.valid_to is null
),

left_last as (
    select *, row_number() over (partition by report_id order by valid_to desc) as choice
    from {{ source('history', 'retired_report') }}
),

retired as (
    select
        {% for column in described %}gone.{{ column }}, {% endfor %}
        gone.extractor_version,
        false as is_current,
        gone.valid_from,
        gone.valid_to,
        gone.superseded_by
    from left_last as gone
    left join here on gone.report_id = here.report_id
    where gone.choice = 1 and here.report_id is null
),

report as (
    select * from here
    union all
    select * from retired
)

select
    report_id,
    department_id,
    source_name,
    title,
    report_kind,
    department_name,
    region_code,
    region_name,
    admin_level,
    cast(fiscal_year as int) as fiscal_year,
    cast(self_score as decimal(9, 2)) as self_score,
    self_grade,
    published_on,
    cast(char_count as int) as char_count,
    content_sha256,
    loaded_at,
    extractor_version,
    is_current,
    valid_from,
    valid_to,
    superseded_by
from report
