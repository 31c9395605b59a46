"""Publishing: what forbids it, and that it is one step."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

import duckdb
import pytest

from expectations.result import ValidationResult
from warehouse import build, files, ledger, publish
from warehouse.errors import PublishRefusedError, WarehouseError
from warehouse.home import REPOSITORY, Home

Make = Callable[..., ValidationResult]


def _record(home: Home, *results: ValidationResult) -> None:
    with build.connect(home) as connection:
        connection.execute("CREATE OR REPLACE TABLE raw.mark AS SELECT 1 AS version")
        ledger.record(connection, home, "run-1", results)


def test_a_build_whose_checks_passed_is_published(home: Home, outcome: Make) -> None:
    _record(home, outcome(expectation="a"))
    publish.publish(home, "run-1", ["a"])
    with closing(duckdb.connect(str(home.published), read_only=True)) as connection:
        assert connection.execute("SELECT version FROM raw.mark").fetchall() == [(1,)]
    assert not home.building.exists()


@pytest.mark.parametrize(
    ("given", "expected", "said"),
    [
        ({"outcome": "failed"}, ["a"], "failed: a"),
        ({"outcome": "errored", "severity": "warning"}, ["a"], "errored: a"),
        ({}, ["a", "b"], "did not run: b"),
        ({}, [], "nobody expected it: a"),
    ],
)
def test_what_forbids_publishing(
    home: Home, outcome: Make, given: dict[str, str], expected: list[str], said: str
) -> None:
    home.published.write_bytes(b"the last good version")
    _record(home, outcome(expectation="a", **given))
    with pytest.raises(PublishRefusedError, match=said):
        publish.publish(home, "run-1", expected)
    assert home.published.read_bytes() == b"the last good version"


def test_a_warning_does_not_forbid_publishing(home: Home, outcome: Make) -> None:
    _record(home, outcome(expectation="a", outcome="failed", severity="warning"))
    assert publish.publish(home, "run-1", ["a"])


def test_outcomes_of_another_run_do_not_count(home: Home, outcome: Make) -> None:
    _record(home, outcome(expectation="a"))
    with pytest.raises(PublishRefusedError, match="did not run: a"):
        publish.publish(home, "run-2", ["a"])


def test_a_build_that_is_still_open_elsewhere_is_not_swapped(home: Home) -> None:
    home.building.with_name("warehouse.duckdb.wal").write_bytes(b"changes")
    with pytest.raises(WarehouseError, match="still open"):
        files.swap(home.building, home.published)


READ = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.execute("SELECT version FROM raw.mark").fetchone()[0], flush=True)
sys.stdin.readline()
print(connection.execute("SELECT version FROM raw.mark").fetchone()[0], flush=True)
"""


def test_a_reader_keeps_the_version_that_it_opened(home: Home) -> None:
    _record(home)
    publish.publish(home, "run-1", [])
    command = [sys.executable, "-c", READ, str(home.published)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdin is not None
        assert reader.stdout.readline() == "1\n"
        build.begin(home)
        with build.connect(home) as connection:
            connection.execute("UPDATE raw.mark SET version = 2")
        publish.publish(home, "run-2", [])
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "1\n"
    with closing(duckdb.connect(str(home.published), read_only=True)) as connection:
        assert connection.execute("SELECT version FROM raw.mark").fetchall() == [(2,)]


def test_only_the_folders_of_the_last_runs_are_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "KEPT_RUNS", 2)
    for age, run_id in enumerate(("newest", "middle", "oldest")):
        os.utime(home.run(run_id), (1_700_000_000 - age, 1_700_000_000 - age))
    publish.publish(home, "run-1", [])
    assert {folder.name for folder in home.runs.iterdir()} == {"newest", "middle"}
