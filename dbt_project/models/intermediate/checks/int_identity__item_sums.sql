-- Items that always make up another one: basic and project, the parts of 三公, of procurement.
-- Each stated value of the whole is tested against the parts' values that come nearest to it.
-- Beside basic and project expenditure there may be three more kinds; classes make up personnel and
-- operating costs only where they are those of basic expenditure, which their sum shows.
with

other_spending as (
    select
        item_free_key,
        {{ join_text('level_label', ' + ', 'item_key') }} as level_label,
        sum(amount_cny) as amount_cny,
        sum(rounding_cny) as rounding_cny,
        min(confidence) as confidence,
        {{ join_text('terms', ',', 'item_key') }} as terms
    from {{ of_changed('int_level') }}
    where item_code = 'other' and item_key in ('上缴上级支出', '经营支出', '对附属单位补助支出', '对附属单位补助')
    group by item_free_key
),

with_other_spending as (
    select
        'R102' as rule_id,
        whole.report_id,
        whole.level_key as whole_key,
        1 as preference,
        false as is_complete,
        basic.level_label || ' + ' || project.level_label || ' + ' || other_spending.level_label as left_label,
        basic.amount_cny + project.amount_cny + other_spending.amount_cny as left_value,
        whole.level_label as right_label,
        whole.amount_cny as right_value,
        whole.rounding_cny + basic.rounding_cny + project.rounding_cny + other_spending.rounding_cny as tolerance,
        basic.evidence as left_evidence,
        whole.evidence as right_evidence,
        least(whole.confidence, basic.confidence, project.confidence, other_spending.confidence) as confidence,
        whole.terms || ',' || basic.terms || ',' || project.terms || ',' || other_spending.terms as terms
    from {{ of_changed('int_level') }} as whole
    inner join {{ of_changed('int_level') }} as basic on whole.item_free_key = basic.item_free_key and basic.item_code = 'basic'
    inner join {{ of_changed('int_level') }} as project on whole.item_free_key = project.item_free_key and project.item_code = 'project'
    inner join other_spending on whole.item_free_key = other_spending.item_free_key
    where whole.item_code = 'total' and not whole.is_derived
),

class_amount as (
    select
        item_free_key,
        case when item_code in ('economic.301', 'economic.303') then 'basic.personnel' else 'basic.operating' end as kind,
        {{ join_text('level_label', ' + ', 'item_code') }} as level_label,
        sum(amount_cny) as amount_cny,
        sum(rounding_cny) as rounding_cny,
        min(confidence) as confidence,
        {{ join_text('terms', ',', 'item_code') }} as terms,
        min(evidence) as evidence
    from {{ of_changed('int_level') }}
    where item_code in ('economic.301', 'economic.302', 'economic.303', 'economic.310')
    group by item_free_key, case when item_code in ('economic.301', 'economic.303') then 'basic.personnel' else 'basic.operating' end
    having count(*) = count(distinct item_code)
),

classes_of_kind as (
    select
        case class_amount.kind when 'basic.personnel' then 'R115' else 'R116' end as rule_id,
        kind.report_id,
        kind.level_key as whole_key,
        0 as preference,
        abs(class_amount.amount_cny + counterpart.amount_cny - basic.amount_cny)
        <= class_amount.rounding_cny + counterpart.rounding_cny + basic.rounding_cny as is_complete,
        class_amount.level_label as left_label,
        class_amount.amount_cny as left_value,
        kind.level_label as right_label,
        kind.amount_cny as right_value,
        class_amount.rounding_cny + kind.rounding_cny as tolerance,
        class_amount.evidence as left_evidence,
        kind.evidence as right_evidence,
        least(class_amount.confidence, kind.confidence) as confidence,
        class_amount.terms || ',' || kind.terms as terms
    from class_amount
    inner join class_amount as counterpart
        on class_amount.item_free_key = counterpart.item_free_key and class_amount.kind <> counterpart.kind
    inner join {{ of_changed('int_level') }} as basic
        on class_amount.item_free_key = basic.item_free_key and basic.item_code = 'basic'
    inner join {{ of_changed('int_level') }} as kind
        on class_amount.item_free_key = kind.item_free_key and class_amount.kind = kind.item_code
),

reading as (
    {{ sum_of_items('R102', 'total', ['basic', 'project']) }}
    union all
    select * from with_other_spending
    union all
    select * from classes_of_kind
    union all
    {{ sum_of_items('R103', 'basic', ['basic.personnel', 'basic.operating']) }}
    union all
    {{ sum_of_items('R104', 'three_public', ['three_public.vehicle', 'three_public.reception'],
                    optional=['three_public.overseas']) }}
    union all
    {{ sum_of_items('R104', 'three_public', ['three_public.vehicle_operation', 'three_public.reception'],
                    optional=['three_public.overseas', 'three_public.vehicle_purchase'],
                    without='three_public.vehicle') }}
    union all
    {{ sum_of_items('R105', 'three_public.vehicle', ['three_public.vehicle_purchase', 'three_public.vehicle_operation']) }}
    union all
    {{ sum_of_items('R106', 'procurement', ['procurement.goods', 'procurement.services'],
                    optional=['procurement.works']) }}
)

{{ best_reading('reading') }}
