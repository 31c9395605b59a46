{#- Text functions whose name or arguments differ between engines. DuckDB is the default. -#}

{#- A pattern as a literal of Spark, whose expressions are Java's: they know no [:space:] inside brackets, and
    a line ends at more than a line feed unless (?d) says otherwise. -#}
{% macro spark_pattern(pattern) -%}
    '(?d){{ pattern | replace('[:space:]', '\\\\s') | replace('[:blank:]', ' \\\\t') }}'
{%- endmacro %}

{#- Any value as text. Spark writes a zero of more than six places as 0E-10. -#}
{% macro value_text(expression) -%}
    {{ return(adapter.dispatch('value_text', 'jixiao')(expression)) }}
{%- endmacro %}

{% macro default__value_text(expression) -%}
    cast({{ expression }} as {{ dbt.type_string() }})
{%- endmacro %}

{% macro spark__value_text(expression) -%}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    case when {{ text }} rlike '^0E-[0-9]{1,2}$' then rpad('0.', 2 + cast(substr({{ text }}, 4) as int), '0') else {{ text }} end
{%- endmacro %}


{#- Replace every match of a regular expression. Patterns use no backslash and no lookaround. -#}
{% macro regexp_replace_all(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('regexp_replace_all', 'jixiao')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__regexp_replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__regexp_replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ spark_pattern(pattern) }}, '{{ replacement }}')
{%- endmacro %}


{#- True where a regular expression matches anywhere in the text. -#}
{% macro regexp_found(expression, pattern) -%}
    {{ return(adapter.dispatch('regexp_found', 'jixiao')(expression, pattern)) }}
{%- endmacro %}

{% macro default__regexp_found(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__regexp_found(expression, pattern) -%}
    ({{ expression }} rlike {{ spark_pattern(pattern) }})
{%- endmacro %}



{#- The same where the expression stands in a column. -#}
{% macro regexp_column_found(expression, column) -%}
    {{ return(adapter.dispatch('regexp_column_found', 'jixiao')(expression, column)) }}
{%- endmacro %}

{% macro default__regexp_column_found(expression, column) -%}
    regexp_matches({{ expression }}, {{ column }})
{%- endmacro %}

{% macro spark__regexp_column_found(expression, column) -%}
    ({{ expression }} rlike {{ column }})
{%- endmacro %}


{#- One row for each piece of a separated text; stands in a select list. -#}
{% macro explode_text(expression, separator) -%}
    {{ return(adapter.dispatch('explode_text', 'jixiao')(expression, separator)) }}
{%- endmacro %}

{% macro default__explode_text(expression, separator) -%}
    unnest(string_split({{ expression }}, '{{ separator }}'))
{%- endmacro %}

{% macro spark__explode_text(expression, separator) -%}
    explode(split({{ expression }}, '[{{ separator }}]'))
{%- endmacro %}


{#- Aggregate: the texts of a group in a stated order, joined to one text. -#}
{% macro join_text(expression, separator, order_by) -%}
    {{ return(adapter.dispatch('join_text', 'jixiao')(expression, separator, order_by)) }}
{%- endmacro %}

{% macro default__join_text(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__join_text(expression, separator, order_by) -%}
    {#- not listagg, which Spark 4.3 cannot plan beside another distinct aggregate -#}
    case
        when count({{ expression }}) > 0
            then array_join(
                transform(
                    array_sort(collect_list(struct({{ order_by }} as place, {{ expression }} as words))), one -> one.words
                ),
                '{{ separator }}'
            )
    end
{%- endmacro %}


{#- Aggregate: the different texts of a group, sorted, joined to one text. -#}
{% macro join_distinct_text(expression, separator) -%}
    {{ return(adapter.dispatch('join_distinct_text', 'jixiao')(expression, separator)) }}
{%- endmacro %}

{% macro default__join_distinct_text(expression, separator) -%}
    string_agg(distinct {{ expression }}, '{{ separator }}' order by {{ expression }})
{%- endmacro %}

{% macro spark__join_distinct_text(expression, separator) -%}
    case when count({{ expression }}) > 0 then array_join(sort_array(collect_set({{ expression }})), '{{ separator }}') end
{%- endmacro %}


{#- What the one bracketed group of a regular expression matches first; empty where nothing matches. -#}
{% macro regexp_first(expression, pattern) -%}
    {{ return(adapter.dispatch('regexp_first', 'jixiao')(expression, pattern)) }}
{%- endmacro %}

{% macro default__regexp_first(expression, pattern) -%}
    regexp_extract({{ expression }}, '{{ pattern }}', 1)
{%- endmacro %}

{% macro spark__regexp_first(expression, pattern) -%}
    regexp_extract({{ expression }}, {{ spark_pattern(pattern) }}, 1)
{%- endmacro %}


{#- The same where the expression stands in a column. -#}
{% macro regexp_column_first(expression, column) -%}
    {{ return(adapter.dispatch('regexp_column_first', 'jixiao')(expression, column)) }}
{%- endmacro %}

{% macro default__regexp_column_first(expression, column) -%}
    regexp_extract({{ expression }}, {{ column }}, 1)
{%- endmacro %}
