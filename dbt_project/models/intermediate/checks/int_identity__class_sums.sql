-- Functional and economic classes against what they classify: the top classes against the total (or
-- the basic or project expenditure, whichever they divide), lower ones against the class above.
-- Texts name single classes too, so that a sum below its whole counts only for classes in a table.
with

class_level as (
    select
        level.*,
        item.parent_code,
        case when level.item_code like 'function.%' then 'function' else 'economic' end as family
    from {{ of_changed('int_level') }} as level
    inner join {{ ref('int_item') }} as item on level.item_code = item.item_code
    where level.item_code like 'function.%' or level.item_code like 'economic.%'
),

class_sum as (
    select
        item_free_key,
        family,
        parent_code,
        {{ join_text('level_label', ' + ', 'item_code') }} as left_label,
        sum(amount_cny) as left_value,
        sum(rounding_cny) as rounding_cny,
        {{ join_distinct_text('evidence', ' ¦ ') }} as left_evidence,
        min(confidence) as confidence,
        {{ join_text('terms', ',', 'item_code') }} as terms,
        min(case when source_form = 'table' then 1 else 0 end) as is_table
    from class_level
    group by item_free_key, family, parent_code
    -- a class with two values has no sum
    having count(*) >= 2 and count(*) = count(distinct item_code)
),

reading as (
    select
        case
            when class_sum.family = 'function' then case when class_sum.parent_code is null then 'R107' else 'R108' end
            else case when class_sum.parent_code is null then 'R109' else 'R110' end
        end as rule_id,
        whole.report_id,
        class_sum.item_free_key || class_sum.family || coalesce(class_sum.parent_code, '') as whole_key,
        case whole.item_code when 'basic' then 1 when 'project' then 1 else 0 end as preference,
        (class_sum.is_table = 1 and whole.source_form = 'table') or (
            class_sum.left_value > whole.amount_cny and whole.item_code not in ('basic', 'project')
        ) as is_complete,
        class_sum.left_label,
        class_sum.left_value,
        whole.level_label as right_label,
        whole.amount_cny as right_value,
        whole.rounding_cny + class_sum.rounding_cny as tolerance,
        class_sum.left_evidence,
        whole.evidence as right_evidence,
        least(whole.confidence, class_sum.confidence) as confidence,
        whole.terms || ',' || class_sum.terms as terms
    from class_sum
    inner join {{ of_changed('int_level') }} as whole
        on
            class_sum.item_free_key = whole.item_free_key
            and (
                whole.item_code = class_sum.parent_code
                or (class_sum.parent_code is null and whole.item_code in ('total', 'basic', 'project'))
            )
)

{{ best_reading('reading') }}
