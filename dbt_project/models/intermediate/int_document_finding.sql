-- What is wrong with a report as a whole: one row per report and rule of seed quarantine_rule that it
-- breaks. Stands before int_report, which leaves out what breaks a rule of severity error; the totals
-- are therefore coded here from staging and not taken from int_figure_coded.
--
-- A single odd figure is a finding of the checks and no reason to set a report aside: a rule about
-- amounts asks that no figure of the report allows another reading.
with

total_figure as (
    select
        figure.report_id,
        coalesce(figure.fiscal_year, header.fiscal_year) as fiscal_year,
        measure_term.measure,
        figure.value_in_unit * unit.scale * measure_term.sign as amount_cny
    from {{ of_changed('stg_raw__figure') }} as figure
    inner join {{ of_changed('stg_raw__report_header') }} as header on figure.report_id = header.report_id
    inner join {{ ref('int_item_label') }} as label on figure.item_term = label.term and label.item_code = 'total'
    inner join {{ ref('measure_term') }} as measure_term on figure.measure_term = measure_term.term
    inner join {{ ref('money_unit') }} as unit on figure.unit_text = unit.unit_text
    where figure.budget_unit_label is null
),

total_of_year as (
    select
        report_id,
        fiscal_year,
        min(case when measure = 'expenditure' then amount_cny end) as least_spending,
        max(case when measure = 'expenditure' then amount_cny end) as greatest_spending,
        max(case when measure in ('initial_budget', 'adjusted_budget', 'revenue') then amount_cny end) as greatest_budget
    from total_figure
    group by report_id, fiscal_year
),

fact as (
    select report_id from {{ of_changed('stg_raw__figure') }}
    union all
    select report_id from {{ of_changed('stg_raw__indicator') }}
),

found as (
    select document.report_id, 'no_department' as rule_id
    from {{ of_changed('stg_raw__document') }} as document
    left join {{ of_changed('stg_raw__report_header') }} as header on document.report_id = header.report_id
    where header.department_name is null
    union all
    select document.report_id, 'no_fiscal_year' as rule_id
    from {{ of_changed('stg_raw__document') }} as document
    left join {{ of_changed('stg_raw__report_header') }} as header on document.report_id = header.report_id
    where header.fiscal_year is null
    union all
    select distinct report_id, 'negative_total_spending' as rule_id
    from total_of_year
    where greatest_spending < 0
    union all
    select distinct report_id, 'spending_beyond_budget' as rule_id
    from total_of_year
    where greatest_budget > 0 and least_spending > 100 * greatest_budget
    union all
    select report_id, 'impossible_self_score' as rule_id
    from {{ of_changed('stg_raw__report_header') }}
    where self_score < 0 or self_score > 200
    union all
    select document.report_id, 'no_fact' as rule_id
    from {{ of_changed('stg_raw__document') }} as document
    where document.report_id not in (select fact.report_id from fact)
)

select
    found.report_id,
    cast(found.rule_id as {{ dbt.type_string() }}) as rule_id,
    rule.severity
from found
left join {{ ref('quarantine_rule') }} as rule on found.rule_id = rule.rule_id
