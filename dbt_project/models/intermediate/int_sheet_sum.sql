-- Sums that scoring sheets state of their lines: the total row, subtotal rows, marks beside a section's name.
-- A page break repeats the marks of the section that it cuts; they count once.
with

ranked as (
    select
        indicator.report_id,
        indicator.indicator_no,
        indicator.sheet_no,
        indicator.rule,
        indicator.level1,
        indicator.level2,
        indicator.indicator_name as sum_name,
        indicator.weight,
        indicator.score,
        indicator.evidence,
        coalesce(rule.confidence, 0) as confidence,
        {{ term('sheet_sum', 'indicator.indicator_no') }} as terms,
        indicator.char_start,
        indicator.char_end,
        row_number() over (
            partition by
                indicator.report_id, indicator.sheet_no, indicator.rule, indicator.level1, indicator.level2,
                indicator.weight, indicator.score,
                case when indicator.rule = 'sheet_subtotal' then indicator.indicator_no end
            order by indicator.indicator_no
        ) as choice
    from {{ of_changed('stg_raw__indicator') }} as indicator
    left join {{ ref('extraction_rule') }} as rule on indicator.rule = rule.rule
    where indicator.indicator_kind = 'sheet_sum'
)

select
    report_id,
    indicator_no,
    sheet_no,
    rule,
    level1,
    level2,
    sum_name,
    weight,
    score,
    evidence,
    confidence,
    terms,
    char_start,
    char_end
from ranked
where choice = 1
