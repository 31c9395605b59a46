"""The process that runs the suites: one that is killed is replaced, and nothing of the run is lost."""

import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from expectations import worker
from expectations.catalog import Suite, suites
from expectations.docs import FOLDER
from expectations.result import PASSED, ValidationResult

FIRST, SECOND = (
    [suite for suite in suites() if suite.name == name]
    for name in ("raw.rejected_document", "quality.quarantine")
)


def _pid() -> int:
    """The process that answers."""
    [pid] = worker._worker()._processes
    return pid


def _run(database: Path, run_id: str, catalogue: Sequence[Suite], docs: Path) -> list[ValidationResult]:
    return worker.run_suites(database, run_id, catalogue, docs)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "run-1" / FOLDER


class Deadly:
    """Whoever unpacks it ends, as one does whom the system kills."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_a_process_that_is_killed_between_two_steps_is_replaced(
    sound_warehouse: Path, docs: Path, request: pytest.FixtureRequest
) -> None:
    run_id = request.node.name
    _run(sound_warehouse, run_id, FIRST, docs)
    killed = _pid()
    os.kill(killed, signal.SIGKILL)
    results = _run(sound_warehouse, run_id, SECOND, docs)
    assert {result.outcome for result in results} == {PASSED}
    assert _pid() != killed
    assert worker.build_docs(run_id, docs).keys() == {"index", FIRST[0].name, SECOND[0].name}


def test_a_process_that_is_killed_while_it_runs_suites_is_replaced(
    sound_warehouse: Path, docs: Path, request: pytest.FixtureRequest
) -> None:
    run_id = request.node.name
    _run(sound_warehouse, f"{run_id} before", FIRST, docs)
    killed = _pid()
    threading.Timer(0.05, os.kill, (killed, signal.SIGKILL)).start()
    results = _run(sound_warehouse, run_id, suites(), docs)  # takes seconds
    assert {result.outcome for result in results} == {PASSED}
    assert _pid() != killed


def test_a_process_that_dies_twice_is_an_error_and_the_next_question_is_answered(
    sound_warehouse: Path, docs: Path
) -> None:
    with pytest.raises(worker.CheckProcessError, match="died twice"):
        _run(sound_warehouse, "deadly", [Deadly()], docs)  # type: ignore[list-item]
    assert {result.outcome for result in _run(sound_warehouse, "after", FIRST, docs)} == {PASSED}
