-- What was available, less what was spent and what was handed back, is what is carried over; once
-- from the adjusted budget and once from revenue. Carry-over in may be inside either or beside it. Where
-- neither is stated, budget, adjustments, carry-over and transfers make up what was available.
with

-- money that is neither revenue nor carried over: a reserve that was drawn on, a surplus that was distributed
other_money as (
    select report_id
    from {{ of_changed('stg_raw__document') }}
    where {{ regexp_found(
        'document_text',
        '(使用非财政拨款结余|用事业基金弥补收支差额|结余分配)([[:blank:]|]+[0-9]{1,3})?[[:blank:]|]+[0-9,]*([1-9][0-9,]*[.][0-9]+|[.][0-9]*[1-9])'
    ) }}
),

reading as (
    {%- for rule_id, available in [('R301', 'adjusted_budget'), ('R302', 'revenue')] %}
    {%- for carryover in [false, true] %}
    select
        '{{ rule_id }}' as rule_id,
        carried.report_id,
        carried.level_key as whole_key,
        {{ loop.index }} as preference,
        -- revenue without carry-over in need not be all that was available
        {{ 'true' if carryover == (rule_id == 'R302') else 'false' }}
        {%- if rule_id == 'R302' %} and other_money.report_id is null{% endif %} as is_complete,
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
    from {{ of_changed('int_level') }} as carried
    inner join {{ of_changed('int_level') }} as available
        on carried.measure_free_key = available.measure_free_key and available.measure = '{{ available }}'
    inner join {{ of_changed('int_level') }} as spent
        on carried.measure_free_key = spent.measure_free_key and spent.measure = 'expenditure'
    {%- if carryover %}
    inner join {{ of_changed('int_level') }} as carryover
        on carried.measure_free_key = carryover.measure_free_key and carryover.measure = 'carryover_in'
    {%- endif %}
    left join {{ of_changed('int_level') }} as returned
        on carried.measure_free_key = returned.measure_free_key and returned.measure = 'returned'
    {%- if rule_id == 'R302' %}
    left join other_money on carried.report_id = other_money.report_id
    {%- endif %}
    where carried.measure = 'carryover_out'
    union all
    {%- endfor %}
    {%- endfor %}

    select
        'R303' as rule_id,
        carried.report_id,
        carried.level_key as whole_key,
        0 as preference,
        -- all four are there, and no one sum of them
        adjustment.report_id is not null and carryover.report_id is not null and transfer.report_id is not null
        and adjusted.report_id is null as is_complete,
        initial.level_label
            || coalesce(' + ' || adjustment.level_label, '')
            || coalesce(' + ' || carryover.level_label, '')
            || coalesce(' + ' || transfer.level_label, '')
            || ' − ' || spent.level_label || coalesce(' − ' || returned.level_label, '') as left_label,
        initial.amount_cny + coalesce(adjustment.amount_cny, 0) + coalesce(carryover.amount_cny, 0)
            + coalesce(transfer.amount_cny, 0) - spent.amount_cny - coalesce(returned.amount_cny, 0) as left_value,
        carried.level_label as right_label,
        carried.amount_cny as right_value,
        carried.rounding_cny + initial.rounding_cny + coalesce(adjustment.rounding_cny, 0) + coalesce(carryover.rounding_cny, 0)
            + coalesce(transfer.rounding_cny, 0) + spent.rounding_cny + coalesce(returned.rounding_cny, 0) as tolerance,
        initial.evidence || ' ¦ ' || spent.evidence as left_evidence,
        carried.evidence as right_evidence,
        least(carried.confidence, initial.confidence, spent.confidence) as confidence,
        carried.terms || ',' || initial.terms || ',' || spent.terms
            || coalesce(',' || adjustment.terms, '') || coalesce(',' || carryover.terms, '')
            || coalesce(',' || transfer.terms, '') || coalesce(',' || returned.terms, '') as terms
    from {{ of_changed('int_level') }} as carried
    inner join {{ of_changed('int_level') }} as initial
        on carried.measure_free_key = initial.measure_free_key and initial.measure = 'initial_budget'
    inner join {{ of_changed('int_level') }} as spent
        on carried.measure_free_key = spent.measure_free_key and spent.measure = 'expenditure'
    {%- for alias, measure in [
        ('adjustment', 'budget_adjustment'), ('carryover', 'carryover_in'), ('transfer', 'transfer_in'),
        ('returned', 'returned'), ('adjusted', 'adjusted_budget'),
    ] %}
    left join {{ of_changed('int_level') }} as {{ alias }}
        on carried.measure_free_key = {{ alias }}.measure_free_key and {{ alias }}.measure = '{{ measure }}'
    {%- endfor %}
    where carried.measure = 'carryover_out'
)

{{ best_reading('reading') }}
