"""Tables between DuckDB and Parquet."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cluster import tables
from ingest.records import Document
from tests.unit.warehouse.conftest import NOW
from warehouse import build, load
from warehouse.home import Home


@pytest.fixture
def folder(home: Home, document: Callable[[str], Document]) -> Path:
    """The sources of a build that holds one document, as Parquet."""
    with build.connect(home) as connection:
        load.load_documents(connection, [document("it's")], [], NOW)
        tables.export_sources(connection, home.tables)
    return home.tables


def test_every_table_that_python_writes_is_exported(folder: Path) -> None:
    written = sum(len(records) for records in tables.SOURCES.values())
    assert len(tables.present(folder)) == written


def test_what_is_exported_is_what_the_build_holds(home: Home, folder: Path) -> None:
    with build.connect(home) as connection:
        there = connection.execute("FROM raw.document").fetchall()
        assert connection.execute(f"FROM {tables.scan(folder, 'raw', 'document')}").fetchall() == there


def test_a_new_export_takes_away_what_the_models_made(home: Home, folder: Path) -> None:
    with build.connect(home) as connection:
        tables.export(connection, folder / "quality", "drift", "SELECT 1 AS one")
        tables.export_sources(connection, folder, ["quality"])
    assert ("quality", "drift") not in tables.present(folder)


def test_a_view_stays_a_view(home: Home, folder: Path) -> None:
    with build.connect(home) as connection:
        connection.execute("CREATE VIEW quality.suite_trend AS SELECT 1 AS one")
        tables.export(connection, folder / "quality", "suite_trend", "SELECT 2 AS one")
        tables.load_built(connection, folder)
        assert connection.execute("FROM quality.suite_trend").fetchall() == [(1,)]


def test_tables_of_the_models_are_taken_over_and_sources_stay(home: Home, folder: Path) -> None:
    with build.connect(home) as connection:
        tables.export(connection, folder / "marts", "fct_budget", "SELECT 1 AS amount_id")
        tables.export(connection, folder / "raw", "document", "SELECT 'changed' AS text")
        tables.load_built(connection, folder)
        assert connection.execute("SELECT amount_id FROM marts.fct_budget").fetchall() == [(1,)]
        assert connection.execute("SELECT text FROM raw.document").fetchall() == [("it's",)]


def test_tables_that_were_taken_over_say_what_they_hold(home: Home, folder: Path) -> None:
    node = {
        "schema": "marts", "name": "fct_budget", "config": {"persist_docs": {"relation": True, "columns": True}},
        "description": "A department's money", "columns": {"a": {"name": "a", "description": "It's a"}},
    }  # fmt: skip
    with build.connect(home) as connection:
        tables.export(connection, folder / "marts", "fct_budget", "SELECT 1 AS a")
        tables.load_built(connection, folder)
        tables.describe(connection, [node])
        said = connection.execute(
            "SELECT t.comment, c.comment FROM duckdb_tables() t JOIN duckdb_columns() c USING (table_oid) "
            "WHERE t.schema_name = 'marts'"
        ).fetchall()
    assert said == [("A department's money", "It's a")]
