select
    figure.report_id,
    cast(figure.figure_no as int) as figure_no,
    figure.source_form,
    figure.rule,
    figure.qualifier,
    cast(figure.fiscal_year as int) as fiscal_year,
    figure.budget_unit as budget_unit_label,
    figure.item_term,
    figure.item_role,
    figure.item_label,
    figure.measure_term,
    figure.funding_term,
    figure.amount_text,
    figure.unit_text,
    cast(figure.value as decimal(28, 8)) as value_in_unit,
    cast(figure.part_of as int) as whole_figure_no,
    cast(figure.char_start as int) as char_start,
    cast(figure.char_end as int) as char_end,
    figure.evidence
from {{ source('raw', 'figure') }} as figure
inner join {{ ref('stg_raw__document') }} as document on figure.report_id = document.report_id
