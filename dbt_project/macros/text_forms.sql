{#- Widths, quotes and brackets made uniform, as the seeds spell their terms. -#}
{% macro fold_text(expression) -%}
    translate({{ expression }}, '（）﹙﹚〔〕［］【】：，．％“”„‟「」『』＂－０１２３４５６７８９', '()()()[][]:,.%"""""""""-0123456789')
{%- endmacro %}

{#- A name for comparison: no blanks, no quotes, no enumerator before it ("1、局机关" is "局机关"). -#}
{% macro plain_name(expression) -%}
    {{ regexp_replace_all(
        regexp_replace_all(fold_text(expression), '["《》<>‘’[:space:]　]', ''),
        '^[(]?[0-9一二三四五六七八九十]{1,2}[)、.]', ''
    ) }}
{%- endmacro %}
