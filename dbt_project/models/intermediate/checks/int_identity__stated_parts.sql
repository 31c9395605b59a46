-- Parts that the text or a table states of a whole (其中), grouped by what they divide it by.
-- Parts need not be all parts: a sum below the whole is held against the report only where the
-- parts read as a full breakdown (all of a table's rows, several funding sources, three or more). A
-- part of a part is not added twice, a list that says it goes on ("其余为…") is no full one, and a breakdown may belong to the whole's own whole ("基本支出…，
-- 项目支出…；包括工资福利…" goes on about the total).
with

any_part as (
    select
        whole.report_id,
        whole.figure_no as whole_figure_no,
        whole.figure_label as whole_label,
        whole.amount_cny as whole_amount,
        whole.rounding_cny as whole_rounding,
        whole.evidence as whole_evidence,
        whole.confidence as whole_confidence,
        whole.terms as whole_terms,
        part.figure_no,
        part.figure_label,
        part.amount_cny,
        part.rounding_cny,
        part.evidence,
        part.confidence,
        part.terms,
        part.source_form,
        part.item_code,
        {{ regexp_found('part.evidence', '其余|合计占|共占|等(费用|支出|方面|项目|经费)|[0-9][万亿]?元等|主要(是|有|包括)[^，。；]{0,12}[0-9]') }} as is_of_open_list,
        case
            when part.measure <> whole.measure
                then case
                    when
                        whole.measure in ('adjusted_budget', 'revenue', 'initial_budget')
                        and part.measure in ('initial_budget', 'budget_adjustment', 'carryover_in', 'transfer_in', 'revenue')
                        and part.item_code = whole.item_code
                        then 'movement'
                    -- last year's money among the sources of what was spent
                    when whole.measure = 'expenditure' and part.measure = 'carryover_in' then 'movement'
                    else 'unrelated'
                end
            when part.unit_key <> whole.unit_key then 'unit'
            -- one project of several may be paid by a fund of its own
            when part.item_code = 'project.item' and whole.item_code = 'project' then 'item'
            when part.funding_source <> whole.funding_source then 'funding'
            when part.item_code like 'function.%' then 'function'
            when part.item_code like 'economic.%' then 'economic'
            else 'item'
        end as breakdown
    from {{ of_changed('int_figure_coded') }} as part
    inner join {{ of_changed('int_figure_coded') }} as whole
        on part.report_id = whole.report_id and part.whole_figure_no = whole.figure_no
    where
        part.fiscal_year = whole.fiscal_year
        and part.amount_cny is not null
        -- a cut is no part of an increase
        and (whole.measure <> 'budget_adjustment' or part.amount_cny * whole.amount_cny >= 0)
        and whole.amount_cny is not null
),

nested as (
    select distinct inner_part.report_id, inner_part.figure_no
    from any_part as inner_part
    inner join {{ ref('int_item') }} as item on inner_part.item_code = item.item_code
    left join {{ ref('int_item') }} as parent on item.parent_code = parent.item_code
    inner join any_part as outer_part
        on
            inner_part.report_id = outer_part.report_id
            and inner_part.whole_figure_no = outer_part.whole_figure_no
            and outer_part.item_code in (item.parent_code, parent.parent_code)
            and inner_part.breakdown in ('function', 'economic', 'item')
            and outer_part.breakdown in ('function', 'economic', 'item')
),

part as (
    select any_part.*
    from any_part
    left join nested on any_part.report_id = nested.report_id and any_part.figure_no = nested.figure_no
    where nested.report_id is null
),

has_movement as (
    select distinct report_id, whole_figure_no from part where breakdown = 'movement'
),

grouped_part as (
    -- beside movements, 其他 and other sources are part of the same sum
    select
        part.*,
        case
            when has_movement.report_id is not null and part.breakdown = 'funding' then 'movement'
            else part.breakdown
        end as group_name
    from part
    left join has_movement
        on part.report_id = has_movement.report_id and part.whole_figure_no = has_movement.whole_figure_no
    where part.breakdown <> 'unrelated'
    union all
    -- a movement may also stand beside the sources: 收入90万元，其中：财政拨款80万元，其他收入10万元；上年结转5万元
    select part.*, 'movement_apart' as group_name
    from part
    inner join has_movement
        on part.report_id = has_movement.report_id and part.whole_figure_no = has_movement.whole_figure_no
    where part.breakdown = 'funding'
    union all
    -- a breakdown may mix classes with other items (工资福利、公用经费、对个人和家庭的补助)
    select *, 'mixed' as group_name
    from part
    where breakdown in ('function', 'economic', 'item')
),

summed as (
    select
        report_id,
        whole_figure_no,
        group_name,
        min(whole_label) as right_label,
        min(whole_amount) as right_value,
        min(whole_evidence) as right_evidence,
        {{ join_text('figure_label', ' + ', 'figure_no') }} as left_label,
        sum(amount_cny) as left_value,
        {{ join_distinct_text('evidence', ' ¦ ') }} as left_evidence,
        min(whole_rounding) + sum(rounding_cny) as tolerance,
        least(min(whole_confidence), min(confidence)) as confidence,
        min(whole_terms) as whole_terms,
        {{ join_text('terms', ',', 'figure_no') }} as terms,
        count(*) as part_count,
        count(distinct breakdown) as breakdown_count,
        min(case when source_form = 'table' then 1 else 0 end) as is_table,
        min(case when item_code = 'project.item' then 1 else 0 end) as is_projects,
        -- kinds that a whole has only a few of are listed in full, up to those that are nothing
        min(case when {{ regexp_found('item_code', '^(basic|project|basic[.].*|three_public[.].*|procurement[.].*)$') }} then 1 else 0 end)
            as is_closed_list,
        count(distinct item_code) as item_count,
        max(case when is_of_open_list then 1 else 0 end) as is_open_list
    from grouped_part
    group by report_id, whole_figure_no, group_name
),

-- sources that sum to one of the parts ("其中甲项目资金来源为…") are those of that part
source_of_part as (
    select distinct summed.report_id, summed.whole_figure_no
    from summed
    inner join part
        on
            summed.report_id = part.report_id
            and summed.whole_figure_no = part.whole_figure_no
            and part.breakdown = 'item'
            and summed.left_value = part.amount_cny
    where summed.group_name = 'funding'
),

tested as (
    select summed.*, 0 as distance
    from summed
    left join source_of_part
        on
            summed.report_id = source_of_part.report_id
            and summed.whole_figure_no = source_of_part.whole_figure_no
            and summed.group_name = 'funding'
    where (group_name <> 'mixed' or breakdown_count > 1) and source_of_part.report_id is null

    union all

    select
        summed.report_id,
        summed.whole_figure_no,
        summed.group_name,
        upper_whole.figure_label as right_label,
        upper_whole.amount_cny as right_value,
        upper_whole.evidence as right_evidence,
        summed.left_label,
        summed.left_value,
        summed.left_evidence,
        summed.tolerance,
        summed.confidence,
        upper_whole.terms as whole_terms,
        summed.terms,
        summed.part_count,
        summed.breakdown_count,
        summed.is_table,
        summed.is_projects,
        summed.is_closed_list,
        summed.item_count,
        summed.is_open_list,
        1 as distance
    from summed
    inner join {{ of_changed('int_figure_coded') }} as whole
        on summed.report_id = whole.report_id and summed.whole_figure_no = whole.figure_no
    inner join {{ of_changed('int_figure_coded') }} as upper_whole
        on
            whole.report_id = upper_whole.report_id
            and whole.whole_figure_no = upper_whole.figure_no
            and whole.measure = upper_whole.measure
            and whole.funding_source = upper_whole.funding_source
            and whole.unit_key = upper_whole.unit_key
    where summed.group_name in ('function', 'economic', 'item') and upper_whole.amount_cny is not null
),

reading as (
    select
        case group_name when 'movement' then 'R201' when 'movement_apart' then 'R201' when 'unit' then 'R111' when 'funding' then 'R112' else 'R101' end as rule_id,
        report_id,
        -- the mixed sum stands for its families where it fits, they stand for it where it does not
        cast(whole_figure_no as {{ dbt.type_string() }})
            || case
                when group_name in ('mixed', 'function', 'economic', 'item') then ''
                when group_name = 'movement_apart' then 'movement'
                else group_name
            end as whole_key,
        case when group_name in ('mixed', 'movement_apart') then 1 else 0 end + 2 * distance as preference,
        distance = 0 and (
            (part_count >= 2 and (is_table = 1 or group_name in ('movement', 'unit', 'funding')))
            or (part_count >= 3 and is_projects = 0 and is_open_list = 0)
            or (is_closed_list = 1 and item_count >= 2)
            or left_value > right_value
        ) as is_complete,
        left_label,
        left_value,
        right_label,
        right_value,
        tolerance,
        left_evidence,
        right_evidence,
        confidence,
        whole_terms || ',' || terms as terms
    from tested
)

{{ best_reading('reading') }}
