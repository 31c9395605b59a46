{#- Carry-over and transfers say by themselves where the money is from: the source stays only where
    the report names the level or the budget that it belongs to. -#}
{% macro funding_of_measure(measure, source) -%}
    case
        when {{ measure }} in ('carryover_in', 'transfer_in') and {{ source }} in ('carryover', 'superior') then 'all'
        else {{ source }}
    end
{%- endmacro %}
