"""What a load changed, told apart; and what stays of a report that left the inbox."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest

from ingest.records import Document, RejectedDocument
from tests.unit.warehouse.conftest import NOW
from warehouse import build, changes, history, load
from warehouse.home import Home

Make = Callable[[str], Document]

# A mart of facts and the one of reports, as dbt leaves them.
MARTS = """
CREATE SCHEMA marts;
CREATE TABLE marts.dim_report AS
SELECT report_id, 'd_1' AS department_id, source_name, NULL::VARCHAR AS title, 'other' AS report_kind,
       '甲局' AS department_name, NULL::VARCHAR AS region_code, NULL::VARCHAR AS region_name,
       NULL::VARCHAR AS admin_level, 2021 AS fiscal_year, NULL::DECIMAL(9,2) AS self_score,
       NULL::VARCHAR AS self_grade, NULL::DATE AS published_on, 1 AS char_count, content_sha256, loaded_at,
       'v1' AS extractor_version, true AS is_current, loaded_at AS valid_from, NULL::TIMESTAMP AS valid_to,
       NULL::VARCHAR AS superseded_by
FROM raw.document;
CREATE TABLE marts.fct_budget AS SELECT report_id, 7 AS amount_cny FROM raw.document;
CREATE TABLE marts.department_year AS SELECT 'd_1' AS department_id;
"""


@pytest.fixture
def connection(home: Home, document: Make) -> Iterable[duckdb.DuckDBPyConnection]:
    """A build whose inbox held a.txt and b.txt, and whose marts are built."""
    with build.connect(home) as connection:
        load.load_documents(connection, [document("a"), document("b")], [], NOW)
        connection.execute(MARTS)
        yield connection


def night(connection: duckdb.DuckDBPyConnection, inbox: list[Document], day: int = 1) -> None:
    changes.begin(connection)
    load.load_documents(connection, inbox, [], later(day))


def later(day: int) -> datetime:
    return NOW + timedelta(days=day)


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def noted(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT report_id, change FROM raw.changed_report").fetchall())


def test_a_night_without_changes_touches_no_report(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a"), document("b")])
    assert noted(connection) == {}


def test_new_removed_and_renamed_files_are_told_apart(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a")._replace(source_uri="moved.txt"), document("c")])
    assert noted(connection) == {"r_a": "renamed", "r_b": "removed", "r_c": "new"}
    assert rows(
        connection, "SELECT former_uri, source_uri FROM raw.changed_report WHERE change = 'renamed'"
    ) == [("a.txt", "moved.txt")]


def test_a_file_with_other_content_is_changed_and_supersedes(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("c")._replace(source_uri="a.txt"), document("b")])
    assert noted(connection) == {"r_a": "superseded", "r_c": "changed"}
    assert rows(connection, "SELECT report_id, superseded_by FROM history.retired_report") == [("r_a", "r_c")]


def test_a_file_moved_over_another_removes_that(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a")._replace(source_uri="b.txt")])
    assert noted(connection) == {"r_a": "renamed", "r_b": "removed"}


def test_files_that_change_places_are_renamed(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    night(
        connection,
        [document("a")._replace(source_uri="b.txt"), document("b")._replace(source_uri="a.txt")],
    )
    assert noted(connection) == {"r_a": "renamed", "r_b": "renamed"}


def test_changes_know_what_the_marts_said_before(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a")])
    assert rows(connection, "SELECT former_department_id, former_fiscal_year FROM raw.changed_report") == [
        ("d_1", 2021)
    ]


def test_facts_of_a_removed_report_are_kept_with_their_validity(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a")])
    when = (NOW.replace(tzinfo=None), later(1).replace(tzinfo=None))
    assert rows(connection, "FROM history.fct_budget") == [("r_b", 7, *when, "v1")]
    assert rows(connection, "SELECT report_id, valid_from, valid_to FROM history.retired_report") == [
        ("r_b", *when)
    ]


def test_only_marts_of_reports_have_a_history(connection: duckdb.DuckDBPyConnection) -> None:
    history.ensure_tables(connection)
    assert rows(
        connection, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'history' ORDER BY 1"
    ) == [("fct_budget",), ("retired_report",)]


def test_a_column_that_a_mart_gets_later_is_empty_in_its_history(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a")])
    connection.execute("ALTER TABLE marts.fct_budget ADD COLUMN note VARCHAR DEFAULT 'x'")
    night(connection, [document("c")], day=2)
    assert rows(connection, "SELECT report_id, note FROM history.fct_budget ORDER BY 1") == [
        ("r_a", "x"),
        ("r_b", None),
    ]


def test_each_stay_of_a_report_in_the_inbox_is_a_period(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a")], day=1)
    night(connection, [document("a"), document("b")], day=2)
    assert noted(connection) == {"r_b": "restored"}
    found = rows(
        connection,
        "SELECT valid_from, valid_to FROM raw.report_validity WHERE report_id = 'r_b' ORDER BY valid_from",
    )
    days = [later(day).replace(tzinfo=None) for day in range(3)]
    assert found == [(days[0], days[1]), (days[2], None)]


def _reject(connection: duckdb.DuckDBPyConnection, document: Document) -> None:
    rejection = RejectedDocument(
        document.source_name, document.source_uri, document.content_sha256, "extraction_failed", "why", NOW
    )
    load.load_extractions(connection, [document.report_id], [], [rejection], later(1))


def test_a_report_that_the_rules_cannot_read_any_more_is_kept_too(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a"), document("b")])
    _reject(connection, document("b"))
    assert noted(connection) == {"r_b": "rejected"}
    assert rows(connection, "SELECT report_id FROM history.fct_budget") == [("r_b",)]


def test_a_report_that_was_never_read_was_never_valid(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    night(connection, [document("a"), document("b"), document("c")])
    _reject(connection, document("c"))
    assert rows(connection, "FROM raw.report_validity WHERE report_id = 'r_c'") == []
