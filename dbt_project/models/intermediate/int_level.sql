-- The amounts as a check reads them: movements under one key summed to one adjustment, and two levels
-- that the report gives without naming them so: money available (a whole whose stated parts are
-- budget and carry-over) and total expenditure (where only basic and project expenditure are stated).
with

stated as (
    select
        report_id,
        fiscal_year,
        unit_key,
        item_code,
        item_key,
        measure,
        funding_source,
        amount_cny,
        rounding_cny,
        figure_label as level_label,
        evidence,
        confidence,
        source_form,
        terms,
        false as is_derived
    from {{ of_changed('int_amount') }}
    where measure <> 'budget_adjustment' and not is_part_of_own_key
),

adjustment as (
    select
        report_id,
        fiscal_year,
        unit_key,
        item_code,
        item_key,
        measure,
        funding_source,
        sum(amount_cny) as amount_cny,
        sum(rounding_cny) as rounding_cny,
        {{ join_text('figure_label', ' + ', 'figure_no') }} as level_label,
        {{ join_distinct_text('evidence', ' ¦ ') }} as evidence,
        min(confidence) as confidence,
        min(source_form) as source_form,
        {{ join_text('terms', ',', 'figure_no') }} as terms,
        false as is_derived
    from {{ of_changed('int_amount') }}
    where measure = 'budget_adjustment'
    group by report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source
),

whole_of_movements as (
    select distinct part.report_id, part.whole_figure_no as figure_no
    from {{ of_changed('int_figure_coded') }} as part
    where part.whole_figure_no is not null and part.measure in ('initial_budget', 'carryover_in')
),

available as (
    select distinct
        whole.report_id,
        whole.fiscal_year,
        whole.unit_key,
        whole.item_code,
        whole.item_key,
        'adjusted_budget' as measure,
        whole.funding_source,
        whole.amount_cny,
        whole.rounding_cny,
        whole.figure_label as level_label,
        whole.evidence,
        whole.confidence,
        whole.source_form,
        whole.terms
    from {{ of_changed('int_figure_coded') }} as whole
    inner join whole_of_movements
        on whole.report_id = whole_of_movements.report_id and whole.figure_no = whole_of_movements.figure_no
    left join stated
        on
            whole.report_id = stated.report_id
            and whole.fiscal_year = stated.fiscal_year
            and whole.unit_key = stated.unit_key
            and whole.item_code = stated.item_code
            and whole.item_key = stated.item_key
            and whole.funding_source = stated.funding_source
            and stated.measure = 'adjusted_budget'
    where whole.measure = 'revenue' and stated.report_id is null
),

spent_in_two as (
    select
        basic.report_id,
        basic.fiscal_year,
        basic.unit_key,
        'total' as item_code,
        '' as item_key,
        basic.measure,
        basic.funding_source,
        basic.amount_cny + project.amount_cny as amount_cny,
        basic.rounding_cny + project.rounding_cny as rounding_cny,
        basic.level_label || ' + ' || project.level_label as level_label,
        basic.evidence,
        least(basic.confidence, project.confidence) as confidence,
        basic.source_form,
        basic.terms || ',' || project.terms as terms,
        true as is_derived
    from stated as basic
    inner join stated as project
        on
            basic.report_id = project.report_id
            and basic.fiscal_year = project.fiscal_year
            and basic.unit_key = project.unit_key
            and basic.funding_source = project.funding_source
            and project.item_code = 'project'
            and project.measure = 'expenditure'
    left join stated as total
        on
            basic.report_id = total.report_id
            and basic.fiscal_year = total.fiscal_year
            and basic.unit_key = total.unit_key
            and basic.funding_source = total.funding_source
            and total.item_code = 'total'
            and total.measure = 'expenditure'
    where basic.item_code = 'basic' and basic.measure = 'expenditure' and total.report_id is null
),

level as (
    select * from stated
    union all
    select * from adjustment
    union all
    select
        report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source, amount_cny,
        rounding_cny, level_label, evidence, confidence, source_form, terms, false as is_derived
    from available
    union all
    select * from spent_in_two
)

select
    *,
    {{ hash_id('k', ['report_id', 'fiscal_year', 'unit_key', 'measure', 'funding_source']) }} as item_free_key,
    {{ hash_id('k', ['report_id', 'fiscal_year', 'unit_key', 'item_code', 'item_key', 'funding_source']) }} as measure_free_key,
    {{ hash_id('k', ['report_id', 'fiscal_year', 'unit_key', 'item_code', 'item_key', 'measure', 'funding_source', 'amount_cny']) }} as level_key
from level
where fiscal_year is not null
