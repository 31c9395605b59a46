-- Every metric of seed metric_definition for every department and year in which its figures are known.
with

component as (
    select component.*
    from {{ ref('int_metric_component') }} as component
    inner join (
        select distinct department_id, fiscal_year from {{ ref('int_report') }}
    ) as reported
        on component.department_id = reported.department_id and component.fiscal_year = reported.fiscal_year
),

measured as (
    select
        definition.metric,
        numerator.department_id,
        numerator.fiscal_year,
        definition.scale,
        numerator.component_value - coalesce(subtrahend.component_value, 0) as numerator,
        denominator.component_value as denominator,
        -- the least sure of the three; Spark's and DuckDB's least() leave NULL out
        least(numerator.confidence, subtrahend.confidence, denominator.confidence) as confidence,
        case
            when subtrahend.fact_ids is null then numerator.fact_ids
            else numerator.fact_ids || ',' || subtrahend.fact_ids
        end as numerator_ids,
        denominator.fact_ids as denominator_ids
    from {{ ref('metric_definition') }} as definition
    inner join component as numerator on definition.numerator = numerator.component
    inner join component as denominator
        on
            definition.denominator = denominator.component
            and numerator.department_id = denominator.department_id
            and numerator.fiscal_year = denominator.fiscal_year
    left join component as subtrahend
        on
            definition.subtrahend = subtrahend.component
            and numerator.department_id = subtrahend.department_id
            and numerator.fiscal_year = subtrahend.fiscal_year
    where
        denominator.component_value <> 0
        and (definition.subtrahend is null or subtrahend.component is not null)
)

select
    cast(measured.metric as {{ dbt.type_string() }}) as metric,
    measured.department_id,
    department.department_name,
    department.region_code,
    cast(measured.fiscal_year as int) as fiscal_year,
    cast(measured.scale * measured.numerator / measured.denominator as decimal(24, 6)) as value,
    cast(measured.numerator as decimal(28, 6)) as numerator,
    cast(measured.denominator as decimal(28, 6)) as denominator,
    cast(measured.confidence as decimal(4, 3)) as confidence,
    measured.numerator_ids,
    measured.denominator_ids
from measured
inner join {{ ref('dim_department') }} as department on measured.department_id = department.department_id
