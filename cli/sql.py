"""`jixiao sql`: one query of the published version, or a prompt; as a table, CSV, JSON or Parquet."""

import csv
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import duckdb

from cli.exits import Exit
from cli.interruption import interrupted_by_ctrl_c
from warehouse import query, versions
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.query import QueryLimits
from warehouse.settings import read_settings
from warehouse.spreadsheet import harmless

_BATCH = 1_000  # rows that are held at once while an answer is written
_EVERYTHING = 10**9  # rows


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def limits(rows: int | None = None) -> QueryLimits:
    """What a query may take by the settings, or with another number of rows."""
    settings = read_settings()
    return QueryLimits(rows or settings.query_rows, settings.query_seconds, settings.query_memory_mb)


def run(sql: str, form: Format, target: Path | None, rows: int | None) -> Exit:
    """Answer one query. A table shows the rows that the settings allow; the other formats give all unless
    `rows` says how many. Raises WarehouseError where it cannot be answered or written."""
    home = Home.from_environment()
    bounds = limits(rows if form is Format.TABLE else rows or _EVERYTHING)
    query.bound_this_process(bounds)
    if form is Format.TABLE:
        show(home, sql, bounds)
        return Exit.DONE
    with (
        closing(query.open_published(home, bounds)) as connection,
        query.ended_after(bounds),
        interrupted_by_ctrl_c(connection),
        query.answering(connection, sql, bounds) as cursor,
    ):
        count = _write(cursor, form, target, bounds.rows)
    if target is not None:
        print(f"{count:,} rows written to {target}", file=sys.stderr)
    return Exit.DONE


def show(home: Home, sql: str, bounds: QueryLimits) -> None:
    """Print the answer as a table, and which version it is of."""
    from cli import answers, output

    with (
        closing(query.open_published(home, bounds)) as connection,
        query.ended_after(bounds),
        interrupted_by_ctrl_c(connection),
    ):
        version = versions.in_file(connection)
        answer = query.ask(connection, sql, bounds)
    console = output.console()
    console.print(answers.fitting(answer, console.width))
    shown = len(answer.rows)
    count = f"the first {shown} rows, there are more (--rows)" if answer.is_cut else f"{shown} rows"
    console.print(f"{count}{of_version(version)}", style="dim", soft_wrap=True)


def of_version(version: versions.PublishedVersion | None) -> str:
    """Which version an answer is of, as the end of a line."""
    if version is None:
        return ""
    back = f", put back by a rollback from {version.rolled_back_from}" if version.rolled_back_at else ""
    return f", of version {version.version_id}{back}"


def _write(cursor: duckdb.DuckDBPyConnection, form: Format, target: Path | None, most: int) -> int:
    """Write an answer to a file, whole or not at all, or to stdout; returns the number of its rows."""
    if target is None:
        if form is Format.PARQUET:
            if sys.stdout.isatty():
                raise QueryError("Parquet is no text for a terminal. Name a file: --output answer.parquet")
            return _parquet(cursor, sys.stdout.buffer, most)
        return _text(cursor, form, sys.stdout, most)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if form is Format.PARQUET:
            with part.open("wb") as binary:
                count = _parquet(cursor, binary, most)
        else:
            # A spreadsheet on Chinese Windows takes a CSV without a byte order mark for GBK.
            encoding = "utf-8-sig" if form is Format.CSV else "utf-8"
            with part.open("w", encoding=encoding, newline="") as file:
                count = _text(cursor, form, file, most)
        part.replace(target)
    except OSError as error:
        raise QueryError(f"{target} cannot be written: {error.strerror}. Name another file.") from None
    finally:
        part.unlink(missing_ok=True)
    return count


def _batches(cursor: duckdb.DuckDBPyConnection, most: int) -> Iterator[list[tuple[Any, ...]]]:
    while most > 0 and (batch := cursor.fetchmany(min(_BATCH, most))):
        most -= len(batch)
        yield batch


def _text(cursor: duckdb.DuckDBPyConnection, form: Format, file: IO[str], most: int) -> int:
    columns = [column[0] for column in cursor.description or []]
    write = _csv if form is Format.CSV else _json
    return write(columns, _batches(cursor, most), file)


def _csv(columns: Sequence[str], batches: Iterator[list[tuple[Any, ...]]], file: IO[str]) -> int:
    """NULL is a blank field; a text that a spreadsheet would take for a formula gets an apostrophe."""
    from warehouse.terminal import shown

    clean = shown if file.isatty() else str
    writer, count = csv.writer(file, lineterminator="\n"), 0
    writer.writerow([clean(column) for column in columns])
    for batch in batches:
        for row in batch:
            writer.writerow([clean(_field(value)) for value in row])
        count += len(batch)
    return count


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return harmless(text) if isinstance(value, str) else text


def _json(columns: Sequence[str], batches: Iterator[list[tuple[Any, ...]]], file: IO[str]) -> int:
    """One array with an object for each row."""
    from cli.output import json_text

    count = 0
    file.write("[")
    for batch in batches:
        for row in batch:
            record = json_text(dict(zip(columns, row, strict=True)), indent=None)
            file.write(f"{',' if count else ''}\n {record}")
            count += 1
    file.write("\n]\n" if count else "]\n")
    return count


def _parquet(cursor: duckdb.DuckDBPyConnection, file: IO[bytes], most: int) -> int:
    """The columns keep their types: DECIMAL(20,2) for money."""
    from pyarrow.parquet import ParquetWriter

    reader, count = cursor.to_arrow_reader(_BATCH * 10), 0
    with ParquetWriter(file, reader.schema, compression="zstd") as writer:
        for batch in reader:
            kept = batch.slice(0, most - count)
            writer.write_batch(kept)
            count += kept.num_rows
            if count >= most:
                break
    return count
