"""Read-only queries of the published file: `python -m warehouse.query "select ..."`, or `make sql`.

The query comes as an argument or, where quoting is in the way, in the environment variable QUERY. It is
taken as hostile: it may read the published file, and nothing else, for so long and in so much memory.
"""

import os
import resource
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse import versions
from warehouse.errors import NotPublishedError, QueryError, WarehouseError
from warehouse.home import Home
from warehouse.settings import read_settings

_NARROWEST = 12  # a column of words that is broken more often cannot be read
_FRAME = 3  # the border and the blanks of a column
MEGABYTE = 1024**2
SHOWN_CHARACTERS = 5_000  # of one value
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
    """The first rows of one query, with values for its named parameters ($name).

    Raises QueryError where it fails, overruns a limit, or does more than read.

    A few functions of DuckDB do not hear the interruption at the end of the time, or take memory that it does
    not count. `main` therefore bounds its process; a service that takes queries from others must do so too.
    """
    limits = limits or QueryLimits()
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type not in _ALLOWED:
            found = ", ".join(statement.type.name for statement in statements) or "nothing"
            raise QueryError(f"Give one query that reads (SELECT, DESCRIBE, EXPLAIN); this is {found}.")
        with _after(limits.seconds, connection.interrupt):
            cursor = connection.execute(statements[0], dict(parameters or {}))
            columns = [column[0] for column in cursor.description or []]
            rows = cursor.fetchmany(limits.rows + 1)
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
    return Answer(columns, rows[: limits.rows], len(rows) > limits.rows)


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


def as_table(answer: Answer) -> Table:
    """An answer as a table for the terminal, numbers to the right."""
    table = Table(header_style="bold")
    for index, column in enumerate(answer.columns):
        is_number = _is_number(answer, index)
        # a number that is broken over two lines reads as two numbers
        table.add_column(
            escape(column), justify="right" if is_number else "left", overflow="fold", no_wrap=is_number
        )
    for row in answer.rows:
        table.add_row(*(escape(_cell(value)) for value in row))
    return table


def as_records(answer: Answer) -> Table:
    """An answer with one line for each column of each row, for a terminal that is too narrow for a table."""
    table = Table(show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for row in answer.rows:
        table.add_section()
        for column, value in zip(answer.columns, row, strict=True):
            table.add_row(escape(column), escape(_cell(value)))
    return table


def fitting(answer: Answer, width: int) -> Table:
    """A table where all columns fit into a terminal of this width, else records. No column is ever left out."""
    needed = 1
    for index in range(len(answer.columns)):
        is_number = _is_number(answer, index)
        widths = [cell_len(_cell(row[index])) for row in answer.rows]
        widths.append(cell_len(answer.columns[index]))
        needed += _FRAME + (max(widths) if is_number else min(max(widths), _NARROWEST))
    return as_table(answer) if needed <= width else as_records(answer)


def _is_number(answer: Answer, index: int) -> bool:
    return any(isinstance(row[index], int | float | Decimal) for row in answer.rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,f}"
    text = str(value)
    if len(text) > SHOWN_CHARACTERS:
        return f"{text[:SHOWN_CHARACTERS]} … ({len(text):,} characters)"
    return text


def main(arguments: list[str]) -> int:
    """Answer one query; 0 where it could be answered, 1 with the reason on stderr where not."""
    sql = " ".join(arguments).strip() or os.environ.get("QUERY", "").strip()
    if not sql:
        print('Give a query, such as: make sql Q="select * from marts.dim_report"', file=sys.stderr)
        return 2
    try:
        settings = read_settings()
        limits = QueryLimits(settings.query_rows, settings.query_seconds, settings.query_memory_mb)
        _bound_this_process(limits)
        with closing(open_published(Home.from_environment(), limits)) as connection:
            version = versions.in_file(connection)
            with _after(limits.seconds + _GRACE_SECONDS, lambda: _end(_too_long(limits))):
                answer = ask(connection, sql, limits)
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 1
    console = Console() if sys.stdout.isatty() else Console(width=200)
    console.print(fitting(answer, console.width))
    count = (
        f"the first {len(answer.rows)} rows, there are more" if answer.is_cut else f"{len(answer.rows)} rows"
    )
    console.print(f"{count}{_of_version(version)}", style="dim", soft_wrap=True)
    return 0


def _of_version(version: versions.PublishedVersion | None) -> str:
    if version is None:
        return ""
    back = f", put back by a rollback from {version.rolled_back_from}" if version.rolled_back_at else ""
    return f", of version {version.version_id}{back}"


def _bound_this_process(limits: QueryLimits) -> None:
    """A hard end to memory that DuckDB takes without counting it, such as for one huge string."""
    wanted = limits.memory_mb * MEGABYTE + _ROOM_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(
        resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
    )


def _end(message: str) -> None:
    """End the process from another thread, while DuckDB does not come back to this one."""
    print(message, file=sys.stderr, flush=True)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
