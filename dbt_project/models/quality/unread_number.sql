-- A number that its own evidence does not show was masked there as personal data, and is so here.
select
    unread.report_id,
    document.source_name,
    case when instr(unread.evidence, unread.number_text) > 0 then unread.number_text else '***' end as number_text,
    unread.reason_code,
    reason.description_en as reason,
    reason.description_zh as reason_zh,
    unread.evidence,
    unread.char_start,
    unread.char_end
from {{ ref('stg_raw__unread_number') }} as unread
inner join {{ ref('stg_raw__document') }} as document on unread.report_id = document.report_id
left join {{ ref('unread_reason') }} as reason on unread.reason_code = reason.reason_code
