"""What the steps of a run share: the inbox folder, the build of this run, and dbt.

Resources only; what the steps do with them is in `assets`, `dbt_assets`, `checks` and `publishing`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import duckdb

from warehouse import build
from warehouse.home import Home
from warehouse.lock import load_lock, waiting
from warehouse.settings import read_settings

JUST_BEGUN_SECONDS = 5


class Inbox(dg.ConfigurableResource):
    """The folder that the reports lie in."""

    folder: str

    @property
    def path(self) -> Path:
        return Path(self.folder)


class Clock(dg.ConfigurableResource):
    """The time that a run stamps documents and its version with."""

    def now(self) -> datetime:
        """The present moment, with its zone."""
        return datetime.now(UTC)


class Build(dg.ConfigurableResource):
    """The working copy of the warehouse that one run builds, checks and publishes.

    It is begun when the run begins and the lock is held until the run ends, so a run never meets the
    leftovers of another. What a run does not publish is gone with the next.
    """

    jixiao_home: str

    @property
    def home(self) -> Home:
        return Home(Path(self.jixiao_home))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Build"]:
        """Waits its turn; raises LoadInProgressError where another load holds this JIXIAO_HOME for too long."""
        run_id = context.run_id or "without-a-run"
        settings = read_settings()
        tell = context.log.warning if context.log else None
        with load_lock(self.home.lock, run_id, settings.lock_wait_seconds, tell):
            if context.instance is not None:
                bury_killed_runs(context.instance, self.home, run_id)
            build.begin(self.home, accepted_drift=settings.accept_drift)
            yield self

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The build's file for the time of the block; no other process can open it meanwhile."""
        with build.connect(self.home) as connection:
            yield connection


def bury_killed_runs(instance: dg.DagsterInstance, home: Home, but: str | None = None) -> list[str]:
    """Mark runs as failed that count as running although we hold the lock: they were killed.

    Not those that wait for the lock, nor those that have only just begun and are on their way to it.
    Returns their ids.
    """
    alive = waiting(home.lock) | {but}
    buried = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])):
        run, started = record.dagster_run, record.start_time or 0
        if run.run_id not in alive and time.time() - started > JUST_BEGUN_SECONDS:
            instance.report_run_failed(
                run, "The process of this run ended without a word. Run the load again."
            )
            buried.append(run.run_id)
    return buried
