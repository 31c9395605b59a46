select
    extraction.report_id,
    document.source_name,
    document.media_type,
    document.encoding,
    extraction.number_count,
    extraction.fact_count,
    extraction.context_count,
    extraction.unread_count,
    cast(coalesce(1.0 * extraction.unread_count / nullif(extraction.number_count, 0), 0) as decimal(9, 6)) as unread_share,
    extraction.extractor_version
from {{ ref('stg_raw__extraction') }} as extraction
inner join {{ ref('stg_raw__document') }} as document on extraction.report_id = document.report_id
