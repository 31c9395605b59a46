-- What was available, less what was spent and what was handed back, is what is carried over; once
-- from the adjusted budget and once from revenue. Carry-over in may be inside either or beside it.
with

reading as (
    {%- for rule_id, available in [('R301', 'adjusted_budget'), ('R302', 'revenue')] %}
    {%- set last_rule = loop.last %}
    {%- for carryover in [false, true] %}
    select
        '{{ rule_id }}' as rule_id,
        carried.report_id,
        carried.level_key as whole_key,
        {{ loop.index }} as preference,
        {{ 'true' if loop.first else 'false' }} as is_complete,
        available.level_label
            {%- if carryover %} || ' + ' || carryover.level_label{% endif %}
            || ' − ' || spent.level_label || coalesce(' − ' || returned.level_label, '') as left_label,
        available.amount_cny{% if carryover %} + carryover.amount_cny{% endif %}
            - spent.amount_cny - coalesce(returned.amount_cny, 0) as left_value,
        carried.level_label as right_label,
        carried.amount_cny as right_value,
        carried.rounding_cny + available.rounding_cny{% if carryover %} + carryover.rounding_cny{% endif %}
            + spent.rounding_cny + coalesce(returned.rounding_cny, 0) as tolerance,
        available.evidence || ' ¦ ' || spent.evidence as left_evidence,
        carried.evidence as right_evidence,
        least(carried.confidence, available.confidence, spent.confidence) as confidence,
        carried.terms || ',' || available.terms{% if carryover %} || ',' || carryover.terms{% endif %}
            || ',' || spent.terms || coalesce(',' || returned.terms, '') as terms
    from {{ ref('int_level') }} as carried
    inner join {{ ref('int_level') }} as available
        on carried.measure_free_key = available.measure_free_key and available.measure = '{{ available }}'
    inner join {{ ref('int_level') }} as spent
        on carried.measure_free_key = spent.measure_free_key and spent.measure = 'expenditure'
    {%- if carryover %}
    inner join {{ ref('int_level') }} as carryover
        on carried.measure_free_key = carryover.measure_free_key and carryover.measure = 'carryover_in'
    {%- endif %}
    left join {{ ref('int_level') }} as returned
        on carried.measure_free_key = returned.measure_free_key and returned.measure = 'returned'
    where carried.measure = 'carryover_out'
    {{ 'union all' if not (loop.last and last_rule) }}
    {%- endfor %}
    {%- endfor %}
)

{{ best_reading('reading') }}
