"""Runs suites in a process of its own, which imports Great Expectations while the caller does something else.

The import takes seconds. A caller that knows it will need the suites calls `warm_up` early. A process that dies
is replaced once for each question: the system may have killed it for its memory, and nothing is lost by asking again.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, lru_cache
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from expectations.catalog import Suite
from expectations.result import ValidationResult
from warehouse.processes import end_with_parent

if TYPE_CHECKING:  # importing it takes seconds
    from expectations.docs import DataDocs

_RUNNER = "expectations.run"
_log = logging.getLogger(__name__)
_ran: list[
    tuple[Path, str, Sequence[Suite], Path]
] = []  # the suites of the run under way, as they were asked for
Answer = TypeVar("Answer")


class CheckProcessError(RuntimeError):
    """The process that runs the suites died, and so did the one that replaced it."""


@cache
def _worker() -> ProcessPoolExecutor:
    """One process, begun anew rather than forked: it must not inherit open database files."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin, initargs=(_RUNNER,))


def _begin(module: str) -> None:
    end_with_parent()
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        # Great Expectations imports pyspark where it is installed, and that takes a program without a file for its
        # own doctests, and ends it.
        main.__file__ = __file__
    import_module(module)


def warm_up() -> None:
    """Begin the import; returns at once."""
    _worker().submit(import_module, _RUNNER.partition(".")[0])


def run_suites(database: Path, run_id: str, catalogue: Sequence[Suite], docs: Path) -> list[ValidationResult]:
    """What `expectations.run.run_suites` returns, from the other process; raises what it raises.

    What was found is kept there for the Data Docs in the folder `docs`, which `build_docs` writes.
    Raises CheckProcessError as well.
    """
    _ran[:] = [asked for asked in _ran if asked[1] == run_id]
    results = _answer(_run, database, run_id, catalogue, docs)
    _ran.append((database, run_id, catalogue, docs))
    return results


def build_docs(run_id: str, docs: Path) -> dict[str, Path]:
    """Write the Data Docs of every suite that this run has run; returns their pages, and the "index".

    Raises CheckProcessError, and RuntimeError where a page could not be rendered.
    """
    return _answer(_build, run_id, docs)


def _answer(function: Callable[..., Answer], *arguments: object) -> Answer:
    """What the function gives in the other process; in a new one where that has died."""
    try:
        return _worker().submit(function, *arguments).result()
    except BrokenProcessPool:
        _log.warning("The process that runs the checks died. Another one runs them again.")
        _worker.cache_clear()
    try:
        for asked in _ran:  # the Data Docs hold what they found
            _worker().submit(_run, *asked).result()
        return _worker().submit(function, *arguments).result()
    except BrokenProcessPool as error:
        _worker.cache_clear()
        raise CheckProcessError(
            "The process that runs the checks died twice: the system may have killed it. "
            "Look for more memory, then load again."
        ) from error


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
