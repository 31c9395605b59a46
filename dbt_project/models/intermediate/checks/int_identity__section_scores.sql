-- Scores of sections that the prose states ("其中投入得29分，过程得28分"), against the lines of the sheet under them.
-- A sheet was read to its end where its weights make its full mark. One section alone may be said of anything (a criterion,
-- an indicator of that name): it can confirm, and from two stated sections on a difference is one of the report.
with

section as (
    select
        report_id,
        sheet_no,
        {{ regexp_replace_all(plain_name('level1'), '(类?指标|部分|方面)$', '') }} as section_name,
        count(*) as line_count,
        count(score) as scored_count,
        sum(weight) as weight_sum,
        sum(score) as score_sum,
        {{ join_text('line_label', ' + ', 'char_start') }} as line_labels,
        {{ join_text('terms', ',', 'char_start') }} as terms,
        min(evidence) as first_evidence,
        min(confidence) as confidence
    from {{ of_changed('int_score_line') }}
    where not is_weightless and level1 is not null
    group by report_id, sheet_no, {{ regexp_replace_all(plain_name('level1'), '(类?指标|部分|方面)$', '') }}
),

phrase as (
    select
        section.*,
        {{ fold_text('document.document_text') }} as fold_document,
        '((?:其中|[。，,;；:、])' || section.section_name
            || '(?:类?指标|部分|方面)?(?:自评|评价|实际)?(?:得分|实得分?|得)?[为是:]?[0-9]{1,2}(?:[.][0-9]{1,2})?分)[。，,;；、)]' as pattern
    from section
    inner join {{ of_changed('int_sheet') }} as sheet on section.report_id = sheet.report_id and section.sheet_no = sheet.sheet_no
    inner join {{ of_changed('stg_raw__document') }} as document on section.report_id = document.report_id
    where
        sheet.weight_sum = sheet.full_weight
        and sheet.is_of_report
        and section.line_count = section.scored_count
        and {{ regexp_found('section.section_name', '^[一-龥]{2,10}$') }}
),

found as (
    select *, {{ regexp_column_first('fold_document', 'pattern') }} as statement
    from phrase
),

scored as (
    select
        *,
        cast(nullif({{ regexp_first('statement', '([0-9]{1,2}(?:[.][0-9]{1,2})?)分$') }}, '') as decimal(9, 2)) as stated_score
    from found
),

stated as (
    select *, count(*) over (partition by report_id) as section_count
    from scored
    -- "投入30分" without a word of scoring is the full mark
    where stated_score is not null and ({{ regexp_found('statement', '得|自评|评价') }} or stated_score <> weight_sum)
),

reading as (
    select
        'R704' as rule_id,
        report_id,
        section_name as whole_key,
        0 as preference,
        section_count >= 2 as is_complete,
        line_labels as left_label,
        score_sum as left_value,
        section_name || '所述得分' as right_label,
        stated_score as right_value,
        0.005 as tolerance,
        first_evidence as left_evidence,
        statement as right_evidence,
        confidence,
        terms
    from stated
)

{{ best_reading('reading') }}
