-- Every identity that could be tested, from one model per family of rules. Two rules may find the
-- same sum (parts that the text states, and items that always make up another): the surer one keeps it.
{{ config(incremental_strategy='by_affected_report') }}
with

found as (
    {%- for family in [
        'item_sums', 'stated_parts', 'budget_units', 'project_sums', 'class_sums', 'balance_totals', 'budget', 'execution',
        'stated_relations', 'conflicting_mentions', 'indicators', 'score_sums', 'cross_year', 'bounds', 'assets', 'given_scores', 'stated_orders',
        'averages', 'class_names', 'section_scores', 'sheet_sections', 'indicator_mentions', 'header_mentions',
    ] %}
    select * from {{ of_affected('int_identity__' ~ family) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        found.*,
        row_number() over (
            partition by
                found.report_id, rule.rule_code, found.right_label, found.right_value, found.left_value,
                -- conflicting labels of one value are checks of their own, sums are not
                case when rule.rule_code in ('parts_sum_to_whole', 'budget_identity') then '' else found.left_label end
            order by rule.certainty desc, found.rule_id, found.confidence desc, found.left_label, found.terms, found.left_evidence
        ) as choice
    from found
    left join {{ ref('reconciliation_rule') }} as rule on found.rule_id = rule.rule_id
)

select
    {{ hash_id('c', ['rule_id', 'report_id', 'left_label', 'left_value', 'right_label', 'right_value']) }} as identity_key,
    rule_id,
    report_id,
    left_label,
    left_value,
    right_label,
    right_value,
    tolerance,
    left_evidence,
    right_evidence,
    confidence,
    terms
from ranked
where choice = 1
