{#- True where a text holds what looks like a telephone or identity number, a mail address or a messenger account. -#}
{% macro looks_like_contact(expression) -%}
    (
        {{ regexp_found(expression, '(^|[^0-9.])1[3-9][0-9]{9}([^0-9.元万]|$)') }}
        or {{ regexp_found(expression, '(^|[^0-9.])1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}([^0-9.]|$)') }}
        or {{ regexp_found(expression, '(电话|手机|传真|联系方式)[号码：:(（ 　]{0,6}(0[0-9]{2,3}[-)） ]?)?[0-9]{7,8}([^0-9.元]|$)') }}
        or {{ regexp_found(expression, '(^|[^0-9])[1-9][0-9]{5}(19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]([^0-9]|$)') }}
        or {{ regexp_found(expression, '(QQ|qq|微信)(号|群|账号)?[：: ]{1,3}[A-Za-z0-9][A-Za-z0-9_-]{4,}([^A-Za-z0-9_元人次-]|$)') }}
        or {{ regexp_found(expression, '[A-Za-z0-9._-]+@[A-Za-z0-9-]+[.][A-Za-z]') }}
    )
{%- endmacro %}


{#- True where a text holds what looks like a person's name: behind a label, or a frequent surname before 同志 or a benefit. -#}
{% macro looks_like_name(expression) -%}
    (
        {{ regexp_found(expression, '(联系人|填报人|填表人|经办人|制表人|审核人|签字人|签发人|单位负责人|财务负责人|主要负责人)([(（][^)）]{0,8}[)）])?[ 　]*[：:|][ 　]*[一-龥]{2,4}([^一-龥：:]|$)') }}
        or {{ regexp_found(expression, '(^|[^一-龥]|[由在与和给向请经付])[王李张刘陈杨赵吴徐孙朱胡郭罗郑谢宋邓冯韩曹彭蔡袁董吕魏蒋杜姜卢崔廖姚邱谭韦贾邹薛侯郝邵龚][一-龥]{1,2}(同志|先生|女士|慰问金|抚恤金|丧葬费)') }}
    )
{%- endmacro %}


{#- The words that each published table shows, one row a row: table_name, report_id, words. -#}
{% macro published_words() -%}
    {%- set columns = {
        'dim_report': ['title'],
        'fct_budget': ['item_name', 'budget_unit', 'evidence'],
        'fct_expenditure': ['item_name', 'budget_unit', 'evidence'],
        'fct_indicator': [
            'level1', 'level2', 'level3', 'indicator_name', 'project_name', 'budget_unit',
            'target_text', 'actual_text', 'evidence',
        ],
        'fct_reconciliation': ['left_label', 'right_label', 'left_evidence', 'right_evidence'],
        'indicator_attainment': [
            'level1', 'level2', 'level3', 'indicator_name', 'project_name', 'target_text', 'actual_text', 'evidence',
        ],
        'score_breakdown': ['project_name', 'level1', 'level2'],
        'unread_number': ['evidence'],
    } -%}
    {%- for model, names in columns.items() %}
    select '{{ model }}' as table_name, report_id, concat_ws(' ¦ ', {{ names | join(', ') }}) as words from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
