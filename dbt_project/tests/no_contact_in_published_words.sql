-- Telephone and identity numbers and mail addresses stay in raw; every text of a mart is published. One query
-- for all tables, since each test costs a run time.
{{ config(meta={'dagster': {'ref': {'name': 'fct_reconciliation'}}}) }}
select distinct table_name, report_id
from ({{ published_words() }}) as published
where {{ looks_like_contact('words') }}
