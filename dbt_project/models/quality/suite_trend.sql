-- How each suite came out in each run; a view, so that it holds the run under way too.
with

counted as (
    select
        run_id,
        suite,
        min(layer) as layer,
        max(checked_at) as checked_at,
        count(*) as expectations,
        sum(case when outcome = 'passed' then 1 else 0 end) as passed,
        sum(case when outcome = 'failed' then 1 else 0 end) as failed,
        sum(case when outcome = 'errored' then 1 else 0 end) as errored,
        sum(case when outcome = 'errored' or (outcome = 'failed' and severity = 'error') then 1 else 0 end) as blocking
    from {{ source('ledger', 'validation_result') }}
    group by run_id, suite
),

shared as (
    select *, cast(passed as decimal(20, 6)) / expectations as passed_share from counted
)

select
    run_id,
    suite,
    -- the tests of the models are about every layer
    case when suite = 'dbt' then 'dbt' else layer end as layer,
    checked_at,
    cast(expectations as int) as expectations,
    cast(passed as int) as passed,
    cast(failed as int) as failed,
    cast(errored as int) as errored,
    cast(blocking as int) as blocking,
    cast(passed_share as decimal(9, 6)) as passed_share,
    cast(
        passed_share - lag(passed_share) over (partition by suite order by checked_at, run_id) as decimal(9, 6)
    ) as change_of_share
from shared
