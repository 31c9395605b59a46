-- Every item that an amount can be about: the fixed list and both official classifications.
{{ config(materialized='table') }}
with

fixed as (
    select item_code, parent_code, name_zh, name_en, sort_order
    from {{ ref('item') }}
),

functional as (
    select
        'function.' || code as item_code,
        'function.' || parent_code as parent_code,
        name_zh,
        name_en,
        10000 + row_number() over (order by code) as sort_order
    from {{ ref('function_class') }}
),

economic as (
    select
        'economic.' || code as item_code,
        'economic.' || parent_code as parent_code,
        name_zh,
        name_en,
        20000 + row_number() over (order by code) as sort_order
    from {{ ref('economic_class') }}
)

select * from fixed
union all
select * from functional
union all
select * from economic
