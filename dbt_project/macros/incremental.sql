{#- What makes a night cost what it brings: a model that is incremental replaces the rows of the reports that
    this load has touched and leaves the others. `raw.changed_report` lists the reports whose own reading
    changed (new, read again, renamed, retired, restored); `int_affected_report` adds those whose checks
    look at one of them. A full refresh, which every change of this project brings, reads everything. -#}

{#- The rows of a relation that a model must compute again: in a full refresh all of them. -#}
{% macro of_changed(name) -%}
    {{ rows_in_scope(ref(name), 'by_changed_report') }}
{%- endmacro %}

{% macro of_affected(name) -%}
    {{ rows_in_scope(ref(name), 'by_affected_report') }}
{%- endmacro %}

{% macro rows_in_scope(relation, strategy) -%}
    {#- the scope is named while dbt parses, for the order of the models, and where it is used -#}
    {%- set is_partial = execute and this is not none and is_incremental() -%}  {#- a unit test has no `this` -#}
    {%- set scope = scope_of(strategy) if is_partial or not execute -%}
    {%- if is_partial -%}
        (select * from {{ relation }} where report_id in (select scope.report_id from {{ scope }} as scope))
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}

{% macro scope_of(strategy) -%}
    {%- if strategy == 'by_changed_report' -%}
        {{ return(source('raw', 'changed_report')) }}
    {%- else -%}
        {{ return(ref('int_affected_report')) }}
    {%- endif -%}
{%- endmacro %}

{#- The two strategies, as dbt looks them up by name. dbt's own delete+insert would keep the rows of a report
    that has none any more. -#}
{% macro get_incremental_by_changed_report_sql(arg_dict) -%}
    {{ replace_reports(arg_dict, scope_of('by_changed_report')) }}
{%- endmacro %}

{% macro get_incremental_by_affected_report_sql(arg_dict) -%}
    {{ replace_reports(arg_dict, scope_of('by_affected_report')) }}
{%- endmacro %}

{#- A model that reads more than its scope is slower, not wrong: what it says of other reports stays out. -#}
{% macro replace_reports(arg_dict, scope) -%}
    {%- set columns = get_quoted_csv(arg_dict.dest_columns | map(attribute='name')) -%}
    delete from {{ arg_dict.target_relation }}
    where report_id in (select scope.report_id from {{ scope }} as scope);
    insert into {{ arg_dict.target_relation }} ({{ columns }})
    select {{ columns }}
    from {{ arg_dict.temp_relation }}
    where report_id in (select scope.report_id from {{ scope }} as scope)
{%- endmacro %}
