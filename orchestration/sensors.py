"""What the daemon watches: the inbox, failed and dead runs, and the age of the warehouse."""

import time
from collections.abc import Sequence

import dagster as dg

from orchestration.alerts import STALE, Alert, alert_failed_run, raise_alert, send_pending
from orchestration.inbox import SEEN, fingerprint
from orchestration.jobs import nightly_load
from orchestration.resources import bury_killed_runs
from warehouse.errors import LoadInProgressError
from warehouse.home import Home
from warehouse.lock import load_lock
from warehouse.settings import Settings

_WATCH_SECONDS = 30
_DAY = 86_400
_RUNNING = dg.DefaultSensorStatus.RUNNING


def make_sensors(home: Home, settings: Settings) -> Sequence[dg.SensorDefinition]:
    """All sensors of one home; each is on unless it is switched off in the UI."""
    return [
        _inbox_sensor(settings),
        _failed_runs(home, settings),
        _dead_runs(home),
        _stale_warehouse(home, settings),
    ]


def _inbox_sensor(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="inbox_sensor",
        job=nightly_load,
        minimum_interval_seconds=settings.inbox_seconds,
        default_status=_RUNNING,
        description="Loads the inbox once two looks find it changed and alike: its files are complete.",
    )
    def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        try:
            seen = fingerprint(settings.reports)
        except OSError as error:
            return dg.SkipReason(f"The reports folder {settings.reports} cannot be listed: {error.strerror}.")
        if seen != context.cursor:
            return dg.SensorResult(skip_reason="The inbox has changed; a second look follows.", cursor=seen)
        runs = context.instance.get_runs(dg.RunsFilter(job_name=nightly_load.name), limit=1)
        if runs and runs[0].tags.get(SEEN) == seen:
            return dg.SkipReason(f"Run {runs[0].run_id} was asked to load what is there.")
        return dg.SensorResult(run_requests=[dg.RunRequest(tags={SEEN: seen})], cursor=seen)

    return inbox_sensor


def _failed_runs(home: Home, settings: Settings) -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name="failed_runs",
        minimum_interval_seconds=_WATCH_SECONDS,
        default_status=_RUNNING,
        description="Alerts of every run that failed.",
    )
    def failed_runs(context: dg.RunFailureSensorContext) -> None:
        alert_failed_run(context.instance, context.dagster_run, home, settings, context.log)

    return failed_runs


def _dead_runs(home: Home) -> dg.SensorDefinition:
    @dg.sensor(
        name="dead_runs",
        minimum_interval_seconds=_WATCH_SECONDS,
        default_status=_RUNNING,
        description="Marks killed runs as failed: while they count as running, no other leaves the queue.",
    )
    def dead_runs(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        started = context.instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
        ids = ",".join(sorted(run.run_id for run in started))
        buried: list[str] = []
        try:
            with load_lock(home.lock, "dead_runs"):
                # A run has let go of the lock a moment before it counts as ended, so one look is not enough.
                if ids and ids == context.cursor:
                    buried = bury_killed_runs(context.instance, home)
        except LoadInProgressError as error:
            return dg.SensorResult(skip_reason=str(error), cursor="")
        for run_id in buried:
            context.log.warning(f"Run {run_id} was killed and is marked as failed.")
        return dg.SensorResult(skip_reason=f"{len(buried)} runs were found dead.", cursor=ids)

    return dead_runs


def _stale_warehouse(home: Home, settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="stale_warehouse",
        minimum_interval_seconds=_WATCH_SECONDS,
        default_status=_RUNNING,
        description="Alerts, once a day, while the published warehouse is old; sends alerts that are left.",
    )
    def stale_warehouse(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        send_pending(home, settings, context.log)
        if not home.published.exists():
            return dg.SkipReason("Nothing is published yet.")
        published = home.published.stat().st_mtime
        late = time.time() - published - settings.stale_hours * 3600
        if late < 0:
            return dg.SkipReason("The warehouse is fresh.")
        told = f"{published}:{late // _DAY:.0f}"
        if told == context.cursor:
            return dg.SkipReason("The warehouse is stale, as was alerted.")
        alert = Alert(STALE, staleness(published, time.time(), settings.stale_hours), run_id=_last(context))
        raise_alert(alert, home, settings, context.log)
        return dg.SensorResult(skip_reason=alert.reason, cursor=told)

    return stale_warehouse


def staleness(published: float, now: float, limit_hours: int) -> str:
    """In words, how old the published warehouse is."""
    at = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(published))
    hours = (now - published) / 3600
    return f"The warehouse is stale: published {at}, {hours:.0f} hours ago (limit {limit_hours})."


def _last(context: dg.SensorEvaluationContext) -> str | None:
    runs = context.instance.get_runs(dg.RunsFilter(job_name=nightly_load.name), limit=1)
    return runs[0].run_id if runs else None
