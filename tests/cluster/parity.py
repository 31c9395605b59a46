"""Whether two warehouses say the same, row for row: a DuckDB file against another, or against Parquet tables."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from cluster.tables import present, scan

CONTRACTED = ("marts.", "quality.")

# Columns that say when a load was.
TIMES = ("loaded_at", "valid_from", "valid_to")


class Difference(NamedTuple):
    """A table in which two warehouses differ: rows of one that the other does not have, and what was compared."""

    table: str
    only_left: int
    only_right: int
    example: str


def tables_of(
    connection: duckdb.DuckDBPyConnection, catalog: str, schemas: Sequence[str]
) -> dict[str, list[str]]:
    """`schema.table` -> "column type" of every table of these schemas, the columns in alphabetical order."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT schema_name || '.' || table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name IN (SELECT unnest(?)) ORDER BY 1, 2",
        [catalog, list(schemas)],
    ).fetchall()
    for table, column, kind in rows:
        found.setdefault(table, []).append(f"{column} {kind}")
    return found


def attach_tables(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """Parquet tables as views of a catalogue of their own."""
    connection.execute(f"ATTACH ':memory:' AS {name}")
    for schema, table in present(folder):
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name}.{schema}")
        connection.execute(
            f"CREATE VIEW {name}.{schema}.{table} AS SELECT * FROM {scan(folder, schema, table)}"
        )


def differences(
    connection: duckdb.DuckDBPyConnection,
    left: str,
    right: str,
    schemas: Sequence[str],
    but: Sequence[str] = (),
) -> list[Difference]:
    """Tables of two attached catalogues that are not the same: columns or rows, repeated rows counted.

    Where a contract gives the types of the columns, they are compared too. Columns and tables named in `but` are
    left out.
    """
    of_left, of_right = (tables_of(connection, catalog, schemas) for catalog in (left, right))
    found = []
    for table in sorted((of_left.keys() | of_right.keys()) - set(but)):
        ours, theirs = of_left.get(table, []), of_right.get(table, [])
        if not table.startswith(CONTRACTED):
            ours, theirs = ([column.split()[0] for column in columns] for columns in (ours, theirs))
        if ours != theirs:
            odd = f"columns {sorted(set(ours) ^ set(theirs))}"
            found.append(Difference(table, len(set(ours) - set(theirs)), len(set(theirs) - set(ours)), odd))
            continue
        names = ", ".join(name for name in (column.split()[0] for column in ours) if name not in but)
        sides = [f"SELECT {names} FROM {catalog}.{table}" for catalog in (left, right)]
        only = [
            connection.execute(f"({one}) EXCEPT ALL ({other}) ORDER BY ALL").fetchall()
            for one, other in (sides, reversed(sides))
        ]
        if any(only):
            example = f"{names}: {[rows[:1] for rows in only]}"
            found.append(Difference(table, len(only[0]), len(only[1]), example))
    return found
