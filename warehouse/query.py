"""Read-only queries of the published file, for whatever shows answers (`jixiao sql` is one).

A query is taken as hostile: it may read the published file, and nothing else, for so long and in so much memory.
"""

import os
import resource
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.errors import NotPublishedError, QueryError
from warehouse.home import Home

MEGABYTE = 1024**2
_ALLOWED = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_GRACE_SECONDS = 5.0  # some functions of DuckDB do not hear an interruption
_ROOM_BYTES = 2_048 * MEGABYTE  # of addresses, for Python and for what DuckDB does not count

_SHUT_IN: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "temp_directory": "",  # what does not fit into memory fails rather than fills the disk
}


class QueryLimits(NamedTuple):
    """What one query may take; the settings JIXIAO_QUERY_* give it."""

    rows: int = 200
    seconds: int = 60
    memory_mb: int = 1_024


class Answer(NamedTuple):
    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_cut: bool  # there are more rows than were asked for


def open_published(home: Home, limits: QueryLimits | None = None) -> duckdb.DuckDBPyConnection:
    """The published file, read-only and shut in: no other file, no network, no changed settings.

    It stays the version that was published when it was opened. Raises NotPublishedError where nothing has
    been published yet.
    """
    if not home.published.exists():
        raise NotPublishedError(f"{home.published} does not exist yet. Run `make run` first.")
    return _open(home.published, limits or QueryLimits())


def _open(path: Path, limits: QueryLimits) -> duckdb.DuckDBPyConnection:
    settings = _SHUT_IN | {"memory_limit": f"{limits.memory_mb}MiB"}
    try:
        connection = duckdb.connect(str(path), read_only=True, config=settings)
    except duckdb.Error as error:
        raise QueryError(
            f"{path} cannot be opened: {error}. If it is damaged, delete it and run again."
        ) from None
    connection.execute("SET python_enable_replacements = false")  # a table named like a variable of ours
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def ask(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    limits: QueryLimits | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Answer:
    """The first rows of one query, with values for its named parameters ($name). Raises QueryError as `answering` does."""
    limits = limits or QueryLimits()
    with answering(connection, sql, limits, parameters) as cursor:
        columns = [column[0] for column in cursor.description or []]
        rows = cursor.fetchmany(limits.rows + 1)
    return Answer(columns, rows[: limits.rows], len(rows) > limits.rows)


@contextmanager
def answering(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    limits: QueryLimits,
    parameters: Mapping[str, Any] | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The result of one query, to be fetched within the block: the time limit holds until its end.

    Raises QueryError where the query fails, overruns a limit, or does more than read. A few functions of DuckDB
    do not hear the interruption at the end of the time, or take memory that it does not count. A command
    therefore bounds its process (`bound_this_process`, `ended_after`); a service that takes queries from others
    must do so too.
    """
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type not in _ALLOWED:
            found = ", ".join(statement.type.name for statement in statements) or "nothing"
            raise QueryError(f"Give one query that reads (SELECT, DESCRIBE, EXPLAIN); this is {found}.")
        with _after(limits.seconds, connection.interrupt):
            yield connection.execute(statements[0], dict(parameters or {}))
    except duckdb.InterruptException:
        raise QueryError(_too_long(limits)) from None
    except duckdb.OutOfMemoryException as error:
        raise QueryError(
            f"The query needs more than {limits.memory_mb} MB of memory ({str(error).splitlines()[0]}). "
            "Ask for less, or set JIXIAO_QUERY_MEMORY_MB."
        ) from None
    except MemoryError:
        raise QueryError(
            f"The answer needs more than {limits.memory_mb} MB of memory. Ask for less, or set "
            "JIXIAO_QUERY_MEMORY_MB."
        ) from None
    except duckdb.Error as error:
        raise QueryError(f"The query failed: {error}") from None


def _too_long(limits: QueryLimits) -> str:
    return (
        f"The query was stopped after {limits.seconds} seconds. "
        "Ask for less, or set JIXIAO_QUERY_SECONDS to more."
    )


@contextmanager
def _after(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Do something if the block takes longer."""
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def bound_this_process(limits: QueryLimits) -> None:
    """A hard end to memory that DuckDB takes without counting it, such as for one huge string."""
    wanted = limits.memory_mb * MEGABYTE + _ROOM_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(
        resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
    )


def ended_after(limits: QueryLimits) -> AbstractContextManager[None]:
    """End this process where DuckDB does not come back within the time limit and a little more."""
    return _after(limits.seconds + _GRACE_SECONDS, lambda: _end(_too_long(limits)))


def _end(message: str) -> None:
    """End the process from another thread."""
    print(message, file=sys.stderr, flush=True)
    os._exit(1)
