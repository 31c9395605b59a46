-- The reports whose checks this load must make again: those that changed themselves, and those of the year
-- after in a department that a changed report speaks for now or spoke for before, since a report is held
-- against the one of the year before it.
{{ config(materialized='table') }}
with

changed as (
    select report_id, former_department_id, former_fiscal_year from {{ source('raw', 'changed_report') }}
),

touched as (
    select former_department_id as department_id, former_fiscal_year as fiscal_year from changed
    union
    select report.department_id, report.fiscal_year
    from {{ ref('int_report') }} as report
    inner join changed on report.report_id = changed.report_id
)

select report_id from changed
union
select report.report_id
from {{ ref('int_report') }} as report
inner join touched
    on report.department_id = touched.department_id and report.fiscal_year = touched.fiscal_year + 1
