-- Reports that are set aside: they stay in raw and staging, and no mart holds anything of them.
select
    finding.report_id,
    document.source_name,
    document.source_uri,
    finding.rule_id,
    rule.reason_en,
    rule.reason_zh,
    rule.remedy_en,
    rule.remedy_zh,
    document.loaded_at,
    extraction.extracted_at as quarantined_since
from {{ ref('int_document_finding') }} as finding
inner join {{ ref('quarantine_rule') }} as rule on finding.rule_id = rule.rule_id
inner join {{ ref('stg_raw__document') }} as document on finding.report_id = document.report_id
inner join {{ ref('stg_raw__extraction') }} as extraction on finding.report_id = extraction.report_id
where finding.severity = 'error'
