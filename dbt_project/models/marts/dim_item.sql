select
    cast(item_code as {{ dbt.type_string() }}) as item_code,
    cast(parent_code as {{ dbt.type_string() }}) as parent_code,
    cast(name_zh as {{ dbt.type_string() }}) as name_zh,
    cast(name_en as {{ dbt.type_string() }}) as name_en,
    cast(sort_order as int) as sort_order
from {{ ref('int_item') }}
