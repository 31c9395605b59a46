-- The published count of unread numbers is the length of the published list.
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'reading_coverage'}}}) }}
select coverage.report_id, coverage.unread_count, count(unread.report_id) as listed_count
from {{ ref('reading_coverage') }} as coverage
left join {{ ref('unread_number') }} as unread on coverage.report_id = unread.report_id
group by coverage.report_id, coverage.unread_count
having coverage.unread_count <> count(unread.report_id)
