"""The sensors: a load per change of the inbox once it is still; dead runs and old warehouses are noticed."""

import os
import time
from pathlib import Path

import dagster as dg
import pytest

from orchestration.inbox import SEEN
from orchestration.sensors import make_sensors, staleness
from tests.receivers import Hook
from warehouse.home import Home
from warehouse.lock import load_lock
from warehouse.settings import Settings, read_settings

STARTED, FAILURE = dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.FAILURE


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    return folder


class Watcher:
    """One sensor with its cursor, looked at as the daemon does."""

    def __init__(self, name: str, home: Home, settings: Settings, instance: dg.DagsterInstance) -> None:
        [self._sensor] = [sensor for sensor in make_sensors(home, settings) if sensor.name == name]
        self._instance = instance
        self._cursor: str | None = None

    def look(self) -> tuple[list[dict[str, str]], str]:
        """The tags of the runs that are asked for, and what is said where there are none."""
        context = dg.build_sensor_context(instance=self._instance, cursor=self._cursor)
        data = self._sensor.evaluate_tick(context)
        self._cursor = data.cursor
        runs = [dict(request.tags) for request in data.run_requests or []]
        for tags in runs:
            self._instance.add_run(dg.DagsterRun("nightly_load", tags=tags))
        return runs, data.skip_message or ""


@pytest.fixture
def watcher(home: Home, inbox: Path, instance: dg.DagsterInstance) -> Watcher:
    return Watcher("inbox_sensor", home, read_settings({"REPORTS": str(inbox)}), instance)


def test_a_still_inbox_is_loaded_once(watcher: Watcher) -> None:
    assert [len(watcher.look()[0]) for _ in range(4)] == [0, 1, 0, 0]


def test_a_file_that_grows_is_waited_for(watcher: Watcher, inbox: Path) -> None:
    for text in ("a", "ab", "abc"):
        (inbox / "b.txt").write_text(text)
        assert watcher.look()[0] == []
    assert len(watcher.look()[0]) == 1


@pytest.mark.parametrize("name", ["b.txt.part", "b.txt.crdownload", "~$b.docx", ".b.txt.swp", "B.TMP"])
def test_what_is_named_partial_starts_nothing(watcher: Watcher, inbox: Path, name: str) -> None:
    watcher.look(), watcher.look()
    (inbox / name).write_text("b")
    assert [watcher.look()[0] for _ in range(3)] == [[], [], []]


def test_every_change_is_loaded_also_one_back(watcher: Watcher, inbox: Path) -> None:
    watcher.look(), watcher.look()
    stamp = (inbox / "a.txt").stat().st_mtime
    for text, at in (("other", stamp + 9), ("a", stamp)):
        (inbox / "a.txt").write_text(text)
        os.utime(inbox / "a.txt", (at, at))
        assert [len(watcher.look()[0]) for _ in range(3)] == [0, 1, 0]


def test_what_another_run_was_asked_to_load_is_not_loaded_again(
    watcher: Watcher, instance: dg.DagsterInstance, home: Home, inbox: Path
) -> None:
    [tags], _ = [watcher.look(), watcher.look()][1]
    assert SEEN in tags
    fresh = Watcher("inbox_sensor", home, read_settings({"REPORTS": str(inbox)}), instance)
    assert [fresh.look()[0], fresh.look()[0]] == [[], []]


def test_a_missing_inbox_is_named(watcher: Watcher, inbox: Path) -> None:
    inbox.rename(inbox.with_name("away"))
    assert f"{inbox} cannot be listed" in watcher.look()[1]


@pytest.fixture
def long_ago(instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> dg.DagsterRun:
    """A run that counts as running."""
    monkeypatch.setattr("orchestration.resources.JUST_BEGUN_SECONDS", -1)
    run = dg.DagsterRun("nightly_load", status=STARTED)
    instance.add_run(run)
    return run


def _status(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.DagsterRunStatus:
    found = instance.get_run_by_id(run.run_id)
    assert found is not None
    return found.status


def test_a_killed_run_is_marked_at_the_second_look(
    home: Home, instance: dg.DagsterInstance, long_ago: dg.DagsterRun
) -> None:
    dead_runs = Watcher("dead_runs", home, Settings(), instance)
    dead_runs.look()
    assert _status(instance, long_ago) == STARTED
    dead_runs.look()
    assert _status(instance, long_ago) == FAILURE


def test_a_run_that_holds_or_awaits_the_lock_is_alive(
    home: Home, instance: dg.DagsterInstance, long_ago: dg.DagsterRun
) -> None:
    dead_runs = Watcher("dead_runs", home, Settings(), instance)
    with load_lock(home.lock, "some-run"):
        assert "some-run" in [dead_runs.look(), dead_runs.look()][1][1]
    assert _status(instance, long_ago) == STARTED


def test_a_stale_warehouse_alerts_once_a_day(home: Home, instance: dg.DagsterInstance, hook: Hook) -> None:
    settings = read_settings({"JIXIAO_ALERT_WEBHOOK": hook.url, "JIXIAO_STALE_HOURS": "26"})
    stale = Watcher("stale_warehouse", home, settings, instance)
    stale.look()
    home.published.touch()
    stale.look()
    assert hook.bodies == []
    for hours, alerts in ((27, 1), (27, 1), (52, 2)):
        at = time.time() - hours * 3600
        if hours != 27 or not hook.bodies:
            os.utime(home.published, (at, at))
        stale.look()
        assert len(hook.bodies) == alerts
    assert hook.bodies[0]["text"].startswith("The warehouse is stale: published ")


def test_staleness_in_words() -> None:
    assert staleness(0, 30 * 3600, 26) == (
        "The warehouse is stale: published 1970-01-01 00:00 UTC, 30 hours ago (limit 26)."
    )
