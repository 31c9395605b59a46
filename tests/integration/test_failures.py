"""What stops a load, and that the last good version is still there afterwards."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from tests.integration.conftest import Load
from warehouse.home import REPOSITORY, Home
from warehouse.lock import load_lock


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _corrupt(home: Home, sql: str) -> None:
    """Change what is published: the next build begins with it, and a known report is not extracted again."""
    with duckdb.connect(str(home.published)) as connection:
        connection.execute(sql)


def _has_passed(instance: dg.DagsterInstance, table: str, check: str) -> bool:
    key = dg.AssetCheckKey(dg.AssetKey(table.split(".")), check)
    [record] = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
    event = record.event
    assert event is not None and event.dagster_event is not None
    return event.dagster_event.asset_check_evaluation_data.passed


def test_a_failed_expectation_stops_the_load(
    home: Home,
    instance: dg.DagsterInstance,
    samples_dir: Path,
    load: Load,
    capfd: pytest.CaptureFixture[str],
) -> None:
    _corrupt(home, "UPDATE raw.figure SET char_start = char_end + 5")
    before = _digest(home.published)
    assert load(home, samples_dir) == 1
    assert _digest(home.published) == before
    assert not _has_passed(instance, "raw.figure", "expectations")
    assert "expectations block" in capfd.readouterr().out


def test_a_failed_dbt_test_stops_the_load(
    home: Home, samples_dir: Path, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    _corrupt(home, "UPDATE raw.figure SET funding_term = 'a source that nobody knows' WHERE figure_no = 0")
    before = _digest(home.published)
    assert load(home, samples_dir) == 1
    assert _digest(home.published) == before
    assert "no_orphan_terms" in capfd.readouterr().out


def test_a_missing_folder_is_named(
    home: Home, tmp_path: Path, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    assert load(home, tmp_path / "not-there") == 1
    shown = capfd.readouterr().out
    assert f"The reports folder {tmp_path / 'not-there'} does not exist" in shown
    assert "Traceback" not in shown


def test_a_second_load_that_may_not_wait_is_refused(
    home: Home,
    samples_dir: Path,
    load: Load,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JIXIAO_LOCK_WAIT_SECONDS", "0")
    with load_lock(home.lock, "the-other-run"):
        assert load(home, samples_dir) == 1
    assert "Another load is running" in capfd.readouterr().out


@pytest.fixture
def killed(home: Home, samples_dir: Path, tmp_path: Path) -> Iterator[Home]:
    """A home whose load of one more report was killed between its first write and publishing."""
    inbox = tmp_path / "inbox"
    shutil.copytree(samples_dir, inbox)
    shutil.copyfile(next(samples_dir.glob("*.txt")), inbox / "one-more.txt")
    with (inbox / "one-more.txt").open("a", encoding="utf-8") as report:
        report.write("\n补充说明一行。\n")
    environment = os.environ | {"JIXIAO_HOME": str(home.root), "REPORTS": str(inbox)}
    command = [sys.executable, "-m", "orchestration.run"]
    before = set(home.runs.iterdir())
    process = subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while not any((run / "dbt").exists() for run in set(home.runs.iterdir()) - before):
        assert process.poll() is None, "the load ended before it could be killed"
        assert time.monotonic() < deadline, "the load did not get to dbt"
        time.sleep(0.1)
    time.sleep(2)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    yield home


def test_a_killed_load_leaves_the_last_version_and_the_next_succeeds(
    killed: Home, loaded: Home, instance: dg.DagsterInstance, samples_dir: Path, load: Load
) -> None:
    assert killed.building.exists(), "it was killed while it was building"
    assert _digest(killed.published) == _digest(loaded.published)
    assert load(killed, samples_dir) == 0
    statuses = [run.status for run in instance.get_runs()]
    assert sorted(status.value for status in statuses) == ["FAILURE", "SUCCESS", "SUCCESS"]
