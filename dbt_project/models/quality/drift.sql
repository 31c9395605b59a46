-- How this version differs from the one published before it, quantity by quantity, against the bounds of
-- seed drift_bound. Shares and averages are a count over a base; a plain count has the base 1.
--
-- Nothing is compared where nothing was published before, or where the last version held the bundled
-- samples only and this one has none of them: somebody has tried the product and now loads reports of
-- their own.
with

current_report as (
    select
        report.report_id,
        coalesce(budget.facts, 0) as budget_facts,
        coalesce(expenditure.facts, 0) as expenditure_facts,
        coalesce(indicator.facts, 0) as indicator_facts,
        coalesce(found.checks, 0) as checks,
        coalesce(found.contradictions, 0) as contradictions,
        coalesce(coverage.number_count, 0) as numbers,
        coalesce(coverage.unread_count, 0) as unread
    from {{ ref('dim_report') }} as report
    {%- for mart in ['budget', 'expenditure', 'indicator'] %}
    left join (
        select report_id, count(*) as facts from {{ ref('fct_' ~ mart) }} group by report_id
    ) as {{ mart }} on report.report_id = {{ mart }}.report_id
    {%- endfor %}
    left join (
        select report_id, count(*) as checks, sum(case when status = 'fail' then 1 else 0 end) as contradictions
        from {{ ref('fct_reconciliation') }}
        group by report_id
    ) as found on report.report_id = found.report_id
    left join {{ ref('reading_coverage') }} as coverage on report.report_id = coverage.report_id
    where report.is_current
),

{%- set versions = {'previous': source('ledger', 'previous_report'), 'current': 'current_report'} %}
{%- set counts = ['budget_facts', 'expenditure_facts', 'indicator_facts', 'checks', 'contradictions', 'numbers', 'unread'] %}

common as (
    select previous.report_id
    from {{ source('ledger', 'previous_report') }} as previous
    inner join current_report on previous.report_id = current_report.report_id
),

{%- for version, reports in versions.items() %}

{{ version }}_total as (
    select
        count(*) as reports,
        count(common.report_id) as same_reports,
        {%- for mart in ['budget_facts', 'expenditure_facts', 'indicator_facts'] %}
        coalesce(sum(case when common.report_id is not null then report.{{ mart }} end), 0) as same_reports_{{ mart }},
        {%- endfor %}
        {%- for count in counts %}
        coalesce(sum(report.{{ count }}), 0) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ reports }} as report
    left join common on report.report_id = common.report_id
),
{%- endfor %}

current_file as (
    select
        (select count(*) from {{ ref('stg_raw__rejected_document') }}) as rejected,
        (select count(distinct report_id) from {{ ref('quarantine') }}) as quarantined
),

sample as (
    select count(*) as reports from {{ source('ledger', 'previous_report') }} where is_sample
),

version as (
    select
        previous_version.published_at,
        previous_version.accepted_reason,
        previous_version.published_at is not null
        and previous_total.reports > 0
        and not (sample.reports = previous_total.reports and current_total.same_reports = 0) as is_comparable
    from {{ source('ledger', 'previous_version') }} as previous_version
    cross join previous_total
    cross join current_total
    cross join sample
),

measured as (
    {%- set plain = ['reports', 'budget_facts', 'expenditure_facts', 'indicator_facts', 'checks'] %}
    {%- set same = ['same_reports_budget_facts', 'same_reports_expenditure_facts', 'same_reports_indicator_facts'] %}
    {%- for metric in plain %}
    select
        '{{ metric }}' as metric,
        previous_total.{{ metric }} as previous_count,
        1 as previous_base,
        current_total.{{ metric }} as current_count,
        1 as current_base
    from previous_total cross join current_total
    union all
    {%- endfor %}
    {%- for metric in same %}
    select '{{ metric }}', previous_total.{{ metric }}, previous_total.same_reports, current_total.{{ metric }}, current_total.same_reports
    from previous_total cross join current_total
    union all
    {%- endfor %}
    {%- for metric in ['rejected', 'quarantined'] %}
    select
        '{{ metric }}_share',
        previous_version.{{ metric }},
        previous_total.reports + previous_version.rejected + previous_version.quarantined,
        current_file.{{ metric }},
        current_total.reports + current_file.rejected + current_file.quarantined
    from previous_total
    cross join current_total
    cross join current_file
    cross join {{ source('ledger', 'previous_version') }} as previous_version
    union all
    {%- endfor %}
    select
        'facts_per_report',
        previous_total.budget_facts + previous_total.expenditure_facts + previous_total.indicator_facts,
        previous_total.reports,
        current_total.budget_facts + current_total.expenditure_facts + current_total.indicator_facts,
        current_total.reports
    from previous_total cross join current_total
    union all
    select 'unread_share', previous_total.unread, previous_total.numbers, current_total.unread, current_total.numbers
    from previous_total cross join current_total
    union all
    select 'contradiction_share', previous_total.contradictions, previous_total.checks, current_total.contradictions, current_total.checks
    from previous_total cross join current_total
),

compared as (
    select
        measured.metric,
        abs(measured.current_count - measured.previous_count) as change_count,
        cast(measured.previous_count as decimal(20, 6)) / nullif(measured.previous_base, 0) as previous_value,
        cast(measured.current_count as decimal(20, 6)) / nullif(measured.current_base, 0) as current_value,
        version.published_at,
        version.accepted_reason,
        version.is_comparable
    from measured
    cross join version
),

bounded as (
    select
        compared.*,
        bound.name_en,
        bound.name_zh,
        bound.smallest_change,
        compared.previous_value * bound.lowest_ratio as lowest_value,
        -- nothing is a multiple of nothing: what grows from zero is not outside
        coalesce(
            nullif(compared.previous_value, 0) * bound.highest_ratio, compared.previous_value + bound.highest_rise
        ) as highest_value
    from compared
    left join {{ ref('drift_bound') }} as bound on compared.metric = bound.metric
),

judged as (
    select
        *,
        case
            when not is_comparable or previous_value is null or current_value is null then 'not_applicable'
            when change_count < smallest_change then 'within'
            when current_value < lowest_value or current_value > highest_value then 'outside'
            else 'within'
        end as verdict
    from bounded
)

select
    cast(metric as {{ dbt.type_string() }}) as metric,
    name_en,
    name_zh,
    cast(case when is_comparable then previous_value end as decimal(20, 6)) as previous_value,
    cast(current_value as decimal(20, 6)) as current_value,
    cast(case when is_comparable then lowest_value end as decimal(20, 6)) as lowest_value,
    cast(case when is_comparable then highest_value end as decimal(20, 6)) as highest_value,
    cast(change_count as int) as change_count,
    cast(case when verdict = 'outside' and accepted_reason is not null then 'accepted' else verdict end as {{ dbt.type_string() }}) as status,
    case when verdict = 'outside' then accepted_reason end as accepted_reason,
    published_at as previous_published_at
from judged
