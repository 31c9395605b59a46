-- Budget units as reports write them. NULL stands for the department as a whole: sum rows such as
-- 合计 and 汇总, and rows under the department's own name.
with

written as (
    select report_id, budget_unit_label from {{ of_changed('stg_raw__figure') }} where budget_unit_label is not null
    union
    select report_id, budget_unit_label from {{ of_changed('stg_raw__indicator') }} where budget_unit_label is not null
),

plain as (
    select
        written.report_id,
        written.budget_unit_label,
        {{ plain_name('written.budget_unit_label') }} as unit_name,
        {{ plain_name("coalesce(report.department_name, '')") }} as own_name,
        coalesce(report.department_spelling, '') as own_spelling,
        coalesce(report.department_core_name, '') as own_core_name,
        coalesce(report.short_name, '') as own_short_name
    from written
    inner join {{ of_changed('int_report') }} as report on written.report_id = report.report_id
),

whole as (
    select distinct plain.report_id, plain.budget_unit_label
    from plain
    inner join {{ ref('whole_department_label') }} as label
        on
            plain.unit_name = label.label
            or (
                label.position = 'end'
                and substr(plain.unit_name, length(plain.unit_name) - length(label.label) + 1) = label.label
            )
)

select
    plain.report_id,
    plain.budget_unit_label,
    case
        when whole.report_id is not null then null
        when plain.unit_name in (plain.own_name, plain.own_spelling, plain.own_core_name, plain.own_short_name) then null
        else nullif(plain.unit_name, '')
    end as budget_unit
from plain
left join whole on plain.report_id = whole.report_id and plain.budget_unit_label = whole.budget_unit_label
