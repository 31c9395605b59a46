{#- dbt-spark writes the values of a seed into an INSERT without quoting them, and an empty cell as the word None.
    Spark reads the file itself, which is also far faster. The file lies under the same path on every machine. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set columns = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do columns.append(name ~ ' ' ~ types.get(name, adapter.convert_type(agate_table, loop.index0))) -%}
    {%- endfor -%}
    {%- set path = (model.root_path ~ '/' ~ model.original_file_path) | replace('\\', '\\\\') | replace("'", "\\'") -%}
    {%- call statement('read') -%}
        create or replace temporary view seed_{{ model.name }} ({{ columns | join(', ') }})
        using csv options (path '{{ path }}', header 'true', escape '"', mode 'FAILFAST')
    {%- endcall -%}
    {%- set sql = 'insert into ' ~ this.render() ~ ' select * from seed_' ~ model.name -%}
    {%- do adapter.add_query(sql) -%}
    {{ return(sql) }}
{%- endmacro %}
