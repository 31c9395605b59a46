select
    header.report_id,
    header.title,
    header.kind_term,
    header.department_name,
    header.region_code,
    header.township_name,
    cast(header.fiscal_year as int) as fiscal_year,
    cast(header.self_score as decimal(9, 2)) as self_score,
    header.self_grade,
    cast(header.published_on as date) as published_on
from {{ source('raw', 'report_header') }} as header
inner join {{ ref('stg_raw__document') }} as document on header.report_id = document.report_id
