-- Scoring sheets: lines against the stated score, weights against the full mark, no line above its weight.
-- Whether every line was read is known only where one of the two sums comes out; it vouches for the
-- sheet, and the other sum is then held against the report.
with

line as (
    select
        report_id,
        sheet_no,
        sum(case when score > weight then 1 else 0 end) as lines_above,
        {{ join_text('line_label', ' + ', 'char_start') }} as line_labels,
        {{ join_text('case when score > weight then evidence end', ' ¦ ', 'char_start') }} as evidence_above,
        min(evidence) as first_evidence,
        min(confidence) as confidence,
        {{ join_text('terms', ',', 'char_start') }} as terms
    from {{ of_changed('int_score_line') }}
    where not is_weightless
    group by report_id, sheet_no
),

sheet as (
    select
        sheet.*,
        line.lines_above,
        sheet.sheet_label || line.line_labels as line_labels,
        line.evidence_above,
        line.first_evidence,
        line.confidence,
        line.terms,
        cast(sheet.sheet_no as {{ dbt.type_string() }}) as sheet_key,
        sheet.weight_sum = sheet.full_weight and sheet.scored_count = sheet.line_count as is_read
    from {{ of_changed('int_sheet') }} as sheet
    inner join line on sheet.report_id = line.report_id and sheet.sheet_no = line.sheet_no
),

reading as (
    {%- for preference, lines in [(0, 'score_sum'), (1, 'score_sum + weightless_sum')] %}
    select
        'R701' as rule_id,
        report_id,
        sheet_key as whole_key,
        {{ preference }} as preference,
        {{ 'is_read and is_of_report' if preference == 0 else 'false' }} as is_complete,
        line_labels as left_label,
        {{ lines }} as left_value,
        '自评得分' as right_label,
        self_score as right_value,
        0.005 as tolerance,
        first_evidence as left_evidence,
        cast(null as {{ dbt.type_string() }}) as right_evidence,
        confidence,
        terms
    from sheet
    where self_score is not null and {{ lines }} is not null and line_count >= 3

    union all

    -- the total row, where it does not say the same
    select
        'R701' as rule_id,
        report_id,
        sheet_key || ' total' as whole_key,
        {{ preference }} as preference,
        {{ 'is_read' if preference == 0 else 'false' }} as is_complete,
        line_labels as left_label,
        {{ lines }} as left_value,
        '合计行得分' as right_label,
        total_score as right_value,
        0.005 as tolerance,
        first_evidence as left_evidence,
        total_evidence as right_evidence,
        confidence,
        terms || ',' || total_terms as terms
    from sheet
    where
        total_score is not null
        and {{ lines }} is not null
        and line_count >= 3
        and not coalesce(is_of_report and total_score = self_score, false)

    union all
    {%- endfor %}

    select
        'R702' as rule_id,
        report_id,
        sheet_key as whole_key,
        0 as preference,
        abs(score_sum - coalesce(case when is_of_report then self_score end, total_score)) < 0.005
        or abs(score_sum - total_score) < 0.005 as is_complete,
        sheet_label || '各项分值之和' as left_label,
        weight_sum as left_value,
        case when total_weight is null then '满分' else '合计行分值' end as right_label,
        full_weight as right_value,
        0.005 as tolerance,
        first_evidence as left_evidence,
        total_evidence as right_evidence,
        confidence,
        terms || coalesce(',' || total_terms, '') as terms
    from sheet
    where line_count >= 3

    union all

    select
        'R703' as rule_id,
        report_id,
        sheet_key as whole_key,
        0 as preference,
        true as is_complete,
        sheet_label || '得分超过分值的项数' as left_label,
        lines_above as left_value,
        '应为' as right_label,
        0 as right_value,
        0 as tolerance,
        coalesce(evidence_above, first_evidence) as left_evidence,
        cast(null as {{ dbt.type_string() }}) as right_evidence,
        confidence,
        terms
    from sheet
    where scored_count > 0
)

{{ best_reading('reading') }}
