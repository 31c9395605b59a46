{#- Whether a head count is that of all posts (quota) or of all staff in them (actual): its category, the
    first level of a staffing indicator, says which of the two, unless its name is that of one kind of
    staff only (行政编制, 事业人员). -#}
{% macro staff_count_kind(category, name) -%}
    case
        when {{ regexp_found(name, '行政|事业|工勤|后勤|参公|参照|机关|公务员|领导|职数|雇员|聘|病休|教师|技术|工人|控制|供养|其中|管理人|岗位|警|政法|员额|公益|全额|差额|自收|科级|处级|班子|专技|备案|周转') }} then null
        when {{ category }} = '编制' then 'quota'
        when {{ category }} = '在职' then 'actual'
    end
{%- endmacro %}
