-- The weights of a sheet sum to what its own total row states, or to 100. A warning: the report may err, or a line
-- was not read.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'score_breakdown'}}}) }}
select report_id, sheet_no, weight_sum, stated_total_weight
from {{ ref('score_breakdown') }}
where level = 'total' and line_count >= 3 and weight_sum <> stated_total_weight
