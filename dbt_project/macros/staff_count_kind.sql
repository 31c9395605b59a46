{#- Whether a head count is that of all posts (quota) or of all staff in them (actual). Counts of one
    kind of staff (行政编制, 退休) are neither. -#}
{% macro staff_count_kind(name) -%}
    case
        when {{ regexp_found(name, '^([0-9]{4}年(度|末)?)?(人员|核定|总|全局|部门)?编制(总)?(人数|人员|数|总数|总计)?(合计)?$') }} then 'quota'
        when {{ regexp_found(name, '^([0-9]{4}年(度|末)?)?(年末|全局|部门|现有)?(实际|实有)?(在职)?(在编)?(人员|职工|干部职工)?(人数|数|总数)?$') }}
            and {{ regexp_found(name, '在职|实有') }} then 'actual'
    end
{%- endmacro %}
