"""Schema `history`: what the marts held of reports whose file is gone, as they last held it.

A report that leaves the inbox leaves the fact marts. Before it does, its rows are copied here with the
time in which they were valid and the version of the extractor that read them. Each `history.<mart>` has
the columns of its mart and these three. `history.retired_report` has what `marts.dim_report` said; from
there the report stays in `marts.dim_report`, with `is_current` false.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import duckdb

from warehouse.schema import columns, utc_naive

SCHEMA = "history"
REPORT_TABLE = "dim_report"  # in `retired_report`, not here: dbt reads it
ADDED = {"valid_from": "TIMESTAMP", "valid_to": "TIMESTAMP", "extractor_version": "VARCHAR"}


class RetiredReport(NamedTuple):
    """A report that left the inbox, once for each time, as `marts.dim_report` last described it."""

    report_id: str
    department_id: str | None
    source_name: str
    title: str | None
    report_kind: str | None
    department_name: str | None
    region_code: str | None
    region_name: str | None
    admin_level: str | None
    fiscal_year: int | None
    self_score: Decimal | None
    self_grade: str | None
    published_on: date | None
    char_count: int
    content_sha256: str
    loaded_at: datetime
    extractor_version: str | None
    valid_from: datetime
    valid_to: datetime
    superseded_by: str | None  # report_id of the report that came in the same file with other content


RECORDS: tuple[type, ...] = (RetiredReport,)


def retire(connection: duckdb.DuckDBPyConnection, changes: Sequence[str], now: datetime) -> None:
    """End the validity of the reports that `raw.changed_report` lists under these changes, and keep their rows.

    The marts must be those of the version before.
    """
    is_new = "is_current" in _columns(
        connection, "marts", REPORT_TABLE
    )  # an older release held current ones only
    readings = "marts.dim_report" if is_new else "raw.extraction"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE leaving AS "
        "SELECT v.report_id, v.valid_from, $now::TIMESTAMP AS valid_to, c.superseded_by, e.extractor_version "
        "FROM raw.changed_report AS c JOIN raw.report_validity AS v USING (report_id) "
        f"LEFT JOIN {readings} AS e USING (report_id) "
        "WHERE v.valid_to IS NULL AND c.change IN (SELECT unnest($changes))",
        {"now": utc_naive(now), "changes": list(changes)},
    )
    connection.execute(
        "UPDATE raw.report_validity AS v SET valid_to = l.valid_to, superseded_by = l.superseded_by "
        "FROM leaving AS l WHERE v.report_id = l.report_id AND v.valid_to IS NULL"
    )
    marts = _marts(connection)
    if REPORT_TABLE in marts:
        current = "m.is_current" if is_new else "true"
        kept = [c.name for c in columns(RetiredReport)]
        taken = ", ".join(f"{'l' if name in _LEAVING else 'm'}.{name}" for name in kept)
        connection.execute(
            f"INSERT INTO {SCHEMA}.retired_report ({', '.join(kept)}) "
            f"SELECT {taken} FROM marts.{REPORT_TABLE} AS m JOIN leaving AS l USING (report_id) WHERE {current}"
        )
        ensure_tables(connection)
        for mart in marts - {REPORT_TABLE}:
            connection.execute(
                f"INSERT INTO {SCHEMA}.{mart} BY NAME "
                f"SELECT m.*, {', '.join(f'l.{name}' for name in ADDED)} "
                f"FROM marts.{mart} AS m JOIN leaving AS l USING (report_id)"
            )
    connection.execute("DROP TABLE leaving")


_LEAVING = {"valid_from", "valid_to", "superseded_by", "extractor_version"}


def ensure_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table of every mart with a report_id, and give it the columns that its mart has got since."""
    for mart in _marts(connection) - {REPORT_TABLE}:
        present = _columns(connection, SCHEMA, mart)
        wanted = _columns(connection, "marts", mart) | ADDED
        if not present:
            listed = ", ".join(f"{name} {kind}" for name, kind in wanted.items())
            connection.execute(f"CREATE TABLE {SCHEMA}.{mart} ({listed})")
        for name, kind in wanted.items():
            if present and name not in present:
                connection.execute(f"ALTER TABLE {SCHEMA}.{mart} ADD COLUMN {name} {kind}")


def _marts(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The marts whose rows belong to one report each."""
    found = connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE schema_name = 'marts' AND column_name = 'report_id'"
    )
    return {name for (name,) in found.fetchall()}


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> dict[str, str]:
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, table],
    )
    return dict(found.fetchall())
