"""The part of the Spark job that runs on a worker: Arrow batches of documents in, batches of records out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from cluster.extraction import arrow_type, extract_batches
from ingest.limits import Limits
from ingest.records import Document, RejectedDocument, UnreadNumber
from warehouse.load import EXTRACTED_RECORDS
from warehouse.schema import columns

KINDS = (*EXTRACTED_RECORDS, RejectedDocument)
NOW = datetime(2024, 5, 1, 12)


def _read(document: Document) -> Iterable[Any]:
    if document.text == "13":
        raise ValueError("unlucky")
    return [[UnreadNumber(document.report_id, document.text, "test", 0, 1, "")]]


def _batch(*texts: str) -> pa.RecordBatch:
    rows = [
        Document(f"r_{text}", text, f"{text}.txt", "text/plain", "utf-8", 1, text, text, NOW, None)
        for text in texts
    ]
    return pa.RecordBatch.from_pylist([row._asdict() for row in rows], pa.schema(list(arrow_type(Document))))


@pytest.fixture(scope="module")
def extracted() -> list[pa.RecordBatch]:
    """What two batches of documents give, one of which fails."""
    return list(extract_batches([_batch("12", "13"), _batch("14")], KINDS, _read, Limits()))


def _rows(batches: list[pa.RecordBatch], kind: str) -> list[dict[str, Any]]:
    return [row for batch in batches for row in batch.column(kind).to_pylist() if row is not None]


def test_every_document_gives_its_records(extracted: list[pa.RecordBatch]) -> None:
    assert [row["number_text"] for row in _rows(extracted, "unread_number")] == ["12", "14"]


def test_a_document_that_fails_is_rejected_and_stops_no_other(extracted: list[pa.RecordBatch]) -> None:
    [rejected] = _rows(extracted, "rejected_document")
    assert (rejected["source_uri"], rejected["reason_code"]) == ("13.txt", "extraction_failed")


def test_a_row_holds_one_record(extracted: list[pa.RecordBatch]) -> None:
    for batch in extracted:
        filled = [sum(value is not None for value in row.values()) for row in batch.to_pylist()]
        assert filled == [1] * batch.num_rows


@pytest.mark.parametrize("record", [*KINDS, Document])
def test_every_record_has_an_arrow_type(record: type) -> None:
    assert arrow_type(record).names == [column.name for column in columns(record)]
