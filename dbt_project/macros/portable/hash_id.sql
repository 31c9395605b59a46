{#- A short id that depends on nothing but the business key, so that reloads give the same id. -#}
{% macro hash_id(prefix, columns) -%}
    {{ return(adapter.dispatch('hash_id', 'jixiao')(prefix, columns)) }}
{%- endmacro %}

{% macro default__hash_id(prefix, columns) -%}
    '{{ prefix }}_' || substr(md5(
        {%- for column in columns %}
        coalesce({{ value_text(column) }}, '∅'){{ " || '¦' ||" if not loop.last }}
        {%- endfor %}
    ), 1, 16)
{%- endmacro %}
