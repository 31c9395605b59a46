"""The nightly schedule in Dagster's own scheduler while the machine's clock jumps or stands in another zone."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.tags import SCHEDULED_EXECUTION_TIME_TAG
from dagster._core.test_utils import (
    create_test_daemon_workspace_context,
    freeze_time,
    instance_for_test,
)
from dagster._core.workspace.load_target import PythonFileTarget
from dagster._scheduler.scheduler import launch_scheduled_runs

LOG = logging.getLogger("tests.clock")


class Nights:
    """A scheduler whose clock a test sets; it knows of the nights that were asked for."""

    def __init__(self, context: object, instance: dg.DagsterInstance) -> None:
        self._context = context
        self._instance = instance
        self._seen: dict[str, object] = {}

    def at(self, *moments: str) -> list[str]:
        """The nights that have a run, in UTC, once the clock has shown these moments (UTC) in turn."""
        for moment in moments:
            now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            with freeze_time(now):
                list(launch_scheduled_runs(self._context, LOG, now, self._seen))  # type: ignore[arg-type]
        nights = (run.tags[SCHEDULED_EXECUTION_TIME_TAG] for run in self._instance.get_runs())
        return sorted(datetime.fromisoformat(n).astimezone(UTC).strftime("%m-%d %H:%M") for n in nights)

    def restart(self) -> None:
        """What the daemon only remembers is forgotten."""
        self._seen = {}


@pytest.fixture(params=["Asia/Shanghai", "UTC", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone that the machine's clock stands in."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def nights(zone: str) -> Iterator[Nights]:
    target = PythonFileTarget(str(Path(__file__).with_name("nights.py")), None, None, "nights")
    # Runs stay in the queue: no daemon takes them out.
    with instance_for_test() as instance, create_test_daemon_workspace_context(target, instance) as context:
        yield Nights(context, instance)


def test_no_night_is_doubled_or_lost_whatever_the_clock_does(nights: Nights) -> None:
    # 02:00 in Shanghai is 18:00 UTC. The first look only starts the schedule.
    assert nights.at("2026-03-06 17:00") == []
    assert nights.at("2026-03-06 17:59:59", "2026-03-06 18:00:01") == ["03-06 18:00"]
    # Back by two hours, and through the same night again; in New York summer time begins on the 8th.
    again = nights.at("2026-03-06 16:00", "2026-03-06 17:59", "2026-03-06 18:00:30", "2026-03-07 17:00")
    assert again == ["03-06 18:00"]
    nights.restart()
    assert nights.at("2026-03-06 17:30", "2026-03-06 18:01") == ["03-06 18:00"]
    # Forward over a night: it is made up for, once.
    assert nights.at("2026-03-07 17:00", "2026-03-07 23:00") == ["03-06 18:00", "03-07 18:00"]
    assert nights.at("2026-03-08 18:00:05", "2026-03-08 18:01")[-1:] == ["03-08 18:00"]
    assert len(nights.at("2026-03-08 19:00")) == 3
