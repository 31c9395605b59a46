-- What a figure comes to per person or vehicle, against the report's own counts. Posts and staff in post are
-- both divided by, so either confirms; so does the count of one kind of staff or vehicles, which cannot contradict.
with

counted as (
    select
        report_id,
        fiscal_year,
        case level1 when '公务用车' then 'per_vehicle' else 'per_person' end as relation,
        indicator_name || ' ' || actual_text as count_label,
        actual_value as head_count,
        coalesce(
            {{ staff_count_kind('level1', 'plain_indicator_name') }},
            case
                when
                    level1 = '公务用车'
                    and not {{ regexp_found('plain_indicator_name', '执法|应急|机要|通信|通讯|保障|特种|专业|其他|领导|离退休|老干|越野|大型') }}
                    then 'vehicles'
            end
        ) is not null as is_of_all,
        level1 = '公务用车' as is_vehicle,
        evidence,
        confidence,
        terms
    from {{ of_changed('int_indicator') }}
    where indicator_kind = 'staffing' and level1 in ('编制', '在职', '公务用车') and budget_unit is null and actual_value > 0
),

stated as (
    select
        relation.report_id,
        relation.relation_no,
        relation.relation,
        relation.value_text,
        relation.unit_text,
        relation.value_in_unit * unit.scale as stated_cny,
        {{ half_last_digit('relation.value_text', 'unit.scale') }} as rounding_cny,
        relation.evidence,
        -- reception may be told per guest
        {{ regexp_found('relation.evidence', '人次|批次|来宾|接待[^，。；]{0,8}人') }} as counts_guests,
        {{ term('relation', 'relation.relation_no') }} as stated_term,
        figure.fiscal_year,
        figure.amount_cny,
        figure.rounding_cny as figure_rounding,
        figure.figure_label,
        figure.evidence as figure_evidence,
        figure.confidence,
        figure.terms
    from {{ of_changed('stg_raw__stated_relation') }} as relation
    inner join {{ ref('money_unit') }} as unit on relation.unit_text = unit.unit_text
    inner join {{ of_changed('int_figure_coded') }} as figure
        on relation.report_id = figure.report_id and relation.figure_no = figure.figure_no
    where
        relation.relation in ('per_person', 'per_vehicle')
        and figure.unit_key = ''
        and figure.amount_cny is not null
),

reading as (
    select
        'R409' as rule_id,
        stated.report_id,
        cast(stated.relation_no as {{ dbt.type_string() }}) as whole_key,
        case when counted.is_of_all then 0 else 1 end as preference,
        -- a vehicle count that stands elsewhere may be of all vehicles, official cars or not
        counted.is_of_all
        and not stated.counts_guests
        and (not counted.is_vehicle or instr(stated.evidence, counted.evidence) > 0) as is_complete,
        stated.figure_label || ' ÷ ' || counted.count_label as left_label,
        stated.amount_cny / counted.head_count as left_value,
        '所述平均 ' || stated.value_text || stated.unit_text as right_label,
        stated.stated_cny as right_value,
        stated.rounding_cny + stated.figure_rounding / counted.head_count as tolerance,
        stated.figure_evidence || ' ¦ ' || counted.evidence as left_evidence,
        stated.evidence as right_evidence,
        least(stated.confidence, counted.confidence) as confidence,
        stated.stated_term || ',' || stated.terms || ',' || counted.terms as terms
    from stated
    inner join counted
        on
            stated.report_id = counted.report_id
            and stated.fiscal_year = counted.fiscal_year
            and stated.relation = counted.relation
)

{{ best_reading('reading') }}
