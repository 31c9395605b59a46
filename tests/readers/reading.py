"""Processes that read the published file in a loop, and prove of every answer that it is of one version.

A reader asks which version it has, and then for figures, in separate queries of one connection. All readers
together must have one set of figures for each version.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.home import Home
from warehouse.query import open_published

# The first is always which version it is.
QUESTIONS: tuple[str, ...] = (
    "SELECT version_id FROM quality.published_version",
    "SELECT count(*), bit_xor(hash(report_id)) FROM marts.dim_report",
    "SELECT count(*), sum(amount_cny) FROM marts.fct_budget",
    "SELECT count(*), sum(amount_cny) FROM marts.fct_expenditure",
    "SELECT count(*), count(DISTINCT report_id) FROM marts.fct_indicator",
    "SELECT count(*), count(*) FILTER (finding = 'contradiction') FROM marts.fct_reconciliation",
)


class Seen(NamedTuple):
    """What one reader saw."""

    answers: int
    by_version: dict[str, set[tuple[Any, ...]]]  # the answers to all questions, by version
    errors: list[str]


def answers(connection: duckdb.DuckDBPyConnection, questions: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
    """The version of a connection, and what it answers."""
    found = [connection.execute(question).fetchall() for question in questions]
    return str(found[0][0][0]), tuple(map(tuple, found))


def read(root: Path, is_long: bool, questions: Sequence[str], stop: Any, told: "Queue[Seen]") -> None:
    """Read until told to stop: a connection for each look, or one that is kept open for many."""
    home, count, errors = Home(root), 0, []
    by_version: dict[str, set[tuple[Any, ...]]] = {}
    while not stop.is_set():
        try:
            with closing(open_published(home)) as connection:
                first, looks = None, 200 if is_long else 2
                for _ in range(looks):
                    version, found = answers(connection, questions)
                    if first not in (None, version):
                        errors.append(f"one connection gave {first} and then {version}")
                    first = version
                    by_version.setdefault(version, set()).add(found)
                    count += len(questions)
                    if stop.is_set():
                        break
        except Exception as error:  # noqa: BLE001 - any error that a reader sees is a finding
            errors.append(f"{type(error).__name__}: {error}")
    told.put(Seen(count, by_version, errors[:5]))


def while_reading(
    home: Home, write: Callable[[], None], readers: int = 16, questions: Sequence[str] = QUESTIONS
) -> list[Seen]:
    """Have so many processes read while `write` publishes; a quarter of them keep their connections open."""
    spawn = multiprocessing.get_context("spawn")
    stop, told = spawn.Event(), spawn.Queue()
    processes = [
        spawn.Process(target=read, args=(home.root, number % 4 == 0, questions, stop, told))
        for number in range(readers)
    ]
    for process in processes:
        process.start()
    try:
        write()
    finally:
        stop.set()
        seen = [told.get(timeout=120) for _ in processes]
        for process in processes:
            process.join(60)
    return seen


def findings(seen: Sequence[Seen]) -> list[str]:
    """What went wrong: errors, and versions to which two readers, or two looks, had different answers."""
    found = [error for one in seen for error in one.errors]
    together: dict[str, set[tuple[Any, ...]]] = {}
    for one in seen:
        for version, given in one.by_version.items():
            together.setdefault(version, set()).update(given)
    return found + [
        f"{version} answered in {len(given)} ways" for version, given in together.items() if len(given) > 1
    ]
