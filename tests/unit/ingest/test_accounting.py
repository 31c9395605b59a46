"""Every number of a text ends as a fact, as context or as unread with a reason that is documented."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.accounting import REASON_OF_KIND, _all_numbers
from ingest.extract import extract
from ingest.inbox import read_inbox
from ingest.records import Document
from ingest.structure import parse
from ingest.structure.fold import fold
from ingest.vocabulary.reading import read_seed

NOW = datetime(2024, 5, 1, tzinfo=UTC)
TESTS = Path(__file__).parents[2]
DOCUMENTS = [
    document
    for folder in (TESTS.parent / "samples" / "reports", TESTS / "corpus" / "reports")
    for document in read_inbox(folder, NOW).documents
]
REASONS = {row["reason_code"] for row in read_seed("unread_reason")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.source_name)
def test_every_digit_belongs_to_exactly_one_number(document: Document) -> None:
    counted = [
        position
        for start, end, *_ in _all_numbers(document.text, parse(document.text))
        for position in range(start, end)
    ]
    digits = {match.start() for match in re.finditer(r"[0-9]", fold(document.text))}
    assert not digits - set(counted)
    assert len(counted) == len(set(counted))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.source_name)
def test_every_reason_is_documented(document: Document) -> None:
    assert {number.reason_code for number in extract(document, NOW).unread} <= REASONS


def test_reasons_of_kinds_are_documented() -> None:
    assert set(REASON_OF_KIND.values()) <= REASONS


def test_evidence_carries_no_telephone_number() -> None:
    text = "一、概况\n联系电话：13800000000，库存7。"
    document = Document("r_1", "a.txt", "a.txt", "text/plain", "utf-8", 1, "0", text, NOW, None)
    assert all("13800000000" not in number.evidence for number in extract(document, NOW).unread)
