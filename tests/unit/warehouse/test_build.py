"""Beginning a build."""

import shutil

import pytest

from ingest.records import Extraction
from warehouse import build
from warehouse.home import Home
from warehouse.schema import table_name


def _tables(home: Home) -> set[str]:
    with build.connect(home) as connection:
        found = connection.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
    return {name for (name,) in found}


def test_a_first_build_has_every_table_that_python_writes(home: Home) -> None:
    raw = {f"raw.{table_name(record)}" for record in build.RAW_RECORDS}
    quality = {f"quality.{table_name(record)}" for record in build.QUALITY_RECORDS}
    assert _tables(home) == raw | quality | {"history.retired_report"}


def test_a_build_begins_with_what_is_published(home: Home) -> None:
    with build.connect(home) as connection:
        connection.execute("CREATE TABLE raw.mark AS SELECT 1")
    shutil.copyfile(home.building, home.published)
    build.begin(home)
    assert "raw.mark" in _tables(home)


def test_leftovers_of_a_killed_run_are_gone(home: Home) -> None:
    leftover = home.building.with_name("warehouse.duckdb.wal")
    leftover.write_bytes(b"half a log")
    build.begin(home)
    assert not leftover.exists()


def test_a_transaction_that_fails_leaves_nothing(home: Home) -> None:
    with (
        build.connect(home) as connection,
        pytest.raises(ZeroDivisionError),
        build.transaction(connection),
    ):
        connection.execute("CREATE TABLE raw.mark AS SELECT 1")
        raise ZeroDivisionError
    assert "raw.mark" not in _tables(home)


def test_a_table_of_an_older_release_is_brought_to_its_columns(home: Home) -> None:
    with build.connect(home) as connection:
        connection.execute("ALTER TABLE raw.extraction DROP COLUMN fact_count")
        connection.execute("ALTER TABLE raw.extraction ADD COLUMN once_there VARCHAR")
        connection.execute("ALTER TABLE raw.extraction ALTER COLUMN unread_count SET DATA TYPE INTEGER")
        build.ensure_table(connection, "raw", Extraction)
        found = dict(
            connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'extraction'"
            ).fetchall()
        )
    assert found.keys() == set(Extraction._fields)
    assert found["unread_count"] == "BIGINT"
