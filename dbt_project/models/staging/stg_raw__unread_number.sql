select
    unread.report_id,
    unread.number_text,
    unread.reason_code,
    cast(unread.char_start as int) as char_start,
    cast(unread.char_end as int) as char_end,
    unread.evidence
from {{ source('raw', 'unread_number') }} as unread
inner join {{ ref('stg_raw__document') }} as document on unread.report_id = document.report_id
