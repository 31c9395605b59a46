select
    cast(definition.metric as {{ dbt.type_string() }}) as metric,
    cast(definition.name_zh as {{ dbt.type_string() }}) as name_zh,
    cast(definition.name_en as {{ dbt.type_string() }}) as name_en,
    cast(definition.description_zh as {{ dbt.type_string() }}) as description_zh,
    cast(definition.description_en as {{ dbt.type_string() }}) as description_en,
    cast(definition.numerator as {{ dbt.type_string() }}) as numerator,
    cast(definition.subtrahend as {{ dbt.type_string() }}) as subtrahend,
    cast(definition.denominator as {{ dbt.type_string() }}) as denominator,
    cast(definition.scale as decimal(9, 2)) as scale,
    cast(definition.unit as {{ dbt.type_string() }}) as unit,
    cast(component.source as {{ dbt.type_string() }}) as source
from {{ ref('metric_definition') }} as definition
inner join {{ ref('metric_component') }} as component on definition.numerator = component.component
