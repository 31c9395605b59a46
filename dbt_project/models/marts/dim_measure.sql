select
    cast(measure as {{ dbt.type_string() }}) as measure,
    cast(mart as {{ dbt.type_string() }}) as mart,
    cast(name_zh as {{ dbt.type_string() }}) as name_zh,
    cast(name_en as {{ dbt.type_string() }}) as name_en,
    cast(sort_order as int) as sort_order
from {{ ref('measure') }}
