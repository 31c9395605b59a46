{#- A place's name without the word for its level: 某林区 -> 某林. Two-character names keep it (城区). -#}
{% macro place_stem(name) -%}
    case when length({{ name }}) > 2 then {{ regexp_replace_all(name, '(省|市|区|县|州|盟|旗)$', '') }} else {{ name }} end
{%- endmacro %}
