{#- What the words of a source say beyond its code: 财政拨款 also holds the government funds, 地方资金 that
    of every level below the centre, and `other` is a different source under every name. -#}
{% macro funding_kind(source, term) -%}
    case
        when {{ source }} = 'other' then coalesce({{ term }}, '')
        when {{ source }} = 'local' and instr(coalesce({{ term }}, ''), '地方') > 0 then 'region'
        when {{ source }} = 'general_public_budget' and instr(coalesce({{ term }}, ''), '公共') = 0 then 'appropriation'
        else ''
    end
{%- endmacro %}
