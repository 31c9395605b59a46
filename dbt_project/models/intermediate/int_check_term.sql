-- One row per operand of an identity, with the place in the text where its number stands.
{{ config(incremental_strategy='by_affected_report') }}
with

listed as (
    select
        identity_key,
        report_id,
        {{ explode_text('terms', ',') }} as term
    from {{ of_affected('int_identity') }}
),

place as (
    select report_id, {{ term('figure', 'figure_no') }} as term, char_start, char_end, confidence, amount_text as number_text
    from {{ of_affected('int_figure_coded') }}

    union all

    select
        report_id,
        {{ term('relation', 'relation_no') }} as term,
        char_start,
        char_end,
        cast(1 as decimal(4, 3)) as confidence,
        value_text as number_text
    from {{ of_affected('stg_raw__stated_relation') }}

    union all

    select report_id, terms as term, char_start, char_end, confidence, actual_text as number_text
    from {{ of_affected('int_indicator') }}

    union all

    -- the place of a line with a goal is that of the goal, not of its score
    select
        report_id,
        {{ term('score', 'indicator_no') }} as term,
        case when indicator_kind = 'evaluation' then char_start end as char_start,
        case when indicator_kind = 'evaluation' then char_end end as char_end,
        confidence,
        cast(score as {{ dbt.type_string() }}) as number_text
    from {{ of_affected('int_indicator') }}
    where score is not null or weight is not null

    union all

    select report_id, terms as term, char_start, char_end, confidence, cast(coalesce(score, weight) as {{ dbt.type_string() }}) as number_text
    from {{ of_affected('int_sheet_sum') }}

    union all

    -- the header keeps no place of the score that the report gives itself
    select
        report_id,
        'header 0' as term,
        cast(null as int) as char_start,
        cast(null as int) as char_end,
        cast(1 as decimal(4, 3)) as confidence,
        cast(self_score as {{ dbt.type_string() }}) as number_text
    from {{ of_affected('int_report') }}
    where self_score is not null

    union all

    -- nor of its fiscal year and department, which are no amounts
    select
        report_id,
        'header 1' as term,
        cast(null as int) as char_start,
        cast(null as int) as char_end,
        cast(1 as decimal(4, 3)) as confidence,
        cast(null as {{ dbt.type_string() }}) as number_text
    from {{ of_affected('int_report') }}
)

select distinct
    listed.identity_key,
    listed.report_id,
    listed.term,
    place.number_text,
    place.confidence,
    place.char_start,
    place.char_end
from listed
inner join place on listed.report_id = place.report_id and listed.term = place.term
