select
    source_name,
    source_uri,
    content_sha256,
    reason_code,
    reason,
    cast(rejected_at as timestamp) as rejected_at
from {{ source('raw', 'rejected_document') }}
