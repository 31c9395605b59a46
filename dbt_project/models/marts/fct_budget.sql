{{ config(materialized='table' if target.type == 'spark' else 'incremental', incremental_strategy='by_changed_report', on_schema_change='fail') }}
{{ amounts_of_mart('budget') }}
