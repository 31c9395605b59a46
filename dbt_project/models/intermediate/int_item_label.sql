-- What a label means: term -> item_code. A class may be called by its code (function.20601), its
-- name or a former name. A name that several classes carry means the shallowest one; where that is
-- no answer either, the name stands for no item and its figures stay `other` under their own name.
{{ config(materialized='table') }}
with

class_name as (
    select 'function.' || code as item_code, name_zh as name, aliases from {{ ref('function_class') }}
    union all
    select 'economic.' || code as item_code, name_zh as name, aliases from {{ ref('economic_class') }}
),

class_term as (
    select item_code, {{ fold_text('name') }} as term from class_name
    union all
    select item_code, {{ fold_text('alias') }} as term
    from (select item_code, {{ explode_text('aliases', '|') }} as alias from class_name where aliases <> '') as former
),

shallowest as (
    select
        term,
        item_code,
        length(item_code) as depth,
        min(length(item_code)) over (partition by term) as least_depth
    from class_term
),

class_label as (
    select
        term,
        case when count(distinct item_code) = 1 then min(item_code) else 'other' end as item_code
    from shallowest
    where depth = least_depth
    group by term
),

candidate as (
    select term, item_code, 1 as precedence from {{ ref('item_term') }}
    union all
    select item_code as term, item_code, 2 as precedence from {{ ref('int_item') }}
    union all
    select term, item_code, 3 as precedence from class_label
),

ranked as (
    select term, item_code, row_number() over (partition by term order by precedence, item_code) as choice
    from candidate
)

select term, item_code
from ranked
where choice = 1
