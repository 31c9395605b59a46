-- Report against report of one department: the balance that one year ends with is the one that the
-- next begins with, and last year's amounts are restated as they were given.
{{ config(incremental_strategy='by_affected_report') }}
with

{%- for role, levels, reports in [
    ('later', of_affected('int_level'), of_affected('int_report')),
    ('earlier', ref('int_level'), ref('int_report')),
] %}

{{ role }}_level as (
    select
        level.*,
        report.department_id,
        report.fiscal_year as report_year
    from {{ levels }} as level
    inner join {{ reports }} as report on level.report_id = report.report_id
    where report.department_id is not null and not level.is_derived
),
{%- endfor %}

reading as (
    select
        case when later.measure = 'carryover_in' then 'R801' else 'R802' end as rule_id,
        later.report_id,
        later.level_key as whole_key,
        0 as preference,
        true as is_complete,
        cast(earlier.fiscal_year as {{ dbt.type_string() }}) || '年报告：' || earlier.level_label as left_label,
        earlier.amount_cny as left_value,
        cast(later.report_year as {{ dbt.type_string() }}) || '年报告：' || later.level_label as right_label,
        later.amount_cny as right_value,
        earlier.rounding_cny + later.rounding_cny as tolerance,
        earlier.evidence as left_evidence,
        later.evidence as right_evidence,
        least(earlier.confidence, later.confidence) as confidence,
        later.terms
    from later_level as later
    inner join earlier_level as earlier
        on
            later.department_id = earlier.department_id
            and later.report_year = earlier.report_year + 1
            and earlier.fiscal_year = earlier.report_year
            and later.unit_key = earlier.unit_key
            and later.item_code = earlier.item_code
            and later.item_key = earlier.item_key
            and later.funding_source = earlier.funding_source
            and (
                (
                    later.fiscal_year = later.report_year
                    and later.measure = 'carryover_in'
                    and earlier.measure = 'carryover_out'
                )
                or (later.fiscal_year = earlier.fiscal_year and later.measure = earlier.measure)
            )
)

{{ best_reading('reading') }}
