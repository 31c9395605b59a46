-- A check under a rule that the catalogue does not hold would vanish from the mart.
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'int_identity'}}}) }}
select identity.rule_id, count(*) as identity_count
from {{ ref('int_identity') }} as identity
left join {{ ref('reconciliation_rule') }} as rule on identity.rule_id = rule.rule_id
where rule.rule_id is null
group by identity.rule_id
