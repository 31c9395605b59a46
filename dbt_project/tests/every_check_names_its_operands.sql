-- A finding must lead to the numbers that it is about.
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'int_check_term'}}}) }}
select identity.identity_key, identity.rule_id, identity.terms
from {{ ref('int_identity') }} as identity
left join {{ ref('int_check_term') }} as term on identity.identity_key = term.identity_key
where term.identity_key is null
