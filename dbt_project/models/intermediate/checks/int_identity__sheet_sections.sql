-- Sums that a scoring sheet states of its sections (小计 rows, marks beside a section's name) against its lines.
-- A 小计 may be of the lines since the one before it or of the section that it stands in. A sheet was read to
-- its end where one of its own sums comes out; where two sections of a level miss, lines stand under the
-- wrong one, and that may be our reading.
with

sum_row as (
    select
        sum_row.*,
        coalesce(
            lag(sum_row.char_start) over (
                partition by sum_row.report_id, sum_row.sheet_no, sum_row.rule order by sum_row.char_start
            ),
            -1
        ) as previous_start
    from {{ of_changed('int_sheet_sum') }} as sum_row
    where sum_row.rule in ('sheet_subtotal', 'section_mark')
),

covered as (
    {%- for preference, reach in [
        (0, "sum_row.rule = 'sheet_subtotal' and line.char_start > sum_row.previous_start and line.char_start < sum_row.char_start"),
        (1, "sum_row.level1 = line.level1 and sum_row.level2 = line.level2"),
        (2, "sum_row.level1 = line.level1 and (sum_row.level2 is null or sum_row.rule = 'sheet_subtotal')"),
    ] %}
    select
        sum_row.report_id,
        sum_row.sheet_no,
        sum_row.indicator_no,
        {{ preference }} as preference,
        line.line_label,
        line.weight,
        line.score,
        line.is_weightless,
        line.confidence,
        line.terms,
        line.char_start
    from sum_row
    inner join {{ of_changed('int_score_line') }} as line
        on sum_row.report_id = line.report_id and sum_row.sheet_no = line.sheet_no and {{ reach }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

lines as (
    select
        report_id,
        sheet_no,
        indicator_no,
        preference,
        count(*) as line_count,
        count(score) as scored_count,
        sum(weight) as weight_sum,
        sum(score) as score_sum,
        {{ join_text('line_label', ' + ', 'char_start') }} as line_labels,
        {{ join_text('terms', ',', 'char_start') }} as terms,
        min(confidence) as confidence
    from covered
    group by report_id, sheet_no, indicator_no, preference
),

compared as (
    {%- for rule_id, mark, of_lines, of_sum in [
        ('R704', '得分', 'lines.score_sum', 'sum_row.score'),
        ('R707', '分值', 'lines.weight_sum', 'sum_row.weight'),
    ] %}
    select
        '{{ rule_id }}' as rule_id,
        sum_row.report_id,
        sum_row.sheet_no,
        sum_row.indicator_no,
        case when sum_row.level2 is null then 1 else 2 end as depth,
        lines.preference,
        sheet.weight_sum = sheet.full_weight
        or coalesce(abs(sheet.score_sum - coalesce(sheet.total_score, case when sheet.is_of_report then sheet.self_score end)) < 0.005, false)
            as is_read,
        {{ 'lines.line_count = lines.scored_count' if mark == '得分' else 'true' }} as has_all_marks,
        sheet.sheet_label || lines.line_labels as left_label,
        {{ of_lines }} as left_value,
        sum_row.sum_name || case when sum_row.rule = 'sheet_subtotal' then coalesce('（' || coalesce(sum_row.level2, sum_row.level1) || '）', '') else '' end
            || '{{ mark }}' as right_label,
        {{ of_sum }} as right_value,
        sum_row.evidence,
        least(lines.confidence, sum_row.confidence) as confidence,
        lines.terms || ',' || sum_row.terms as terms
    from sum_row
    inner join lines on sum_row.report_id = lines.report_id and sum_row.indicator_no = lines.indicator_no
    inner join {{ of_changed('int_sheet') }} as sheet on sum_row.report_id = sheet.report_id and sum_row.sheet_no = sheet.sheet_no
    where {{ of_lines }} is not null and {{ of_sum }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        *,
        max(case when abs(left_value - right_value) < 0.005 then 1 else 0 end)
            over (partition by rule_id, report_id, indicator_no) as has_fit,
        min(preference) over (partition by rule_id, report_id, indicator_no) as first_preference
    from compared
),

missed as (
    select
        *,
        sum(case when has_fit = 0 and preference = first_preference then 1 else 0 end)
            over (partition by rule_id, report_id, sheet_no, depth) as misses
    from judged
),

reading as (
    select
        rule_id,
        report_id,
        cast(indicator_no as {{ dbt.type_string() }}) as whole_key,
        preference,
        is_read and has_all_marks and misses = 1 as is_complete,
        left_label,
        left_value,
        right_label,
        right_value,
        0.005 as tolerance,
        evidence as left_evidence,
        evidence as right_evidence,
        confidence,
        terms
    from missed
)

{{ best_reading('reading') }}
