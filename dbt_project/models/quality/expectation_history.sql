-- What became of each expectation over all runs; a view, so that it holds the run under way too.
with

outcome as (
    select
        expectation,
        suite,
        asset,
        severity,
        dimension,
        owner,
        run_id,
        outcome,
        checked_at,
        row_number() over (partition by expectation order by checked_at desc, run_id desc) as recency
    from {{ source('ledger', 'validation_result') }}
),

latest as (
    select * from outcome where recency = 1
),

-- how many runs ago the outcome was last another one
changed as (
    select outcome.expectation, min(outcome.recency) as recency
    from outcome
    inner join latest on outcome.expectation = latest.expectation
    where outcome.outcome <> latest.outcome
    group by outcome.expectation
),

counted as (
    select
        outcome.expectation,
        count(*) as runs,
        sum(case when outcome.outcome <> 'passed' then 1 else 0 end) as runs_not_passed,
        min(case when outcome.outcome <> 'passed' then outcome.checked_at end) as first_failed_at,
        max(case when outcome.outcome <> 'passed' then outcome.checked_at end) as last_failed_at,
        sum(case when changed.recency is null or outcome.recency < changed.recency then 1 else 0 end) as current_streak,
        min(case when changed.recency is null or outcome.recency < changed.recency then outcome.checked_at end) as streak_since
    from outcome
    left join changed on outcome.expectation = changed.expectation
    group by outcome.expectation
)

select
    latest.expectation,
    latest.suite,
    latest.asset,
    latest.severity,
    latest.dimension,
    latest.owner,
    latest.run_id as last_run_id,
    latest.checked_at as last_checked_at,
    latest.outcome as last_outcome,
    cast(counted.runs as int) as runs,
    cast(counted.runs_not_passed as int) as runs_not_passed,
    counted.first_failed_at,
    counted.last_failed_at,
    cast(counted.current_streak as int) as current_streak,
    counted.streak_since
from latest
inner join counted on latest.expectation = counted.expectation
