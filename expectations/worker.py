"""Runs suites in a process of its own, which imports Great Expectations while the caller does something else.

The import takes seconds. A caller that knows it will need the suites calls `warm_up` early.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from expectations.catalog import Suite
from expectations.result import ValidationResult

_RUNNER = "expectations.run"


@cache
def _worker() -> ProcessPoolExecutor:
    """One process, begun anew rather than forked: it must not inherit open database files."""
    return ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=import_module, initargs=(_RUNNER,)
    )


def warm_up() -> None:
    """Begin the import; returns at once."""
    _worker().submit(import_module, _RUNNER.partition(".")[0])


def run_suites(database: Path, run_id: str, catalogue: Sequence[Suite]) -> list[ValidationResult]:
    """What `expectations.run.run_suites` returns, from the other process; raises what it raises."""
    return _worker().submit(_run, database, run_id, catalogue).result()


def _run(database: Path, run_id: str, catalogue: Sequence[Suite]) -> list[ValidationResult]:
    from expectations.run import run_suites

    return run_suites(database, None, run_id, catalogue=catalogue)
