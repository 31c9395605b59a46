-- The surest description of each department is that of its latest report.
with

ranked as (
    select
        department_id,
        department_spelling as department_name,
        short_name,
        region_code,
        region_name,
        admin_level,
        domain,
        cast(count(*) over (partition by department_id) as int) as report_count,
        min(fiscal_year) over (partition by department_id) as first_fiscal_year,
        max(fiscal_year) over (partition by department_id) as last_fiscal_year,
        row_number() over (partition by department_id order by fiscal_year desc, report_id) as choice
    from {{ ref('int_report') }}
    where department_id is not null
)

select
    department_id,
    department_name,
    short_name,
    region_code,
    region_name,
    admin_level,
    domain,
    report_count,
    first_fiscal_year,
    last_fiscal_year
from ranked
where choice = 1
