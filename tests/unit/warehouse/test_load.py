"""Mirroring the inbox, and keeping what was extracted."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import duckdb
import pytest

from ingest.records import Document, Extraction, RejectedDocument, ReportHeader, UnreadNumber
from tests.unit.warehouse.conftest import NOW
from warehouse import build, changes, load
from warehouse.home import Home

LATER = NOW + timedelta(days=1)
Make = Callable[[str], Document]


@pytest.fixture
def connection(home: Home) -> Iterable[duckdb.DuckDBPyConnection]:
    with build.connect(home) as connection:
        yield connection


def _extraction(report_id: str, version: str = "v1") -> Extraction:
    return Extraction(report_id, version, NOW, 1, 0, 0, 1)


def _header(report_id: str, year: int) -> ReportHeader:
    return ReportHeader(report_id, None, None, None, None, None, year, None, None, None)


def _rejection(uri: str, code: str, when: object = NOW) -> RejectedDocument:
    return RejectedDocument(uri, uri, f"sha-{uri}", code, "a reason", when)


def _live(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute("SELECT text FROM raw.document WHERE retired_at IS NULL ORDER BY text")
    return [text for (text,) in found.fetchall()]


def test_loading_the_same_again_changes_nothing(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a"), document("b")], [], NOW)
    before = connection.execute("FROM raw.document").fetchall()
    again = [document("a")._replace(loaded_at=LATER), document("b")._replace(loaded_at=LATER)]
    changes.begin(connection)
    told = load.load_documents(connection, again, [], LATER)
    assert told == load.DocumentChanges(new=0, changed=0, renamed=0, restored=0, removed=0, live=2)
    assert connection.execute("FROM raw.document").fetchall() == before


def test_a_document_whose_file_is_gone_is_retired(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a"), document("b")], [], NOW)
    changes.begin(connection)
    told = load.load_documents(connection, [document("a")], [], LATER)
    assert told.removed == 1
    assert _live(connection) == ["a"]


def test_a_document_comes_back_with_its_file(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    for inbox in (["a", "b"], ["a"], ["a", "b"]):
        changes.begin(connection)  # a load of its own
        told = load.load_documents(connection, [document(text) for text in inbox], [], LATER)
    assert (told.new, told.restored) == (0, 1)
    assert _live(connection) == ["a", "b"]


def test_the_places_of_live_documents_are_known(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a"), document("b")], [], NOW)
    load.load_documents(connection, [document("b")], [], LATER)
    assert load.loaded_places(connection) == {"sha-b": "b.txt"}


def test_a_renamed_file_keeps_its_document(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    load.load_documents(connection, [document("a")], [], NOW)
    changes.begin(connection)
    moved = document("a")._replace(source_name="new.txt", source_uri="new.txt")
    told = load.load_documents(connection, [moved], [], LATER)
    assert (told.new, told.renamed) == (0, 1)
    assert connection.execute("SELECT source_name, loaded_at FROM raw.document").fetchall() == [
        ("new.txt", NOW.replace(tzinfo=None))
    ]


def test_a_text_decoded_differently_is_extracted_again(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a")], [], NOW)
    load.load_extractions(connection, ["r_a"], [[_extraction("r_a")]], [], NOW)
    load.load_documents(connection, [document("a")._replace(text="ä")], [], LATER)
    assert load.pending(connection, "v1") == ["r_a"]


def test_what_was_extracted_is_not_pending(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    load.load_documents(connection, [document("a"), document("b")], [], NOW)
    load.load_extractions(connection, ["r_a"], [[_extraction("r_a")]], [], NOW)
    assert load.pending(connection, "v1") == ["r_b"]


def test_changed_rules_make_everything_due_up_to_a_bound(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    inbox = [document("a"), document("b")]
    load.load_documents(connection, inbox, [], NOW)
    load.load_extractions(connection, ["r_a", "r_b"], [[_extraction("r_a"), _extraction("r_b")]], [], NOW)
    changes.begin(connection)
    assert load.due_again(connection, "v2", 9) == ["r_a", "r_b"]
    due = load.due_again(connection, "v2", 1)
    load.load_documents(connection, inbox, [], LATER, due)
    assert load.pending(connection, "v2") == due == ["r_a"]


def test_reports_that_wait_for_newer_rules_are_counted_by_year(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a"), document("b")], [], NOW)
    read = [_extraction("r_a"), _header("r_a", 2021), _extraction("r_b", "v2")]
    load.load_extractions(connection, ["r_a", "r_b"], [read], [], NOW)
    assert load.years(connection, other_than="v2") == {"2021": 1}
    assert load.years(connection) == {"2021": 1, "unknown": 1}


def test_a_year_asked_for_is_due_whatever_rules_read_it(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a"), document("b")], [], NOW)
    read = [_extraction("r_a"), _header("r_a", 2021), _extraction("r_b"), _header("r_b", 2022)]
    load.load_extractions(connection, ["r_a", "r_b"], [read], [], NOW)
    assert load.request_year(connection, "2022", NOW) == 1
    assert load.due_again(connection, "v1", 9) == ["r_b"]


def test_extracting_again_replaces_the_rows(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    load.load_documents(connection, [document("a")], [], NOW)
    for number in ("1", "2"):
        unread = UnreadNumber("r_a", number, "unknown", 0, 1, number)
        load.load_extractions(connection, ["r_a"], [[_extraction("r_a"), unread]], [], NOW)
    assert connection.execute("SELECT number_text FROM raw.unread_number").fetchall() == [("2",)]


def test_documents_come_in_chunks_and_in_order(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    load.load_documents(connection, [document(text) for text in "cab"], [], NOW)
    pending = load.pending(connection, "v1")
    assert [d.text for d in load.documents(connection, pending, chunk=2)] == ["a", "b", "c"]


def test_a_rejection_keeps_its_first_time(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    for when in (NOW, LATER):
        load.load_documents(connection, [document("a")], [_rejection("x", "empty_file", when)], when)
    assert connection.execute("SELECT rejected_at FROM raw.rejected_document").fetchall() == [
        (NOW.replace(tzinfo=None),)
    ]


def test_a_rejection_goes_with_its_file(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    load.load_documents(connection, [document("a")], [_rejection("x", "empty_file")], NOW)
    load.load_documents(connection, [document("a")], [], LATER)
    assert connection.execute("FROM raw.rejected_document").fetchall() == []


def test_a_report_that_crashed_is_rejected_and_tried_again(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a"), document("b")], [], NOW)
    load.load_extractions(
        connection,
        ["r_a", "r_b"],
        [[_extraction("r_a")]],
        [_rejection("b", "extraction_failed")._replace(source_uri="b.txt")],
        NOW,
    )
    assert _live(connection) == ["a"]
    load.load_documents(connection, [document("a"), document("b")], [], LATER)
    assert load.pending(connection, "v1") == ["r_b"]
    kept = connection.execute("SELECT rejected_at FROM raw.rejected_document").fetchall()
    assert kept == [(NOW.replace(tzinfo=None),)]


def test_parsed_documents_are_known_unless_they_are_due(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    parsed = document("a")._replace(media_type="text/html", layout="[]")
    load.load_documents(connection, [parsed, document("b")], [], NOW)
    load.load_extractions(connection, ["r_a", "r_b"], [[_extraction("r_a"), _extraction("r_b")]], [], NOW)
    assert {d.text for d in load.known_documents(connection, []).values()} == {"a"}
    assert load.known_documents(connection, ["r_a"]) == {}


def test_another_layout_is_extracted_again(connection: duckdb.DuckDBPyConnection, document: Make) -> None:
    load.load_documents(connection, [document("a")], [], NOW)
    load.load_extractions(connection, ["r_a"], [[_extraction("r_a")]], [], NOW)
    load.load_documents(connection, [document("a")._replace(layout="[]")], [], LATER)
    assert load.pending(connection, "v1") == ["r_a"]


def test_a_report_too_slow_to_read_stays_rejected_while_others_are_extracted(
    connection: duckdb.DuckDBPyConnection, document: Make
) -> None:
    load.load_documents(connection, [document("a")], [_rejection("x", "too_slow")], NOW)
    load.load_extractions(connection, ["r_a"], [[_extraction("r_a")]], [], NOW)
    assert connection.execute("SELECT source_uri FROM raw.rejected_document").fetchall() == [("x",)]
