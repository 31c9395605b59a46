"""What a load changed: which reports are new, changed, renamed, restored, removed or read again.

`raw.changed_report` holds the changes of this load alone. It is what the summary tells, and the scope of
dbt's incremental models: whoever changes a report in schema `raw` notes it here, in the same transaction.
`raw.report_validity` keeps for all time when each report was in the inbox.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import duckdb

from warehouse.schema import utc_naive

NEW, CHANGED, RENAMED, RESTORED = "new", "changed", "renamed", "restored"
REMOVED, SUPERSEDED, REJECTED, READ_AGAIN = "removed", "superseded", "rejected", "read_again"
ARRIVED = (NEW, CHANGED, RESTORED)
UNKNOWN_YEAR = "unknown"  # the partition of the reports whose header names no fiscal year


class ChangedReport(NamedTuple):
    """A report that this load has touched, once each. The rows of the load before are gone."""

    report_id: str
    # new | changed (its file held another report before) | renamed | restored (removed before, and there
    # again) | removed | superseded (its file holds another report now) | rejected (no longer readable by
    # the rules) | read_again (by newer rules, or decoded differently)
    change: str
    source_uri: str
    former_uri: str | None  # of a renamed report
    superseded_by: str | None  # report_id of the report that the file holds now
    former_department_id: str | None  # what marts.dim_report said before this load
    former_fiscal_year: int | None
    changed_at: datetime


class Rereading(NamedTuple):
    """A report that this load must read again, because somebody asked for all reports of its year."""

    report_id: str
    requested_at: datetime


class ReportValidity(NamedTuple):
    """One stay of a report in the inbox. A report that came back has several rows, which do not overlap."""

    report_id: str
    valid_from: datetime
    valid_to: datetime | None  # NULL while the report is there
    superseded_by: str | None  # report_id of the report that came in the same file with other content


RECORDS: tuple[type, ...] = (ChangedReport, Rereading, ReportValidity)


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget the changes of the load before, and give every document of an older release its validity."""
    connection.execute("DELETE FROM raw.changed_report")
    connection.execute("DELETE FROM raw.rereading")
    connection.execute(
        "INSERT INTO raw.report_validity BY NAME SELECT report_id, loaded_at AS valid_from, retired_at AS valid_to "
        "FROM raw.document WHERE report_id NOT IN (SELECT report_id FROM raw.report_validity)"
    )


def note_documents(connection: duckdb.DuckDBPyConnection, now: datetime, file_columns: Sequence[str]) -> None:
    """Note how the relation `incoming`, the inbox as it is, differs from `raw.document`, which is as it was."""
    was, now_is = (f"({', '.join(f'{alias}.{c}' for c in file_columns)})" for alias in "di")
    _note(
        connection,
        f"""
        WITH here AS (
            SELECT report_id, source_uri FROM raw.document WHERE retired_at IS NULL
        ),
        gone AS (
            FROM here WHERE report_id NOT IN (SELECT report_id FROM incoming)
        )
        SELECT i.report_id, i.source_uri, NULL AS former_uri, NULL AS superseded_by, CASE
                WHEN i.source_uri IN (SELECT source_uri FROM gone) THEN '{CHANGED}'
                WHEN d.report_id IS NULL THEN '{NEW}'
                ELSE '{RESTORED}'
            END AS change
        FROM incoming AS i LEFT JOIN raw.document AS d USING (report_id)
        WHERE d.report_id IS NULL OR d.retired_at IS NOT NULL
        UNION ALL
        SELECT gone.report_id, gone.source_uri, NULL, i.report_id,
            -- a file that another one was moved over is removed, for nothing arrived under its name
            CASE WHEN i.report_id IS NULL OR i.report_id IN (SELECT report_id FROM here) THEN '{REMOVED}'
                ELSE '{SUPERSEDED}' END
        FROM gone LEFT JOIN incoming AS i USING (source_uri)
        UNION ALL
        SELECT d.report_id, i.source_uri, CASE WHEN d.source_uri <> i.source_uri THEN d.source_uri END, NULL,
            CASE WHEN d.source_uri <> i.source_uri THEN '{RENAMED}' ELSE '{READ_AGAIN}' END
        FROM raw.document AS d JOIN incoming AS i USING (report_id)
        WHERE d.retired_at IS NULL AND {was} IS DISTINCT FROM {now_is}
        """,
        now,
    )


def note_read_again(connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str], now: datetime) -> None:
    """Note that these reports are read again, but for those of which a change is noted already."""
    _note_held(connection, report_ids, READ_AGAIN, now)


def note_rejected(connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str], now: datetime) -> None:
    """Note that the rules cannot read these reports, instead of what was noted before.

    One that arrived with this load was never valid.
    """
    of_these = "report_id IN (SELECT unnest(?::VARCHAR[]))"
    connection.execute(
        f"DELETE FROM raw.report_validity WHERE valid_to IS NULL AND {of_these} AND report_id IN "
        "(SELECT report_id FROM raw.changed_report WHERE change IN (SELECT unnest(?)))",
        [list(report_ids), list(ARRIVED)],
    )
    connection.execute(f"DELETE FROM raw.changed_report WHERE {of_these}", [list(report_ids)])
    _note_held(connection, report_ids, REJECTED, now)


def open_validity(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Begin the validity of the reports that arrived with this load."""
    connection.execute(
        "INSERT INTO raw.report_validity BY NAME SELECT report_id, ? AS valid_from FROM raw.changed_report "
        "WHERE change IN (SELECT unnest(?)) AND report_id NOT IN "
        "(SELECT report_id FROM raw.report_validity WHERE valid_to IS NULL)",
        [utc_naive(now), list(ARRIVED)],
    )


def _note_held(
    connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str], change: str, now: datetime
) -> None:
    """Note one change of reports that `raw.document` holds."""
    _note(
        connection,
        f"SELECT report_id, source_uri, NULL AS former_uri, NULL AS superseded_by, '{change}' AS change "
        "FROM raw.document WHERE report_id IN (SELECT unnest($report_ids::VARCHAR[]))",
        now,
        report_ids=list(report_ids),
    )


def _note(connection: duckdb.DuckDBPyConnection, seen: str, now: datetime, **parameters: object) -> None:
    """Add the rows of a query to `raw.changed_report`, with what the marts said of these reports before."""
    former = (
        "SELECT report_id, department_id, fiscal_year FROM marts.dim_report"
        if _exists(connection, "marts", "dim_report")
        else "SELECT NULL::VARCHAR AS report_id, NULL::VARCHAR AS department_id, NULL::INT AS fiscal_year"
    )
    connection.execute(
        f"""
        INSERT INTO raw.changed_report BY NAME
        SELECT seen.*, former.department_id AS former_department_id,
               former.fiscal_year AS former_fiscal_year, $now AS changed_at
        FROM ({seen}) AS seen LEFT JOIN ({former}) AS former USING (report_id)
        WHERE report_id NOT IN (SELECT report_id FROM raw.changed_report)
        """,
        {"now": utc_naive(now), **parameters},
    )


def _exists(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?", [schema, table]
    ).fetchone()
    return bool(found and found[0])
