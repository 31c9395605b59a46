-- Initial budget + adjustments = adjusted budget, for each item whose adjustment is stated. Whether
-- carry-over and transfers are inside the adjusted budget differs between reports: each reading that
-- fits is accepted, and where none does the plain one is reported.
with

-- what the report itself divides into budget and movements is checked as such (R201)
divided as (
    select distinct report_id, {{ term('figure', 'whole_figure_no') }} as terms
    from {{ of_changed('int_figure_coded') }}
    where whole_figure_no is not null and measure in ('initial_budget', 'budget_adjustment', 'carryover_in')
),

adjusted as (
    select level.*
    from {{ of_changed('int_level') }} as level
    left join divided on level.report_id = divided.report_id and level.terms = divided.terms
    where level.measure = 'adjusted_budget' and not level.is_derived and divided.report_id is null
),

reading as (
    {%- for carryover, transfer in [(false, false), (true, false), (false, true), (true, true)] %}
    select
        'R202' as rule_id,
        adjusted.report_id,
        adjusted.level_key as whole_key,
        {{ loop.index }} as preference,
        {% if loop.first -%}
            -- "加上结转结余": more was added than the report gives a number for
            not ({{ regexp_found('adjustment.evidence', '加上[^，。；0-9]*(结转|结余)[^0-9]{0,20}[，。；]') }} and initial.amount_cny + adjustment.amount_cny < adjusted.amount_cny)
        {%- else %}false{% endif %} as is_complete,
        initial.level_label || ' + ' || adjustment.level_label
            {%- if carryover %} || ' + ' || carryover.level_label{% endif %}
            {%- if transfer %} || ' + ' || transfer.level_label{% endif %} as left_label,
        initial.amount_cny + adjustment.amount_cny
            {%- if carryover %} + carryover.amount_cny{% endif %}
            {%- if transfer %} + transfer.amount_cny{% endif %} as left_value,
        adjusted.level_label as right_label,
        adjusted.amount_cny as right_value,
        adjusted.rounding_cny + initial.rounding_cny + adjustment.rounding_cny
            {%- if carryover %} + carryover.rounding_cny{% endif %}
            {%- if transfer %} + transfer.rounding_cny{% endif %} as tolerance,
        initial.evidence || ' ¦ ' || adjustment.evidence as left_evidence,
        adjusted.evidence as right_evidence,
        least(adjusted.confidence, initial.confidence, adjustment.confidence) as confidence,
        adjusted.terms || ',' || initial.terms || ',' || adjustment.terms
            {%- if carryover %} || ',' || carryover.terms{% endif %}
            {%- if transfer %} || ',' || transfer.terms{% endif %} as terms
    from adjusted
    inner join {{ of_changed('int_level') }} as initial
        on adjusted.measure_free_key = initial.measure_free_key and initial.measure = 'initial_budget'
    inner join {{ of_changed('int_level') }} as adjustment
        on adjusted.measure_free_key = adjustment.measure_free_key and adjustment.measure = 'budget_adjustment'
    {%- if carryover %}
    inner join {{ of_changed('int_level') }} as carryover
        on adjusted.measure_free_key = carryover.measure_free_key and carryover.measure = 'carryover_in'
    {%- endif %}
    {%- if transfer %}
    inner join {{ of_changed('int_level') }} as transfer
        on adjusted.measure_free_key = transfer.measure_free_key and transfer.measure = 'transfer_in'
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

{{ best_reading('reading') }}
