-- Names of persons stay in raw. A warning, since a name is told by the words beside it, and may be a place's.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_reconciliation'}}}) }}
select distinct table_name, report_id
from ({{ published_words() }}) as published
where {{ looks_like_name('words') }}
