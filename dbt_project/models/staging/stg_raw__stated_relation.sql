select
    stated.report_id,
    cast(stated.relation_no as int) as relation_no,
    stated.relation,
    cast(stated.figure_no as int) as figure_no,
    cast(stated.base_figure_no as int) as base_figure_no,
    cast(stated.fiscal_year as int) as fiscal_year,
    cast(stated.base_year as int) as base_year,
    cast(stated.direction as int) as direction,
    cast(stated.value as decimal(28, 8)) as value_in_unit,
    stated.unit_text,
    stated.value_text,
    cast(stated.char_start as int) as char_start,
    cast(stated.char_end as int) as char_end,
    stated.evidence
from {{ source('raw', 'stated_relation') }} as stated
inner join {{ ref('stg_raw__document') }} as document on stated.report_id = document.report_id
