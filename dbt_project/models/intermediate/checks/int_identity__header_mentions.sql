-- Department and fiscal year of the report, against those that the headings of its own sheets name.
-- An agency goes by several names, and a sheet of another year may be annexed: a difference is one to look into.
with

-- few lines can be either, and folding them all would be the dearest thing that is done to a report's text
line as (
    select
        report_id,
        trim({{ fold_text('line_text') }}) as line_text
    from (
        select report_id, {{ explode_text('document_text', '\n') }} as line_text from {{ of_changed('stg_raw__document') }}
    ) as broken
    where line_text like '%表%' or line_text like '%名称%' or line_text like '%填报%'
),

-- a heading with two years is of a period
heading as (
    select
        report_id,
        line_text,
        {{ regexp_first('line_text', '^[^0-9。;]{0,30}((?:19|20)[0-9][0-9])年?度?[^0-9。;,]{0,30}(?:自评表|评价表|决算表|决算总表|完成情况表)[()附件表一二三四五六七八九0-9]*$') }} as year_text
    from line
    where length(line_text) <= 60
),

year_named as (
    select
        'R606' as rule_id,
        report.report_id,
        heading.year_text as whole_key,
        '报告年度' as left_label,
        report.fiscal_year as left_value,
        '表头年度' as right_label,
        cast(heading.year_text as int) as right_value,
        min(coalesce(report.title, heading.line_text)) as left_evidence,
        min(heading.line_text) as right_evidence
    from heading
    inner join {{ of_changed('int_report') }} as report on heading.report_id = report.report_id
    where heading.year_text <> '' and report.fiscal_year is not null
    group by report.report_id, report.fiscal_year, heading.year_text
),

field as (
    select
        report_id,
        line_text,
        {{ regexp_replace_all(
            regexp_first('line_text', '^[| ]*(?:部门(?:[(]单位[)])?名称|填报部门|填报单位)(?:[(](?:公章|盖章|章)[)])?[ :|]+([^|:() ]{4,30})(?:$|[|:() ])'),
            '^.*(省|市|州|县|区|旗)', ''
        ) }} as field_name
    from line
),

-- All that the report calls its department: what the title says, and the spellings of the name that was read where
-- that name stands in the title, or no title names a department.
own_name as (
    select
        report_id,
        coalesce(title, '')
            || case
                when coalesce(instr(title, department_name), 0) > 0 or not coalesce({{ regexp_found('title', '局|委|办|院|会|中心|厅|处|站|所|校|馆|队|镇|乡|街道|政府') }}, false)
                    then department_name || department_spelling || short_name
                else ''
            end as names,
        coalesce(title, department_name) as stands_in
    from {{ of_changed('int_report') }}
    where department_name is not null
),

-- Another department is one whose name has a character that no name of this one has: short forms only leave out.
department_named as (
    select
        'R607' as rule_id,
        field.report_id,
        field.field_name as whole_key,
        own_name.stands_in as left_label,
        1 as left_value,
        '表中部门名称“' || field.field_name || '”（同名为1，异名为0）' as right_label,
        case when translate(field.field_name, own_name.names, '') = '' then 1 else 0 end as right_value,
        min(own_name.stands_in) as left_evidence,
        min(field.line_text) as right_evidence
    from field
    inner join own_name on field.report_id = own_name.report_id
    where length(field.field_name) >= 2
    group by field.report_id, field.field_name, own_name.names, own_name.stands_in
),

named as (
    select * from year_named
    union all
    select * from department_named
),

reading as (
    select
        *,
        0 as preference,
        true as is_complete,
        0 as tolerance,
        cast(1 as decimal(4, 3)) as confidence,
        'header 1' as terms
    from named
)

{{ best_reading('reading') }}
