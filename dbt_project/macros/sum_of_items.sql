{#- Readings of "these items sum to that item", for every key of int_level where they are found.
    `optional` items count as nothing where they are not stated; the reading is then incomplete. -#}
{% macro sum_of_items(rule_id, whole, parts, optional=[], without=none) -%}
select
    '{{ rule_id }}' as rule_id,
    whole.report_id,
    whole.level_key as whole_key,
    0 as preference,
    -- movements of the whole need not be told for each part, nor those of the parts for the whole
    whole.measure <> 'budget_adjustment'
    {%- for code in optional %} and o{{ loop.index }}.report_id is not null{% endfor %} as is_complete,
    {% for code in parts %}p{{ loop.index }}.level_label{{ " || ' + ' || " if not loop.last }}{% endfor %}
    {%- for code in optional %} || coalesce(' + ' || o{{ loop.index }}.level_label, ''){% endfor %} as left_label,
    {% for code in parts %}p{{ loop.index }}.amount_cny{{ ' + ' if not loop.last }}{% endfor %}
    {%- for code in optional %} + coalesce(o{{ loop.index }}.amount_cny, 0){% endfor %} as left_value,
    whole.level_label as right_label,
    whole.amount_cny as right_value,
    whole.rounding_cny
    {%- for code in parts %} + p{{ loop.index }}.rounding_cny{% endfor %}
    {%- for code in optional %} + coalesce(o{{ loop.index }}.rounding_cny, 0){% endfor %} as tolerance,
    {% for code in parts %}p{{ loop.index }}.evidence{{ " || ' ¦ ' || " if not loop.last }}{% endfor %} as left_evidence,
    whole.evidence as right_evidence,
    least(whole.confidence
        {%- for code in parts %}, p{{ loop.index }}.confidence{% endfor %}
        {%- for code in optional %}, coalesce(o{{ loop.index }}.confidence, 1){% endfor %}) as confidence,
    whole.terms
    {%- for code in parts %} || ',' || p{{ loop.index }}.terms{% endfor %}
    {%- for code in optional %} || coalesce(',' || o{{ loop.index }}.terms, ''){% endfor %} as terms
from {{ of_changed('int_level') }} as whole
{%- for code in parts %}
inner join {{ of_changed('int_level') }} as p{{ loop.index }}
    on whole.item_free_key = p{{ loop.index }}.item_free_key and p{{ loop.index }}.item_code = '{{ code }}'
{%- endfor %}
{%- for code in optional %}
left join {{ of_changed('int_level') }} as o{{ loop.index }}
    on whole.item_free_key = o{{ loop.index }}.item_free_key and o{{ loop.index }}.item_code = '{{ code }}'
{%- endfor %}
{%- if without %}
left join {{ of_changed('int_level') }} as instead
    on whole.item_free_key = instead.item_free_key and instead.item_code = '{{ without }}'
{%- endif %}
where
    whole.item_code = '{{ whole }}'
    and not whole.is_derived
    {%- if without %}
    and instead.report_id is null
    {%- endif %}
{%- endmacro %}
