"""Read-only queries of the published file: `python -m warehouse.query "select ..."`, or `make sql`.

The query comes as an argument or, where quoting is in the way, in the environment variable QUERY.
"""

import os
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse.errors import NotPublishedError, QueryError, WarehouseError
from warehouse.home import Home

SHOWN_ROWS = 200
_NARROWEST = 12  # a column of words that is broken more often cannot be read
_FRAME = 3  # the border and the blanks of a column


class Answer(NamedTuple):
    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_cut: bool  # there are more rows than were asked for


def open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """The published file, read-only and shut in: no other file, no network, no changed settings.

    Raises NotPublishedError where nothing has been published yet.
    """
    if not home.published.exists():
        raise NotPublishedError(f"{home.published} does not exist yet. Run `make run` first.")
    return _open(home.published)


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise QueryError(
            f"{path} cannot be opened: {error}. If it is damaged, delete it and run again."
        ) from None
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str, limit: int = SHOWN_ROWS) -> Answer:
    """The first `limit` rows of a query. Raises QueryError with DuckDB's own words where it fails."""
    try:
        cursor = connection.execute(sql)
        columns = [column[0] for column in cursor.description or []]
        rows = cursor.fetchmany(limit + 1)
    except duckdb.Error as error:
        raise QueryError(f"The query failed: {error}") from None
    return Answer(columns, rows[:limit], len(rows) > limit)


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
    return str(value)


def main(arguments: list[str]) -> int:
    """Answer one query; 0 where it could be answered, 1 with the reason on stderr where not."""
    sql = " ".join(arguments).strip() or os.environ.get("QUERY", "").strip()
    if not sql:
        print('Give a query, such as: make sql Q="select * from marts.dim_report"', file=sys.stderr)
        return 2
    try:
        with closing(open_published(Home.from_environment())) as connection:
            answer = ask(connection, sql)
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 1
    console = Console() if sys.stdout.isatty() else Console(width=200)
    console.print(fitting(answer, console.width))
    count = (
        f"the first {len(answer.rows)} rows, there are more" if answer.is_cut else f"{len(answer.rows)} rows"
    )
    console.print(count, style="dim")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
