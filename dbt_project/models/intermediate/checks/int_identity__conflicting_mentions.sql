-- The same quantity twice: a pair of different amounts for one key fails, one amount said repeatedly passes.
-- Adjustments are movements of one key and do not contradict one another. Nor do amounts whose words
-- tell them apart although their codes do not: sources under two names (地方资金, 县级资金), parts of one
-- whole, and a part of the other amount (财政拨款收入 within 本年收入).
with

amount as (
    select * from {{ of_changed('int_amount') }}
),

figure as (
    select * from {{ of_changed('int_figure_coded') }} where amount_cny is not null
),

-- the amounts of every mention, with the whole that it is a part of
part as (
    select distinct
        figure.report_id,
        {{ hash_id('k', ['figure.report_id', 'figure.fiscal_year', 'figure.unit_key', 'figure.item_code', 'figure.item_key', 'figure.measure']) }} as source_free_key,
        figure.amount_cny,
        figure.funding_source,
        whole.figure_no as whole_figure_no,
        case when figure.item_code = whole.item_code and figure.item_key = whole.item_key then whole.amount_cny end as whole_amount
    from figure
    inner join figure as whole on figure.report_id = whole.report_id and figure.whole_figure_no = whole.figure_no
    where
        figure.fiscal_year = whole.fiscal_year
        and figure.unit_key = whole.unit_key
        and figure.measure = whole.measure
),

keyed as (
    select
        *,
        {{ hash_id('k', ['report_id', 'fiscal_year', 'unit_key', 'item_code', 'item_key', 'measure', 'funding_source']) }} as fact_key,
        {{ hash_id('k', ['report_id', 'fiscal_year', 'unit_key', 'item_code', 'item_key', 'measure']) }} as source_free_key
    from amount
    where is_conflicting and not is_part_of_own_key and measure <> 'balance_total'  -- its two sides are R113
),

sibling as (
    select distinct
        one.source_free_key,
        one.funding_source,
        one.amount_cny as one_amount,
        other.amount_cny as other_amount
    from part as one
    inner join part as other
        on
            one.report_id = other.report_id
            and one.whole_figure_no = other.whole_figure_no
            and one.source_free_key = other.source_free_key
            and one.funding_source = other.funding_source
),

conflicting as (
    select
        'R601' as rule_id,
        one.report_id,
        one.figure_label as left_label,
        cast(one.amount_cny as decimal(24, 6)) as left_value,
        other.figure_label as right_label,
        cast(other.amount_cny as decimal(24, 6)) as right_value,
        one.rounding_cny + other.rounding_cny as tolerance,
        one.evidence as left_evidence,
        other.evidence as right_evidence,
        least(one.confidence, other.confidence) as confidence,
        one.terms || ',' || other.terms as terms
    from keyed as one
    inner join keyed as other on one.fact_key = other.fact_key and one.figure_no < other.figure_no
    left join sibling
        on
            one.source_free_key = sibling.source_free_key
            and one.funding_source = sibling.funding_source
            and one.amount_cny = sibling.one_amount
            and other.amount_cny = sibling.other_amount
    left join (select distinct source_free_key, amount_cny, whole_amount from part) as inner_part
        on
            one.source_free_key = inner_part.source_free_key
            and least(one.amount_cny, other.amount_cny) = inner_part.amount_cny
            and greatest(one.amount_cny, other.amount_cny) = inner_part.whole_amount
    where
        {{ funding_kind('one.funding_source', 'one.funding_term') }} = {{ funding_kind('other.funding_source', 'other.funding_term') }}
        and sibling.source_free_key is null
        and inner_part.source_free_key is null
        -- amounts far apart are one quantity only where each names its item itself
        and (
            greatest(one.amount_cny, other.amount_cny) <= 2 * least(one.amount_cny, other.amount_cny)
            or greatest(one.amount_cny, other.amount_cny) = 10000 * least(one.amount_cny, other.amount_cny)
            or least(one.confidence, other.confidence) >= {{ var('named_confidence') }}
        )
),

repeated as (
    select
        'R601' as rule_id,
        amount.report_id,
        amount.figure_label as left_label,
        cast(amount.amount_cny as decimal(24, 6)) as left_value,
        amount.figure_label as right_label,
        cast(amount.amount_cny as decimal(24, 6)) as right_value,
        amount.rounding_cny as tolerance,
        amount.evidence as left_evidence,
        amount.evidence as right_evidence,
        amount.confidence,
        mention.terms
    from amount
    inner join (
        select
            report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source, amount_cny,
            {{ join_text('terms', ',', 'figure_no') }} as terms
        from figure
        group by report_id, fiscal_year, unit_key, item_code, item_key, measure, funding_source, amount_cny
    ) as mention
        on
            amount.report_id = mention.report_id
            and coalesce(amount.fiscal_year, 0) = coalesce(mention.fiscal_year, 0)
            and amount.unit_key = mention.unit_key
            and amount.item_code = mention.item_code
            and amount.item_key = mention.item_key
            and amount.measure = mention.measure
            and amount.funding_source = mention.funding_source
            and amount.amount_cny = mention.amount_cny
    where amount.mention_count > 1
)

select * from conflicting
union all
select * from repeated
