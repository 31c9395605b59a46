"""Runs suites in a process of its own, which imports Great Expectations while the caller does something else.

The import takes seconds. A caller that knows it will need the suites calls `warm_up` early.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.catalog import Suite
from expectations.result import ValidationResult
from warehouse.processes import end_with_parent

if TYPE_CHECKING:  # importing it takes seconds
    from expectations.docs import DataDocs

_RUNNER = "expectations.run"


@cache
def _worker() -> ProcessPoolExecutor:
    """One process, begun anew rather than forked: it must not inherit open database files."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin, initargs=(_RUNNER,))


def _begin(module: str) -> None:
    end_with_parent()
    import_module(module)


def warm_up() -> None:
    """Begin the import; returns at once."""
    _worker().submit(import_module, _RUNNER.partition(".")[0])


def run_suites(database: Path, run_id: str, catalogue: Sequence[Suite], docs: Path) -> list[ValidationResult]:
    """What `expectations.run.run_suites` returns, from the other process; raises what it raises.

    What was found is kept there for the Data Docs in the folder `docs`, which `build_docs` writes.
    """
    return _worker().submit(_run, database, run_id, catalogue, docs).result()


def build_docs(run_id: str, docs: Path) -> dict[str, Path]:
    """Write the Data Docs of every suite that this run has run; returns their pages, and the "index"."""
    return _worker().submit(_build, run_id, docs).result()


def _run(database: Path, run_id: str, catalogue: Sequence[Suite], docs: Path) -> list[ValidationResult]:
    from expectations.run import run_suites

    return run_suites(database, None, run_id, catalogue=catalogue, docs=_docs(run_id, docs))


def _build(run_id: str, docs: Path) -> dict[str, Path]:
    return _docs(run_id, docs).build()


@lru_cache(maxsize=1)
def _docs(run_id: str, folder: Path) -> "DataDocs":
    """The documents of the run under way; both of its check steps add to them."""
    from expectations.docs import DataDocs

    return DataDocs(folder, run_id)
