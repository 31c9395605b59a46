"""The history of check outcomes."""

import shutil
from collections.abc import Callable

import pytest

from expectations.result import ValidationResult
from warehouse import build, ledger
from warehouse.errors import WarehouseError
from warehouse.home import Home

Make = Callable[..., ValidationResult]


def test_a_step_that_is_tried_again_replaces_its_outcomes(home: Home, outcome: Make) -> None:
    with build.connect(home) as connection:
        for said in ("errored", "passed"):
            ledger.record(connection, home, "run-1", [outcome(expectation="a", outcome=said)])
        assert [result.outcome for result in ledger.outcomes(connection, "run-1")] == ["passed"]


def test_outcomes_of_a_run_that_failed_reach_the_next_build(home: Home, outcome: Make) -> None:
    with build.connect(home) as connection:
        ledger.record(connection, home, "run-1", [outcome(expectation="a", outcome="failed")])
    build.begin(home)  # nothing was published: the first build is gone
    with build.connect(home) as connection:
        assert [result.outcome for result in ledger.outcomes(connection, "run-1")] == ["failed"]


def test_outcomes_that_are_known_are_taken_in_once(home: Home, outcome: Make) -> None:
    with build.connect(home) as connection:
        ledger.record(connection, home, "run-1", [outcome(expectation="a")])
    shutil.copyfile(home.building, home.published)
    build.begin(home)
    with build.connect(home) as connection:
        assert len(ledger.outcomes(connection, "run-1")) == 1


def test_damaged_outcomes_are_named(home: Home) -> None:
    damaged = home.run("run-1") / ledger.FILE
    damaged.write_bytes(b"no parquet")
    with pytest.raises(WarehouseError, match=r"run-1.*Delete the file"):
        build.begin(home)
