"""One table as a CSV and as a Parquet file, written by DuckDB row by row in a fixed order.

CSV: UTF-8 with a byte order mark (without one, spreadsheets on Chinese Windows take the text for GBK), commas,
quotation marks doubled, NULL as a blank field and empty text as "". A spreadsheet takes a text that begins
with one of `TRIGGERS` for a formula, so that text gets an apostrophe before it; so does one that begins with
an apostrophe. Taking one apostrophe from every text that begins with one gives the texts back. Numbers,
dates and truth values are written as they are.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

import duckdb

from open_data.tables import Table
from warehouse.spreadsheet import ESCAPE, TRIGGERS

BYTE_ORDER_MARK = "\ufeff"
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Written(NamedTuple):
    """A file of the export. `path` is relative to its folder, with slashes."""

    path: str
    bytes: int
    sha256: str
    rows: int


def write(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> dict[str, Written]:
    """Write `csv/<table>.csv` and `parquet/<table>.parquet`; returns both, by format."""
    relation = ".".join(_quoted(part) for part in table.name.split("."))
    # The rows in one order, whatever built the file: the same facts give the same bytes.
    order = ", ".join(_quoted(name) for name in table.primary_key) or "ALL"
    cells = [_cell(field.name, field.type) for field in table.fields]
    # The header begins the file, so the mark is put before its first name.
    cells[0] += f" AS {_quoted(BYTE_ORDER_MARK + table.fields[0].name)}"
    cells[1:] = [
        f"{cell} AS {_quoted(field.name)}" for cell, field in zip(cells[1:], table.fields[1:], strict=True)
    ]
    columns = ", ".join(_quoted(field.name) for field in table.fields)
    queries = {
        "csv": (
            f"SELECT {', '.join(cells)} FROM (SELECT {columns} FROM {relation} ORDER BY {order})",
            f"FORMAT csv, HEADER, TIMESTAMPFORMAT '{MOMENT}'",
        ),
        "parquet": (f"SELECT {columns} FROM {relation} ORDER BY {order}", "FORMAT parquet, COMPRESSION zstd"),
    }
    return {
        kind: _copy(connection, query, options, folder, f"{kind}/{table.name}.{kind}")
        for kind, (query, options) in queries.items()
    }


def _cell(name: str, kind: str) -> str:
    column = _quoted(name)
    if kind != "VARCHAR":
        return column
    signs = ", ".join(f"chr({ord(sign)})" for sign in (ESCAPE, *TRIGGERS))
    return f"CASE WHEN left({column}, 1) IN ({signs}) THEN chr({ord(ESCAPE)}) || {column} ELSE {column} END"


def _copy(
    connection: duckdb.DuckDBPyConnection, query: str, options: str, folder: Path, path: str
) -> Written:
    file = folder / path
    file.parent.mkdir(exist_ok=True)
    place = str(file).replace("'", "''")
    [(rows,)] = connection.execute(f"COPY ({query}) TO '{place}' ({options})").fetchall()
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return Written(path, file.stat().st_size, digest, rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
