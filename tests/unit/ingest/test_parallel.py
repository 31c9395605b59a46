"""Extraction of many reports: order, and reports that crash."""

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest import parallel
from ingest.limits import Limits
from ingest.records import Document, UnreadNumber


def _document(number: int) -> Document:
    text = str(number)
    return Document(
        f"r_{text}", text, f"{text}.txt", "text/plain", "utf-8", 1, text, text, datetime.now(UTC), None
    )


def _read(document: Document) -> Iterable[Any]:
    """One record, and a list of one, for each report; some numbers are trouble."""
    if document.text == "13":
        raise ValueError("unlucky")
    if document.text == "17":
        os._exit(1)
    if document.text == "23":
        time.sleep(60)
    if document.text == "29":
        bytearray(2**30)
    number = UnreadNumber(document.report_id, document.text, "test", 0, 1, "")
    return number, [number]


def _extract(numbers: Iterable[int], workers: int) -> list[parallel.ExtractedChunk]:
    documents = [_document(number) for number in numbers]
    return list(parallel.extract_all(documents, _read, len(documents), workers=workers))


@pytest.fixture
def two_workers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[int]], list[parallel.ExtractedChunk]]:
    """Extraction in two processes, in chunks of three."""
    monkeypatch.setattr(parallel, "FEW", 0)
    monkeypatch.setattr(parallel, "CHUNK", 3)
    return lambda numbers: _extract(numbers, workers=2)


def test_one_crash_does_not_stop_the_others() -> None:
    [chunk] = _extract([12, 13, 14], workers=1)
    assert [row.number_text for row in chunk.records] == ["12", "12", "14", "14"]
    [rejected] = chunk.rejected
    assert (rejected.source_uri, rejected.reason_code) == ("13.txt", "extraction_failed")
    assert "ValueError: unlucky" in rejected.reason


def test_processes_give_the_same_in_the_same_order(
    two_workers: Callable[[Iterable[int]], list[parallel.ExtractedChunk]],
) -> None:
    chunks = two_workers(range(10))
    assert [row.number_text for chunk in chunks for row in chunk.records[::2]] == [str(n) for n in range(10)]
    assert sum(chunk.reports for chunk in chunks) == 10


def test_a_report_that_kills_its_process_is_rejected_alone(
    two_workers: Callable[[Iterable[int]], list[parallel.ExtractedChunk]],
) -> None:
    chunks = two_workers(range(14, 20))
    assert [row.number_text for chunk in chunks for row in chunk.records[::2]] == [
        "14",
        "15",
        "16",
        "18",
        "19",
    ]
    assert [r.source_uri for chunk in chunks for r in chunk.rejected] == ["17.txt"]


@pytest.mark.parametrize(("number", "code"), [(23, "too_slow"), (29, "too_much_memory")])
def test_a_report_beyond_a_limit_is_rejected_alone(number: int, code: str) -> None:
    limits = Limits(max_seconds=1, max_memory_mb=512)
    documents = [_document(n) for n in (22, number, 24)]
    [chunk] = parallel.extract_all(documents, _read, len(documents), limits)
    assert [row.number_text for row in chunk.records[::2]] == ["22", "24"]
    assert [(r.source_uri, r.reason_code) for r in chunk.rejected] == [(f"{number}.txt", code)]
