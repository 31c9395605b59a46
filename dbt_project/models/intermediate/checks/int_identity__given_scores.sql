-- Scores that the report gives itself, against what they follow from: the grade from the score, the score of
-- the execution rate from weight and rate, and the score of a control rate from the deduction that the sheet
-- states ("每超过一个百分点扣0.5分") and the report's own figures.
with

document as (
    select
        report_id,
        -- a report may state bands of its own: "85分以上为优", "优（95-100分）"
        {{ regexp_found('document_text', '[0-9]{2,3}分?[(（]?含?[^。;；]{0,4}(以上|[-~～—－至])[^。;；]{0,10}(优|良|中|差)') }}
        or {{ regexp_found('document_text', '(优|良|中|差)[^。;；]{0,8}[0-9]{2,3}分?[^。;；]{0,3}(以上|[-~～—－至])') }} as has_own_bands
    from {{ of_changed('stg_raw__document') }}
),

grade as (
    select
        'R705' as rule_id,
        report.report_id,
        'grade' as whole_key,
        0 as preference,
        true as is_complete,
        '自评得分' as left_label,
        report.self_score as left_value,
        '等级' || report.self_grade || '的分数段' as right_label,
        -- the nearest score of the band
        case
            when report.self_score < band.lowest_score then band.lowest_score
            when report.self_score >= band.below_score then band.below_score - 0.01
            else report.self_score
        end as right_value,
        0 as tolerance,
        -- a report without a title is quoted by its score and grade alone
        coalesce(report.title, '自评得分' || report.self_score || '，等级' || report.self_grade) as left_evidence,
        coalesce(report.title, '自评得分' || report.self_score || '，等级' || report.self_grade) as right_evidence,
        -- the bands are those in general use; the scoring rules of the place may have others
        0.65 as confidence,
        'header 0' as terms
    from {{ of_changed('int_report') }} as report
    inner join document on report.report_id = document.report_id
    inner join {{ ref('grade_band') }} as band on substr(report.self_grade, 1, 1) = band.grade
    where report.self_score between 0 and 100 and not document.has_own_bands
),

line as (
    select
        indicator.*,
        coalesce(sheet.sheet_label, '') as sheet_label,
        {{ fold_text('indicator.evidence') }} as fold_evidence,
        {{ regexp_first(fold_text('evidence'), '每(?:超过|超出|超|降低|低于|低|超过[(]降低[)]|超[(]低[)])([0-9.]+|一)个?(?:百分点|%)扣') }} as step_text,
        {{ regexp_first(fold_text('evidence'), '每(?:超过|超出|超|降低|低于|低|超过[(]降低[)]|超[(]低[)])(?:[0-9.]+|一)个?(?:百分点|%)扣([0-9.]+)分') }} as deduction_text,
        {{ regexp_found(fold_text('evidence'), '每超') }} as is_deducted_above,
        {{ regexp_found(fold_text('evidence'), '每(降低|低)|每超过[(]降低|每超[(]低') }} as is_deducted_below
    from {{ of_changed('int_indicator') }} as indicator
    left join {{ of_changed('int_sheet') }} as sheet on indicator.report_id = sheet.report_id and indicator.sheet_no = sheet.sheet_no
    where indicator.indicator_kind = 'evaluation' and indicator.score is not null and indicator.weight > 0
),

criterion as (
    select
        *,
        cast(case step_text when '一' then '1' else step_text end as decimal(9, 2)) as step,
        cast(deduction_text as decimal(9, 2)) as deduction
    from line
    where
        step_text <> ''
        and deduction_text <> ''
        and budget_unit is null
        -- what is deducted from, where the line says that it is not 100%
        and not {{ regexp_found('fold_evidence', '(达到|≥|>=|大于|不低于|低于|以)[1-9][0-9]([.][0-9]+)?%') }}
),

head_count as (
    select
        report_id,
        fiscal_year,
        {{ staff_count_kind('level1', 'plain_indicator_name') }} as count_kind,
        actual_value,
        indicator_name || ' ' || actual_text as count_label,
        terms
    from {{ of_changed('int_indicator') }}
    where indicator_kind = 'staffing' and budget_unit is null and actual_value > 0
),

rate as (
    select
        criterion.report_id,
        criterion.indicator_id,
        100 * actual.actual_value / quota.actual_value as rate,
        actual.count_label || ' ÷ ' || quota.count_label as rate_label,
        actual.terms || ',' || quota.terms as terms,
        1.0 as confidence
    from criterion
    inner join head_count as actual on criterion.report_id = actual.report_id and actual.count_kind = 'actual'
    inner join head_count as quota
        on actual.report_id = quota.report_id and actual.fiscal_year = quota.fiscal_year and quota.count_kind = 'quota'
    where {{ regexp_found('criterion.plain_indicator_name', '^(在职)?人员控制率$') }}

    union all

    select
        criterion.report_id,
        criterion.indicator_id,
        100 * above.amount_cny / below.amount_cny as rate,
        above.level_label || ' ÷ ' || below.level_label as rate_label,
        above.terms || ',' || below.terms as terms,
        least(above.confidence, below.confidence) as confidence
    from criterion
    inner join {{ ref('scored_rate') }} as scored on criterion.plain_indicator_name = scored.rate_name
    inner join {{ of_changed('int_level') }} as above
        on
            criterion.report_id = above.report_id
            and criterion.fiscal_year = above.fiscal_year
            and scored.item_code = above.item_code
            and scored.above_measure = above.measure
            and above.unit_key = ''
    inner join {{ of_changed('int_level') }} as below
        on
            above.report_id = below.report_id
            and above.unit_key = below.unit_key
            and above.item_code = below.item_code
            and above.item_key = below.item_key
            and above.funding_source = below.funding_source
            and above.fiscal_year - scored.years_before = below.fiscal_year
            and scored.below_measure = below.measure
    where below.amount_cny > 0
),

excess as (
    select
        criterion.*,
        rate.rate,
        rate.rate_label,
        rate.terms as rate_terms,
        rate.confidence as rate_confidence,
        case
            when rate.rate > 100 and criterion.is_deducted_above then rate.rate - 100
            when rate.rate < 100 and criterion.is_deducted_below then 100 - rate.rate
            else 0
        end as points
    from criterion
    inner join rate on criterion.indicator_id = rate.indicator_id
),

recomputed as (
    select
        'R408' as rule_id,
        report_id,
        indicator_id as whole_key,
        0 as preference,
        true as is_complete,
        sheet_label || indicator_name || '得分' as left_label,
        score as left_value,
        '按' || rate_label || '计，每' || step_text || '个百分点扣' || deduction_text || '分' as right_label,
        greatest(weight - deduction * points / step, 0) as right_value,
        -- a begun step may count in full or not at all
        case when points > 0 then deduction else 0 end as tolerance,
        evidence as left_evidence,
        evidence as right_evidence,
        least(confidence, rate_confidence) as confidence,
        {{ term('score', 'indicator_no') }} || ',' || rate_terms as terms
    from excess
),

of_execution as (
    select
        *,
        {{ regexp_first(fold_text('evidence'), '([0-9]+[.]?[0-9]*)%') }} as rate_text
    from line
    where
        plain_indicator_name = '预算执行率'
        -- one rate, and no criterion but the product
        and length(fold_evidence) - length(replace(fold_evidence, '%', '')) = 1
        and not {{ regexp_found('evidence', '扣|满分|以上|以下|超过|不得分') }}
),

product as (
    select
        'R706' as rule_id,
        report_id,
        indicator_id as whole_key,
        0 as preference,
        true as is_complete,
        sheet_label || '预算执行率得分' as left_label,
        score as left_value,
        '分值' || cast(weight as {{ dbt.type_string() }}) || ' × ' || rate_text || '%' as right_label,
        weight * least(cast(rate_text as decimal(18, 6)), 100) / 100 as right_value,
        {{ half_last_place('score') }} + weight * 0.005 * power(0.1, {{ decimals_printed('rate_text') }}) as tolerance,
        evidence as left_evidence,
        evidence as right_evidence,
        confidence,
        {{ term('score', 'indicator_no') }} as terms
    from of_execution
    where rate_text <> '' and length(rate_text) < 9
),

reading as (
    select * from grade
    union all
    select * from recomputed
    union all
    select * from product
)

{{ best_reading('reading') }}
