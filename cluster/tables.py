"""Tables as Parquet: one folder for each table, `<schema>/<table>/`, that DuckDB and Spark both read and write."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse import history
from warehouse.build import QUALITY_RECORDS, RAW_RECORDS
from warehouse.schema import table_name

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BUILT = ("reference", "staging", "intermediate", "marts", "quality")  # the schemas that dbt builds in
SOURCES: dict[str, tuple[type, ...]] = {
    "raw": RAW_RECORDS,
    "quality": QUALITY_RECORDS,
    "history": history.RECORDS,
}


def export(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, query: str) -> None:
    """Write what a query of DuckDB selects as a table in the folder."""
    path = folder / table
    path.mkdir(parents=True, exist_ok=True)
    connection.execute(f"COPY ({query}) TO '{_quoted(path / 'part-0.parquet')}' (FORMAT parquet)")


def export_sources(
    connection: duckdb.DuckDBPyConnection, folder: Path, schemas: Iterable[str] = tuple(SOURCES)
) -> None:
    """Write the tables of these schemas that the models read; those that the models make are taken away."""
    for schema in schemas:
        shutil.rmtree(folder / schema, ignore_errors=True)
        for record in SOURCES[schema]:
            table = table_name(record)
            export(connection, folder / schema, table, f"SELECT * FROM {schema}.{table}")


def present(folder: Path) -> list[tuple[str, str]]:
    """Schema and name of every table in the folder."""
    return sorted((path.parent.name, path.name) for path in folder.glob("*/*") if any(path.glob("*.parquet")))


def register(spark: "SparkSession", folder: Path, schemas: Iterable[str] = BUILT) -> None:
    """Make the tables of the folder known to a session, and these schemas, in which it may make more."""
    found = present(folder)
    for schema in sorted({*schemas, *(schema for schema, _ in found)}):
        location = (folder / schema).as_uri()
        spark.sql(f"CREATE DATABASE IF NOT EXISTS {schema} LOCATION '{_quoted(location)}'")
    for schema, table in found:
        location = (folder / schema / table).as_uri()
        spark.sql(f"CREATE TABLE IF NOT EXISTS {schema}.{table} USING parquet LOCATION '{_quoted(location)}'")


def load_built(connection: duckdb.DuckDBPyConnection, folder: Path) -> set[tuple[str, str]]:
    """Replace the tables that the models make by those of the folder; returns which, by schema and name.

    What DuckDB holds as a view stays one. So does staging, which only renames: dbt makes its views.
    """
    kept = {(schema, table_name(record)) for schema, records in SOURCES.items() for record in records}
    kept.update(
        connection.execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    )
    loaded = {
        (schema, table)
        for schema, table in present(folder)
        if schema in BUILT and schema != "staging" and (schema, table) not in kept
    }
    for schema, table in loaded:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        rows = scan(folder, schema, table)
        connection.execute(f"CREATE OR REPLACE TABLE {schema}.{table} AS SELECT * FROM {rows}")
    return loaded


def describe(connection: duckdb.DuckDBPyConnection, nodes: Iterable[Mapping[str, Any]]) -> None:
    """Comment the tables of these nodes of dbt's manifest and their columns, where the project asks for it.

    dbt-duckdb does so itself; tables that came from Spark have no comments.
    """
    for node in nodes:
        persisted = node["config"].get("persist_docs") or {}
        table = f"{node['schema']}.{node.get('alias') or node['name']}"
        if persisted.get("relation"):
            connection.execute(f"COMMENT ON TABLE {table} IS '{_quoted(node['description'])}'")
        if persisted.get("columns"):
            for column in node["columns"].values():
                words = _quoted(column["description"])
                connection.execute(f"COMMENT ON COLUMN {table}.{column['name']} IS '{words}'")


def scan(folder: Path, schema: str, table: str) -> str:
    """The Parquet table as something that DuckDB selects from."""
    return f"read_parquet('{_quoted(folder / schema / table)}/*.parquet')"


def _quoted(path: Path | str) -> str:
    return str(path).replace("'", "''")
