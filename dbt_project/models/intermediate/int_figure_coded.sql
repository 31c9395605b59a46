-- One row per figure as it stands in the text, with every term replaced by its code. A term that no
-- seed knows leaves its code empty here and fails the test `no_orphan_terms`.
with

named as (
    select
        figure.*,
        coalesce(label.item_code, figure.item_role, 'other') as item_code,
        {{ plain_name("coalesce(figure.item_label, figure.item_term, '')") }} as plain_item_name,
        measure_term.measure,
        measure_term.sign,
        coalesce(funding_term.funding_source, 'all') as stated_source,
        unit.scale,
        -- an unknown rule is trusted not at all; the test on orphan terms names it
        coalesce(rule.confidence, 0) * coalesce(qualifier.factor, 1) as confidence
    from {{ of_changed('stg_raw__figure') }} as figure
    left join {{ ref('int_item_label') }} as label on figure.item_term = label.term
    left join {{ ref('measure_term') }} as measure_term on figure.measure_term = measure_term.term
    left join {{ ref('funding_term') }} as funding_term on figure.funding_term = funding_term.term
    left join {{ ref('money_unit') }} as unit on figure.unit_text = unit.unit_text
    left join {{ ref('extraction_rule') }} as rule on figure.rule = rule.rule
    left join {{ ref('figure_qualifier') }} as qualifier on figure.qualifier = qualifier.qualifier
)

select
    named.report_id,
    named.figure_no,
    named.source_form,
    coalesce(named.fiscal_year, report.fiscal_year) as fiscal_year,
    unit.budget_unit,
    coalesce(unit.budget_unit, '') as unit_key,
    named.item_code,
    coalesce(named.item_label, named.item_term) as item_name,
    -- named projects and anything else are told apart by name, all other items by code
    case when named.item_code in ('project.item', 'other') then named.plain_item_name else '' end as item_key,
    named.measure_term,
    named.measure,
    named.funding_term,
    measure.mart,
    {{ funding_of_measure('named.measure', 'named.stated_source') }} as funding_source,
    cast(round(named.value_in_unit * named.scale * named.sign, 2) as decimal(20, 2)) as amount_cny,
    named.amount_text,
    named.unit_text,
    {{ half_last_digit('named.amount_text', 'named.scale') }} as rounding_cny,
    cast(named.confidence as decimal(4, 3)) as confidence,
    named.whole_figure_no,
    {{ term('figure', 'named.figure_no') }} as terms,
    -- the figure in words, for the two sides of a check
    coalesce(unit.budget_unit || '：', '')
        || case
            when named.item_code in ('project.item', 'other') then coalesce(named.item_label, named.item_term, '')
            else item.name_zh
        end
        || case when source.funding_source is null or source.funding_source = 'all' then '' else '（' || source.name_zh || '）' end
        || '·' || coalesce(measure.name_zh, named.measure_term, '') || ' '
        || case when named.sign < 0 then '−' else '' end
        || named.amount_text || named.unit_text as figure_label,
    named.evidence,
    named.char_start,
    named.char_end
from named
inner join {{ of_changed('int_report') }} as report on named.report_id = report.report_id
left join {{ of_changed('int_budget_unit') }} as unit
    on named.report_id = unit.report_id and named.budget_unit_label = unit.budget_unit_label
left join {{ ref('measure') }} as measure on named.measure = measure.measure
left join {{ ref('int_item') }} as item on named.item_code = item.item_code
left join {{ ref('funding_source') }} as source
    on {{ funding_of_measure('named.measure', 'named.stated_source') }} = source.funding_source
