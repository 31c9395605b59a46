select
    extraction.report_id,
    extraction.extractor_version,
    cast(extraction.extracted_at as timestamp) as extracted_at,
    cast(extraction.number_count as int) as number_count,
    cast(extraction.fact_count as int) as fact_count,
    cast(extraction.context_count as int) as context_count,
    cast(extraction.unread_count as int) as unread_count
from {{ source('raw', 'extraction') }} as extraction
inner join {{ ref('stg_raw__document') }} as document on extraction.report_id = document.report_id
