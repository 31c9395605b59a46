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
    fiscal_year,
    self_score,
    self_grade,
    published_on,
    char_count,
    content_sha256,
    loaded_at
from {{ ref('int_report') }}
