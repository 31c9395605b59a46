"""Begins a build: the working copy that one run changes and checks, and that no reader opens.

A build starts from the published file, so that what is known already is not read again. Whatever a
killed run left in the folder is removed first: a build is published whole or not at all.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from expectations.result import ValidationResult
from ingest import records
from warehouse import baseline, changes, history, ledger, models, versions
from warehouse.disk import require_room
from warehouse.files import clone
from warehouse.home import Home
from warehouse.schema import columns, create_table, table_name
from warehouse.settings import read_settings

# What is read from the files, and what is read in it.
READ_RECORDS: tuple[type, ...] = (
    records.Document,
    records.RejectedDocument,
    records.Extraction,
    records.ReportHeader,
    records.Figure,
    records.StatedRelation,
    records.Indicator,
    records.UnreadNumber,
)

# Beside it, what each load changed.
RAW_RECORDS: tuple[type, ...] = (*READ_RECORDS, *changes.RECORDS)

# Beside dbt's models of schema quality: the outcomes of all checks, what the last version held, what built it.
QUALITY_RECORDS: tuple[type, ...] = (ValidationResult, *baseline.RECORDS, models.BuiltModels)


def begin(home: Home, accepted_drift: str | None = None) -> None:
    """Make `home.building` afresh, with every table that Python writes. Hold the load lock meanwhile.

    The outcomes of earlier runs that were not published are taken in from their run folders, and what the
    published version held is taken down. `accepted_drift` is why this build may differ much from it.
    Raises RolledBackError where that version was rolled back to and loads have not been resumed, DiskError
    where there is no room.
    """
    versions.refuse_after_rollback(home)
    empty(home)
    require_room(home.root, home.published.stat().st_size if home.published.exists() else 0)
    if home.published.exists():
        clone(home.published, home.building)
    with connect(home) as connection, transaction(connection):
        for record in RAW_RECORDS:
            ensure_table(connection, "raw", record)
        for record in QUALITY_RECORDS:
            ensure_table(connection, ledger.SCHEMA, record)
        for record in history.RECORDS:
            ensure_table(connection, history.SCHEMA, record)
        changes.begin(connection)
        baseline.take(connection, accepted_drift)
        ledger.take_in(connection, home)


def empty(home: Home) -> None:
    """Remove whatever a killed run left in the folder of the build."""
    home.prepare()
    folder = home.building.parent
    shutil.rmtree(folder)
    folder.mkdir()


@contextmanager
def connect(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build's file, open for writing for the time of the block. dbt needs it closed.

    The database takes no more memory than the settings allow: it goes on in the folder of the build.
    """
    connection = duckdb.connect(str(home.building))
    try:
        connection.execute("SET memory_limit = ?", [read_settings().load_memory])
        yield connection
    finally:
        connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block, or none of it."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def ensure_table(connection: duckdb.DuckDBPyConnection, schema: str, record: type) -> None:
    """Create the table of a record class, or bring one of an older release to its columns.

    An added column is NULL in the rows that are there: changed records change the extractor's
    version, so that the next extraction fills them.
    """
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    connection.execute(create_table(schema, record))
    table = f"{schema}.{table_name(record)}"
    present = dict(
        connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?",
            [schema, table_name(record)],
        ).fetchall()
    )
    wanted = {column.name: column.type.duckdb for column in columns(record)}
    for name, kind in wanted.items():
        if name not in present:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
        elif present[name] != kind:
            connection.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET DATA TYPE {kind}")
    for name in present.keys() - wanted.keys():
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
