-- Scoring sheets: lines against the stated score, weights against 100, no line above its weight.
-- Whether every line was read is known only where one of the two sums comes out; it vouches for the
-- sheet, and the other sum is then held against the report.
with

sheet as (
    select
        report_id,
        project_key,
        count(*) as line_count,
        count(score) as scored_count,
        sum(weight) as weight_sum,
        sum(score) as score_sum,
        sum(case when score > weight then 1 else 0 end) as lines_above,
        {{ join_text('line_label', ' + ', 'char_start') }} as line_labels,
        {{ join_text('case when score > weight then evidence end', ' ¦ ', 'char_start') }} as evidence_above,
        min(evidence) as first_evidence,
        min(confidence) as confidence,
        {{ join_text('terms', ',', 'char_start') }} as terms,
        max(self_score) as self_score
    from {{ of_changed('int_score_line') }}
    where not is_weightless
    group by report_id, project_key
),

weightless as (
    select report_id, project_key, sum(score) as score_sum
    from {{ of_changed('int_score_line') }}
    where is_weightless
    group by report_id, project_key
),

reading as (
    select
        'R701' as rule_id,
        report_id,
        project_key as whole_key,
        0 as preference,
        weight_sum = 100 and scored_count = line_count as is_complete,
        line_labels as left_label,
        score_sum as left_value,
        '自评得分' as right_label,
        self_score as right_value,
        0.005 as tolerance,
        first_evidence as left_evidence,
        cast(null as {{ dbt.type_string() }}) as right_evidence,
        confidence,
        terms
    from sheet
    where self_score is not null and score_sum is not null and line_count >= 3

    union all

    select
        'R701' as rule_id,
        sheet.report_id,
        sheet.project_key as whole_key,
        1 as preference,
        false as is_complete,
        sheet.line_labels as left_label,
        sheet.score_sum + weightless.score_sum as left_value,
        '自评得分' as right_label,
        sheet.self_score as right_value,
        0.005 as tolerance,
        sheet.first_evidence as left_evidence,
        cast(null as {{ dbt.type_string() }}) as right_evidence,
        sheet.confidence,
        sheet.terms
    from sheet
    inner join weightless on sheet.report_id = weightless.report_id and sheet.project_key = weightless.project_key
    where sheet.self_score is not null and sheet.line_count >= 3

    union all

    select
        'R702' as rule_id,
        report_id,
        project_key as whole_key,
        0 as preference,
        abs(score_sum - self_score) < 0.005 as is_complete,
        '各项分值之和' as left_label,
        weight_sum as left_value,
        '满分' as right_label,
        100 as right_value,
        0.005 as tolerance,
        first_evidence as left_evidence,
        cast(null as {{ dbt.type_string() }}) as right_evidence,
        confidence,
        terms
    from sheet
    where line_count >= 3

    union all

    select
        'R703' as rule_id,
        report_id,
        project_key as whole_key,
        0 as preference,
        true as is_complete,
        '得分超过分值的项数' as left_label,
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
