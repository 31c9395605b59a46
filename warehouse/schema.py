"""From a record class to its table: the DuckDB and polars types are derived from the annotations.

So that a table is defined once, in its NamedTuple. Times are kept as UTC in TIMESTAMP columns: the
same digits whatever time zone a reader's session has.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

import polars as pl


class ColumnType(NamedTuple):
    duckdb: str
    polars: pl.DataType


class Column(NamedTuple):
    name: str
    type: ColumnType
    nullable: bool


_TYPES: dict[type, ColumnType] = {
    str: ColumnType("VARCHAR", pl.String()),
    int: ColumnType("BIGINT", pl.Int64()),
    bool: ColumnType("BOOLEAN", pl.Boolean()),
    Decimal: ColumnType("DECIMAL(28,8)", pl.Decimal(28, 8)),
    date: ColumnType("DATE", pl.Date()),
    datetime: ColumnType("TIMESTAMP", pl.Datetime("us")),
}


def table_name(record: type) -> str:
    """`ReportHeader` -> `report_header`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", record.__name__).lower()


def columns(record: type) -> list[Column]:
    """The columns of a NamedTuple class, in order. Raises TypeError on a type no table has."""
    return [_column(record, name, hint) for name, hint in get_type_hints(record).items()]


def _column(record: type, name: str, hint: Any) -> Column:
    inner = [arg for arg in get_args(hint) if arg is not NoneType] or [hint]
    if len(inner) != 1 or inner[0] not in _TYPES:
        known = ", ".join(t.__name__ for t in _TYPES)
        raise TypeError(f"{record.__name__}.{name} is annotated {hint}; a column is one of {known}, or None")
    return Column(name, _TYPES[inner[0]], NoneType in get_args(hint))


def create_table(schema: str, record: type) -> str:
    """The CREATE TABLE statement of a record class; NOT NULL wherever the annotation has no None."""
    lines = [f"{c.name} {c.type.duckdb}{'' if c.nullable else ' NOT NULL'}" for c in columns(record)]
    return f"CREATE TABLE IF NOT EXISTS {schema}.{table_name(record)} ({', '.join(lines)})"


def frame(record: type, rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    """Records as a polars frame of exactly the table's types. Raises where a value does not fit."""
    schema = {c.name: c.type.polars for c in columns(record)}
    naive = [
        tuple(utc_naive(value) if isinstance(value, datetime) else value for value in row) for row in rows
    ]
    return pl.DataFrame(naive, schema=schema, orient="row", strict=True)


def utc_naive(moment: datetime) -> datetime:
    """A time as the tables keep it: UTC, without saying so. One without a zone is UTC already."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
