-- One row per distinct fact: the mentions of one amount under one key, grouped, with the provenance of
-- the surest mention. Two amounts under one key conflict, except movements (adjustments add up).
with

-- a part under the very key of its whole (财政拨款 522万元，其中：经费拨款 502万元) is no second value of it;
-- a row that begins with 其中 is a part of a row above
figure as (
    select
        figure.*,
        whole.figure_no is not null
        or coalesce(
            {{ regexp_found('figure.evidence', '^[[:space:]]*其中') }}
            and figure.source_form = 'table'
            and figure.amount_cny < max(figure.amount_cny) over (
                partition by
                    figure.report_id, figure.fiscal_year, figure.unit_key, figure.item_code, figure.item_key, figure.measure,
                    figure.funding_source
                order by figure.figure_no
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as is_part_of_own_key
    from {{ of_changed('int_figure_coded') }} as figure
    left join {{ of_changed('int_figure_coded') }} as whole
        on
            figure.report_id = whole.report_id
            and figure.whole_figure_no = whole.figure_no
            and figure.fiscal_year = whole.fiscal_year
            and figure.unit_key = whole.unit_key
            and figure.item_code = whole.item_code
            and figure.item_key = whole.item_key
            and figure.measure = whole.measure
            and figure.funding_source = whole.funding_source
),

mention as (
    select
        *,
        row_number() over (
            partition by report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source, amount_cny
            order by confidence desc, figure_no
        ) as choice,
        count(*) over (
            partition by report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source, amount_cny
        ) as mention_count,
        min(amount_cny) over (
            partition by report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source
        ) as least_amount,
        max(amount_cny) over (
            partition by report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source
        ) as greatest_amount
    from figure
    where measure is not null and amount_cny is not null
)

select
    {{ hash_id('a', ['report_id', 'fiscal_year', 'unit_key', 'item_code', 'item_key', 'measure', 'funding_source', 'amount_cny']) }} as amount_id,
    report_id,
    figure_no,
    fiscal_year,
    budget_unit,
    unit_key,
    item_code,
    item_name,
    item_key,
    measure,
    mart,
    funding_source,
    amount_cny,
    amount_text,
    unit_text,
    rounding_cny,
    cast(mention_count as int) as mention_count,
    coalesce(least_amount <> greatest_amount and measure <> 'budget_adjustment', false) as is_conflicting,
    is_part_of_own_key,
    source_form,
    confidence,
    figure_label,
    evidence,
    char_start,
    char_end,
    terms,
    funding_term
from mention
where choice = 1
