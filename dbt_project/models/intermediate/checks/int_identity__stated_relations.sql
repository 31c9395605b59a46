-- Shares, rates and changes that the text states, against the figures they are made of. The figure
-- compared with is the one that the text names; where it names none, the one that the kind of
-- relation implies. An execution rate may be of any budget, so the initial budget of another sentence only ever confirms.
with

stated as (
    select
        relation.*,
        -- a change is told as the words tell it: what fell is the base less the figure, both sides above zero
        case when relation.direction = -1 then -1 else 1 end as turn,
        abs(coalesce(relation.direction, 1)) * relation.value_in_unit as told_value,
        cast(unit.scale as decimal(18, 4)) as scale,
        cast(0.5 * power(0.1, {{ decimals_printed('relation.value_text') }}) as decimal(24, 6)) as half_digit
    from {{ of_changed('stg_raw__stated_relation') }} as relation
    left join {{ ref('money_unit') }} as unit on relation.unit_text = unit.unit_text
    where
        relation.value_in_unit is not null
        -- "低于100%的原因": a bound is no rate of anything
        and not (
            relation.relation in ('share_of_whole', 'execution_rate', 'in_place_rate')
            and {{ regexp_column_found('relation.evidence', "'(低于|不足|未达到|未达|超过|高于|不到)' || relation.value_text || '[%％]的'") }}
        )
),

-- "基本支出超出预算36.20万元" speaks of a figure that stands elsewhere: the words right before name its item
named_in_words as (
    select
        relation_no,
        report_id,
        {{ regexp_replace_all(
            regexp_replace_all('words_before', '^(其中|我局|我委|我办|我院|我单位|我部门|本局|本部门|本单位|全年|本年|[0-9]{4}年度?)+', ''),
            '(预算|决算|实际)?[与比]?(超支|超出|超|节约|节支|节余|结余|少支|减少|增加)(了|约)?$', ''
        ) }} as item_words
    from (
        select
            relation_no,
            report_id,
            {{ regexp_replace_all(
                fold_text('substr(evidence, 1, instr(evidence, value_text) - 1)'), '^.*[,，。;；:、()]', ''
            ) }} as words_before
        from stated
        where relation = 'budget_difference' and figure_no is null
    ) as spoken
),

named_item as (
    select named_in_words.relation_no, named_in_words.report_id, label.item_code
    from named_in_words
    inner join {{ ref('int_item_label') }} as label on named_in_words.item_words = label.term
    where label.item_code not in ('other', 'project.item')
),

-- the figures that a relation may be about
candidate as (
    select
        stated.relation_no,
        stated.report_id,
        figure.figure_no,
        -- a sentence on several figures may mean another one of them: that can confirm, not contradict
        case when stated.figure_no = figure.figure_no then 0 else 5 end as detour
    from stated
    inner join {{ of_changed('int_figure_coded') }} as figure
        on
            stated.report_id = figure.report_id
            and (stated.figure_no = figure.figure_no or stated.evidence = figure.evidence)

    union all

    -- of a figure in another sentence, any amount that the report gives for it may be meant
    select
        stated.relation_no,
        stated.report_id,
        other.figure_no,
        0 as detour
    from stated
    inner join {{ of_changed('int_figure_coded') }} as figure
        on stated.report_id = figure.report_id and stated.figure_no = figure.figure_no
    inner join {{ of_changed('int_figure_coded') }} as other
        on
            figure.report_id = other.report_id
            and figure.fiscal_year = other.fiscal_year
            and figure.unit_key = other.unit_key
            and figure.item_code = other.item_code
            and figure.item_key = other.item_key
            and figure.measure = other.measure
            and figure.funding_source = other.funding_source
            and figure.amount_cny <> other.amount_cny
    where stated.evidence <> figure.evidence

    union all

    select
        stated.relation_no,
        stated.report_id,
        figure.figure_no,
        0 as detour
    from stated
    inner join named_item on stated.report_id = named_item.report_id and stated.relation_no = named_item.relation_no
    inner join {{ of_changed('int_figure_coded') }} as figure
        on
            stated.report_id = figure.report_id
            and named_item.item_code = figure.item_code
            and stated.fiscal_year = figure.fiscal_year
    where
        figure.measure = 'expenditure'
        and figure.unit_key = ''
        and figure.funding_source = 'all'
),

subject as (
    select
        stated.relation_no,
        stated.relation,
        stated.turn,
        stated.told_value,
        stated.scale,
        stated.half_digit,
        stated.value_text,
        stated.unit_text as stated_unit,
        stated.base_figure_no,
        coalesce(stated.base_year, figure.fiscal_year - 1) as base_year,
        stated.evidence as stated_evidence,
        {{ term('relation', 'stated.relation_no') }} as stated_term,
        candidate.detour,
        figure.*
    from candidate
    inner join stated on candidate.report_id = stated.report_id and candidate.relation_no = stated.relation_no
    inner join {{ of_changed('int_figure_coded') }} as figure
        on candidate.report_id = figure.report_id and candidate.figure_no = figure.figure_no
    where figure.amount_cny is not null
),

-- preference: the named figure, then the implied ones
pair as (
    select subject.*, base.figure_no as other_no, detour as preference, detour = 0 as is_complete
    from subject
    inner join {{ of_changed('int_figure_coded') }} as base
        on subject.report_id = base.report_id and subject.base_figure_no = base.figure_no

    union all

    select subject.*, base.figure_no as other_no, detour + 1 as preference, detour = 0 as is_complete
    from subject
    inner join {{ of_changed('int_figure_coded') }} as base
        on subject.report_id = base.report_id and subject.whole_figure_no = base.figure_no
    where subject.base_figure_no is null and subject.relation = 'share_of_whole' and subject.measure = base.measure

    union all

    select
        subject.*,
        base.figure_no as other_no,
        detour + case when subject.relation <> 'share_of_whole' then 1 else 2 end as preference,
        detour = 0
        and (
            subject.relation in ('change_pct', 'change_amount', 'budget_difference')
            -- a rate right behind its budget is a rate of it, and elsewhere of the budget as adjusted
            or (subject.relation = 'in_place_rate' and subject.evidence = base.evidence)
            or (subject.relation = 'execution_rate' and (subject.evidence = base.evidence or base.measure = 'adjusted_budget'))
        ) as is_complete
    from subject
    inner join {{ of_changed('int_figure_coded') }} as base
        on
            subject.report_id = base.report_id
            and subject.unit_key = base.unit_key
            and subject.funding_source = base.funding_source
            and (
                (
                    subject.relation in ('change_pct', 'change_amount')
                    and subject.item_code = base.item_code
                    and subject.item_key = base.item_key
                    and subject.measure = base.measure
                    and subject.base_year = base.fiscal_year
                )
                or (
                    subject.relation in ('execution_rate', 'budget_difference')
                    and subject.item_code = base.item_code
                    and subject.item_key = base.item_key
                    and subject.fiscal_year = base.fiscal_year
                    and subject.measure in ('expenditure', 'revenue')
                    and base.measure in ('initial_budget', 'adjusted_budget')
                )
                or (
                    subject.relation = 'in_place_rate'
                    and subject.item_code = base.item_code
                    and subject.item_key = base.item_key
                    and subject.fiscal_year = base.fiscal_year
                    and subject.measure = 'revenue'
                    and base.measure in ('initial_budget', 'adjusted_budget')
                )
                or (
                    subject.relation = 'share_of_whole'
                    and base.item_code in ('total', 'basic', 'project', 'three_public', 'procurement')
                    and subject.item_code <> base.item_code
                    and subject.measure = base.measure
                    and subject.fiscal_year = base.fiscal_year
                )
            )
    where subject.base_figure_no is null
),

computed as (
    select
        pair.*,
        base.amount_cny as base_amount,
        base.rounding_cny as base_rounding,
        base.figure_label as base_label,
        base.evidence as base_evidence,
        base.confidence as base_confidence,
        base.terms as base_terms,
        pair.relation in ('share_of_whole', 'execution_rate', 'in_place_rate', 'change_pct') as is_ratio,
        max(abs(base.amount_cny)) over (partition by pair.report_id, pair.relation_no) as greatest_base
    from pair
    inner join {{ of_changed('int_figure_coded') }} as base
        on pair.report_id = base.report_id and pair.other_no = base.figure_no
    where
        base.amount_cny is not null
        -- another mention of the same figure is nothing to compare it with
        and not (
            pair.fiscal_year = base.fiscal_year
            and pair.unit_key = base.unit_key
            and pair.item_code = base.item_code
            and pair.item_key = base.item_key
            and pair.measure = base.measure
            and pair.funding_source = base.funding_source
        )
        and (pair.relation in ('share_of_whole', 'execution_rate', 'in_place_rate', 'change_pct') or pair.scale is not null)
),

reading as (
    select
        case relation
            when 'share_of_whole' then 'R401'
            when 'execution_rate' then 'R402'
            when 'in_place_rate' then 'R406'
            when 'change_pct' then 'R501'
            when 'change_amount' then 'R502'
            when 'budget_difference' then 'R503'
        end as rule_id,
        report_id,
        cast(relation_no as {{ dbt.type_string() }}) as whole_key,
        preference,
        is_complete,
        case relation
            when 'share_of_whole' then figure_label || ' ÷ ' || base_label
            when 'execution_rate' then figure_label || ' ÷ ' || base_label
            when 'in_place_rate' then figure_label || ' ÷ ' || base_label
            when 'change_pct'
                then '(' || case turn when -1 then base_label || ' − ' || figure_label else figure_label || ' − ' || base_label end
                    || ') ÷ ' || base_label
            else case turn when -1 then base_label || ' − ' || figure_label else figure_label || ' − ' || base_label end
        end as left_label,
        case
            when relation in ('share_of_whole', 'execution_rate', 'in_place_rate') then 100 * amount_cny / base_amount
            when relation = 'change_pct' then 100 * turn * (amount_cny - base_amount) / abs(base_amount)
            else turn * (amount_cny - base_amount)
        end as left_value,
        '所述' || value_text || coalesce(stated_unit, '') as right_label,
        case when is_ratio then told_value else told_value * scale end as right_value,
        case
            when is_ratio
                then half_digit + 100 * (rounding_cny + abs(amount_cny) * base_rounding / abs(base_amount)) / abs(base_amount)
            else half_digit * scale + rounding_cny + base_rounding
        end as tolerance,
        evidence || ' ¦ ' || base_evidence as left_evidence,
        stated_evidence as right_evidence,
        -- "分别增加": which of the numbers belongs to which figure is a guess
        least(confidence, base_confidence) * case preference when 0 then 1.0 else 0.7 end
            * case when instr(stated_evidence, '分别') > 0 and preference > 0 then 0.8 else 1.0 end as confidence,
        stated_term || ',' || terms || ',' || base_terms as terms
    from computed
    where
        (not is_ratio or base_amount <> 0)
        -- what is greater than the whole is no part of it
        and not (relation = 'share_of_whole' and told_value <= 100 and abs(amount_cny) > 2 * abs(base_amount))
),

-- a rate of nothing, or a growth from nothing, is no number
of_nothing as (
    select
        case relation when 'execution_rate' then 'R405' else 'R505' end as rule_id,
        report_id,
        cast(relation_no as {{ dbt.type_string() }}) as whole_key,
        preference,
        is_complete,
        base_label as left_label,
        0 as left_value,
        '所述' || value_text || coalesce(stated_unit, '') as right_label,
        told_value as right_value,
        0 as tolerance,
        base_evidence as left_evidence,
        stated_evidence as right_evidence,
        least(confidence, base_confidence) as confidence,
        stated_term || ',' || base_terms as terms
    from computed
    where relation in ('execution_rate', 'change_pct') and greatest_base = 0
),

-- "超支30万元，其中：甲超支18万元，乙超支12万元…": parts of a difference, in one sentence
difference as (
    select
        *,
        row_number() over (partition by report_id, evidence order by relation_no) as place
    from stated
    where relation = 'budget_difference' and direction = 1 and scale is not null and instr(evidence, '其中') > 0
),

part_of_difference as (
    select
        report_id,
        evidence,
        {{ join_text("'超支' || value_text || unit_text", ' + ', 'relation_no') }} as left_label,
        sum(value_in_unit * scale) as left_value,
        sum(half_digit * scale) as rounding_cny,
        {{ join_text(term('relation', 'relation_no'), ',', 'relation_no') }} as terms
    from difference
    where place > 1
    group by report_id, evidence
    having count(*) >= 2
),

sum_of_differences as (
    select
        'R504' as rule_id,
        whole.report_id,
        cast(whole.relation_no as {{ dbt.type_string() }}) as whole_key,
        0 as preference,
        part.left_value > whole.value_in_unit * whole.scale as is_complete,
        part.left_label,
        part.left_value,
        '超支' || whole.value_text || whole.unit_text as right_label,
        whole.value_in_unit * whole.scale as right_value,
        part.rounding_cny + whole.half_digit * whole.scale as tolerance,
        whole.evidence as left_evidence,
        whole.evidence as right_evidence,
        0.8 as confidence,
        {{ term('relation', 'whole.relation_no') }} || ',' || part.terms as terms
    from difference as whole
    inner join part_of_difference as part on whole.report_id = part.report_id and whole.evidence = part.evidence
    where whole.place = 1
),

any_reading as (
    select * from reading
    union all
    select * from of_nothing
    union all
    select * from sum_of_differences
)

{{ best_reading('any_reading') }}
