"""What the last published version held, taken down at the beginning of a build: the drift guards compare with it.

A build begins as a copy of the published file, whose tables the run then replaces. Two tables keep what
the copy held: `quality.previous_report`, one row per report, and `quality.previous_version`, one row.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.home import REPOSITORY
from warehouse.schema import columns, frame, table_name

SCHEMA = "quality"
SAMPLES = REPOSITORY / "samples" / "reports"


class PreviousReport(NamedTuple):
    """One report of the last published version, and how much of it that version held."""

    report_id: str
    is_sample: bool  # one of the reports that come with the project
    budget_facts: int
    expenditure_facts: int
    indicator_facts: int
    checks: int
    contradictions: int
    numbers: int
    unread: int


class PreviousVersion(NamedTuple):
    """The last published version as a whole, and whether this run may differ from it. One row, always."""

    published_at: datetime | None  # when its last check ran, UTC; None where nothing was published before
    rejected: int
    quarantined: int
    accepted_reason: str | None  # why the operator lets this run differ; None where the guards hold


RECORDS: tuple[type, ...] = (PreviousReport, PreviousVersion)

_NEEDED = {
    "marts.dim_report", "marts.fct_budget", "marts.fct_expenditure", "marts.fct_indicator",
    "marts.fct_reconciliation", "quality.reading_coverage", "raw.rejected_document",
}  # fmt: skip


def take(connection: duckdb.DuckDBPyConnection, accepted_reason: str | None, samples: Path = SAMPLES) -> None:
    """Fill both tables, which must exist, from the marts of the copy that a build begins as.

    `accepted_reason` is why this run may differ from the last version; blank means that it may not. A
    copy without marts is a first version: no report, and no time of publication.
    """
    tables = {
        name
        for (name,) in connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
        ).fetchall()
    }
    is_later = tables >= _NEEDED
    reports = list(_reports(connection, set(_hashes(samples)))) if is_later else []
    published_at = (
        _one(connection, f"SELECT max(checked_at) FROM {SCHEMA}.validation_result") if is_later else None
    )
    quarantined = (
        "count(DISTINCT report_id) FROM quality.quarantine" if "quality.quarantine" in tables else "0"
    )
    version = PreviousVersion(
        published_at=published_at,
        rejected=_one(connection, "SELECT count(*) FROM raw.rejected_document") if is_later else 0,
        quarantined=_one(connection, f"SELECT {quarantined}"),
        accepted_reason=(accepted_reason or "").strip() or None,
    )
    _replace(connection, PreviousReport, reports)
    _replace(connection, PreviousVersion, [version])


def _reports(connection: duckdb.DuckDBPyConnection, samples: set[str]) -> Iterator[PreviousReport]:
    def count(table: str, condition: str = "true") -> str:
        return (
            f"(SELECT count(*) FROM {table} AS fact WHERE fact.report_id = report.report_id AND {condition})"
        )

    described = connection.execute("DESCRIBE marts.dim_report").fetchall()
    # an older release held current reports only
    current = "is_current" if any(name == "is_current" for name, *_ in described) else "true"
    rows = connection.execute(
        f"""
        SELECT report.report_id, report.content_sha256, {count("marts.fct_budget")},
               {count("marts.fct_expenditure")}, {count("marts.fct_indicator")},
               {count("marts.fct_reconciliation")}, {count("marts.fct_reconciliation", "fact.status = 'fail'")},
               coalesce(coverage.number_count, 0), coalesce(coverage.unread_count, 0)
        FROM (SELECT * FROM marts.dim_report WHERE {current}) AS report
        LEFT JOIN quality.reading_coverage AS coverage USING (report_id)
        """
    ).fetchall()
    for report_id, content, *counts in rows:
        yield PreviousReport(report_id, content in samples, *counts)


def _hashes(folder: Path) -> Iterator[str]:
    for path in folder.glob("*.txt"):
        yield hashlib.sha256(path.read_bytes()).hexdigest()


def _replace(connection: duckdb.DuckDBPyConnection, record: type, rows: Sequence[tuple[Any, ...]]) -> None:
    table = f"{SCHEMA}.{table_name(record)}"
    connection.execute(f"DELETE FROM {table}")
    connection.register("taken", frame(record, rows))
    names = ", ".join(column.name for column in columns(record))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT {names} FROM taken")
    connection.unregister("taken")


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    found = connection.execute(sql).fetchone()
    return found[0] if found else None
