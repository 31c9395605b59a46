-- One row per published report: the document, what its header says, and the codes for both. A report
-- that is set aside (int_document_finding, severity error) is not here, and so in no mart.
with

set_aside as (
    select distinct report_id from {{ of_changed('int_document_finding') }} where severity = 'error'
),

kind as (
    select term, min(report_kind) as report_kind from {{ ref('report_kind_term') }} group by term
)

select
    document.report_id,
    department.department_id,
    department.department_name as department_spelling,
    department.core_name as department_core_name,
    department.short_name,
    department.domain,
    document.source_name,
    header.title,
    coalesce(kind.report_kind, 'other') as report_kind,
    header.department_name,
    header.region_code,
    region.name_zh as region_name,
    case when header.township_name is not null then 'township' else region.admin_level end as admin_level,
    header.fiscal_year,
    header.self_score,
    header.self_grade,
    header.published_on,
    document.char_count,
    document.content_sha256,
    document.loaded_at
from {{ of_changed('stg_raw__document') }} as document
left join {{ of_changed('stg_raw__report_header') }} as header on document.report_id = header.report_id
left join kind on header.kind_term = kind.term
left join {{ ref('region') }} as region on header.region_code = region.region_code
left join {{ ref('int_department_name') }} as department
    on
        header.department_name = department.written_name
        and coalesce(header.region_code, '') = coalesce(department.region_code, '')
left join set_aside on document.report_id = set_aside.report_id
where set_aside.report_id is null
