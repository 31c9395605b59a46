-- What a report states of functional classes, by international function, each yuan once: what narrower classes
-- account for is taken off the nearest wider class that the report states too, and the rest is the wider one's.
{{ config(materialized='table' if target.type == 'spark' else 'incremental', incremental_strategy='by_changed_report', on_schema_change='fail') }}
with

-- of conflicting amounts the surest, as in department_year
stated as (
    select *
    from (
        select
            amount.report_id,
            report.department_id,
            amount.amount_id,
            amount.fiscal_year,
            amount.measure,
            amount.funding_source,
            amount.item_code,
            amount.amount_cny,
            amount.confidence,
            row_number() over (
                partition by
                    amount.report_id, amount.fiscal_year, amount.measure, amount.funding_source, amount.item_code
                order by amount.confidence desc, amount.mention_count desc, amount.figure_no
            ) as choice
        from {{ of_changed('int_amount') }} as amount
        inner join {{ of_changed('int_report') }} as report on amount.report_id = report.report_id
        where
            amount.item_code like 'function.%'
            and amount.unit_key = ''
            and amount.fiscal_year is not null
            and amount.measure in ('initial_budget', 'adjusted_budget', 'expenditure')
    ) as ranked
    where choice = 1
),

ranked_parent as (
    select
        part.amount_cny,
        whole.amount_id as whole_id,
        row_number() over (partition by part.amount_id order by length(whole.item_code) desc) as choice
    from stated as part
    inner join stated as whole
        on
            part.report_id = whole.report_id
            and part.fiscal_year = whole.fiscal_year
            and part.measure = whole.measure
            and part.funding_source = whole.funding_source
            and part.item_code <> whole.item_code
            and part.item_code like whole.item_code || '%'
),

part_sum as (
    select whole_id, sum(amount_cny) as amount_cny
    from ranked_parent
    where choice = 1
    group by whole_id
),

own as (
    select
        stated.*,
        function.division_code,
        function.cofog_code,
        function.gfsm_code,
        function.confidence as function_confidence,
        -- parts that exceed their whole are a contradiction of the report: the parts are kept
        case
            when part_sum.whole_id is null then stated.amount_cny
            when part_sum.amount_cny >= stated.amount_cny then 0
            else stated.amount_cny - part_sum.amount_cny
        end as own_cny
    from stated
    inner join {{ ref('dim_function_cofog') }} as function on stated.item_code = function.item_code
    left join part_sum on stated.amount_id = part_sum.whole_id
)

select
    report_id,
    department_id,
    fiscal_year,
    measure,
    funding_source,
    division_code,
    cofog_code,
    gfsm_code,
    cast(sum(own_cny) as decimal(20, 2)) as amount_cny,
    cast(count(*) as int) as class_count,
    cast(min(confidence * function_confidence) as decimal(4, 3)) as confidence,
    {{ join_text('amount_id', ',', 'amount_id') }} as amount_ids
from own
where own_cny <> 0 or amount_cny = 0
group by report_id, department_id, fiscal_year, measure, funding_source, division_code, cofog_code, gfsm_code
