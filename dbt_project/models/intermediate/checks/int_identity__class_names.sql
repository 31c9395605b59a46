-- Code and name of a functional class that stand side by side in a table row. A name that several classes carry is
-- right with each of them; a code or a name that the list does not know (one of another year) says nothing, nor
-- does a name of its own class's level above or below.
with

row_head as (
    select
        report_id,
        evidence,
        confidence,
        terms,
        replace(replace(
            {{ regexp_first(fold_text('evidence'), '^[ |]*([0-9]{3}(?:[ |]*[0-9]{2}){0,2})[ |]*[^0-9 |.,%]') }},
        ' ', ''), '|', '') as printed_code,
        {{ regexp_replace_all(
            plain_name(regexp_first(fold_text('evidence'), '^[ |]*[0-9]{3}(?:[ |]*[0-9]{2}){0,2}[ |]*([^0-9 |.,%][^|]*)')),
            '[(](类|款|项)[)]$', ''
        ) }} as printed_name
    from {{ of_changed('int_figure_coded') }}
    where source_form = 'table'
),

-- a row with several amounts is one row
printed as (
    select
        report_id,
        printed_code,
        printed_name,
        min(evidence) as evidence,
        max(confidence) as confidence,
        min(terms) as terms
    from row_head
    where printed_code <> '' and not {{ regexp_found('printed_name', '^(其他|其它|其中)') }}
    group by report_id, printed_code, printed_name
),

class_name as (
    select code, {{ regexp_replace_all(plain_name('name_zh'), '[(][0-9]{4}年及以前[)]$', '') }} as name from {{ ref('function_class') }}
    union all
    select code, {{ plain_name('alias') }} as name
    from (select code, {{ explode_text('aliases', '|') }} as alias from {{ ref('function_class') }} where aliases <> '') as former
),

reading as (
    select
        'R604' as rule_id,
        printed.report_id,
        printed.printed_code || printed.printed_name as whole_key,
        0 as preference,
        true as is_complete,
        '科目编码' || printed.printed_code || '（' || own.name_zh || '）' as left_label,
        cast(printed.printed_code as int) as left_value,
        '科目名称“' || printed.printed_name || '”的编码' as right_label,
        cast(named.code as int) as right_value,
        0 as tolerance,
        printed.evidence as left_evidence,
        printed.evidence as right_evidence,
        printed.confidence,
        printed.terms
    from printed
    inner join {{ ref('function_class') }} as own on printed.printed_code = cast(own.code as {{ dbt.type_string() }})
    inner join class_name as named on printed.printed_name = named.name
    where
        not exists (
            select 1 from class_name as related
            where
                related.name = printed.printed_name
                and related.code <> own.code
                and (
                    instr(cast(related.code as {{ dbt.type_string() }}), printed.printed_code) = 1
                    or instr(printed.printed_code, cast(related.code as {{ dbt.type_string() }})) = 1
                )
        )
)

{{ best_reading('reading') }}
