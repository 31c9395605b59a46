"""What the steps of a run share: the inbox folder, the build of this run, and dbt.

Resources only; what the steps do with them is in `assets`, `dbt_assets`, `checks` and `publishing`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import duckdb

from warehouse import build
from warehouse.baseline import ACCEPT_DRIFT
from warehouse.home import REPOSITORY, Home
from warehouse.lock import load_lock


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


def inbox_from_environment() -> Path:
    """The folder that REPORTS names (relative to the working folder), or the bundled samples."""
    named = os.environ.get("REPORTS", "").strip()
    return Path(named).expanduser().resolve() if named else REPOSITORY / "samples" / "reports"


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
        """Raises LoadInProgressError where another load holds this JIXIAO_HOME."""
        run_id = context.run_id or "without-a-run"
        with load_lock(self.home.lock, run_id):
            _bury_killed_runs(context)
            build.begin(self.home, accepted_drift=os.environ.get(ACCEPT_DRIFT))
            yield self

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The build's file for the time of the block; no other process can open it meanwhile."""
        with build.connect(self.home) as connection:
            yield connection


def _bury_killed_runs(context: dg.InitResourceContext) -> None:
    """Mark runs as failed that still count as running although we hold the lock: they were killed."""
    if context.instance is None:
        return
    for run in context.instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])):
        if run.run_id != context.run_id:
            context.instance.report_run_failed(run, "The process of this run ended without a word.")
