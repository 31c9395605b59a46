-- Reports that are in the inbox now.
select
    report_id,
    source_name,
    source_uri,
    media_type,
    encoding,
    cast(byte_count as bigint) as byte_count,
    content_sha256,
    text as document_text,
    cast(length(text) as int) as char_count,
    cast(loaded_at as timestamp) as loaded_at
from {{ source('raw', 'document') }}
where retired_at is null
