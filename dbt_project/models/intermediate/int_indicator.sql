-- One row per indicator; what scoring sheets sum up is in int_sheet_sum. Assets are in yuan; a line that the report repeats word for word counts once.
with

coded as (
    select
        indicator.report_id,
        coalesce(indicator.fiscal_year, report.fiscal_year) as fiscal_year,
        unit.budget_unit,
        indicator.indicator_kind,
        indicator.level1,
        indicator.level2,
        indicator.level3,
        indicator.indicator_name,
        indicator.project_name,
        indicator.target_text,
        indicator.target_value,
        indicator.target_unit,
        indicator.target_operator,
        indicator.actual_text,
        case
            when indicator.indicator_kind = 'asset' then indicator.actual_value * coalesce(money.scale, 1)
            else indicator.actual_value
        end as actual_value,
        case
            when indicator.indicator_kind = 'asset' and money.scale is not null then '元'
            else indicator.actual_unit
        end as actual_unit,
        coalesce(money.scale, 1) as money_scale,
        indicator.completion_rate as stated_completion_rate,
        indicator.yoy_pct,
        indicator.weight,
        indicator.score,
        indicator.sheet_no,
        indicator.source_form,
        coalesce(rule.confidence, 0) as confidence,
        indicator.evidence,
        indicator.char_start,
        indicator.char_end,
        indicator.indicator_no,
        {{ term('indicator', 'indicator.indicator_no') }} as terms,
        {{ plain_name('indicator.indicator_name') }} as plain_indicator_name
    from {{ of_changed('stg_raw__indicator') }} as indicator
    inner join {{ of_changed('int_report') }} as report on indicator.report_id = report.report_id
    left join {{ of_changed('int_budget_unit') }} as unit
        on indicator.report_id = unit.report_id and indicator.budget_unit_label = unit.budget_unit_label
    left join {{ ref('money_unit') }} as money on indicator.actual_unit = money.unit_text
    left join {{ ref('extraction_rule') }} as rule on indicator.rule = rule.rule
    where indicator.indicator_kind <> 'sheet_sum'
),

keyed as (
    select
        *,
        {{ hash_id('i', [
            'report_id', 'fiscal_year', 'budget_unit', 'indicator_kind', 'level1', 'level2', 'level3',
            'plain_indicator_name', 'project_name', 'target_text', 'target_value', 'actual_text', 'actual_value',
            'actual_unit', 'stated_completion_rate', 'yoy_pct', 'weight', 'score', 'sheet_no',
        ]) }} as indicator_id
    from coded
),

ranked as (
    select *, row_number() over (partition by indicator_id order by confidence desc, indicator_no) as choice
    from keyed
)

select * from ranked where choice = 1
