"""The extraction of a whole document: its parts fit together and its numbers are accounted for."""

import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.extract import ExtractionResult, extract
from ingest.inbox import read_inbox
from ingest.records import Document
from ingest.version import extractor_version

NOW = datetime(2024, 5, 1, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "samples" / "reports"
DOCUMENTS = read_inbox(SAMPLES, NOW).documents


def document(text: str, source_name: str = "a.txt") -> Document:
    return Document("r_1", source_name, source_name, "text/plain", "utf-8", 1, "0", text, NOW, None)


@pytest.fixture(params=DOCUMENTS, ids=lambda one: one.source_name)
def sample(request: pytest.FixtureRequest) -> tuple[Document, ExtractionResult]:
    return request.param, extract(request.param, NOW)


def test_every_number_ends_somewhere(sample: tuple[Document, ExtractionResult]) -> None:
    counts = sample[1].extraction
    assert counts.number_count == counts.fact_count + counts.context_count + counts.unread_count
    assert counts.unread_count == len(sample[1].unread)


def test_unread_numbers_slice_back(sample: tuple[Document, ExtractionResult]) -> None:
    text = sample[0].text
    for number in sample[1].unread:
        assert text[number.char_start : number.char_end] == number.number_text


def test_unread_numbers_do_not_overlap(sample: tuple[Document, ExtractionResult]) -> None:
    for one, other in pairwise(sample[1].unread):
        assert one.char_end <= other.char_start


def test_records_belong_to_the_report(sample: tuple[Document, ExtractionResult]) -> None:
    result = sample[1]
    rows = [
        result.extraction,
        result.header,
        *result.figures,
        *result.relations,
        *result.indicators,
        *result.unread,
    ]
    assert {row.report_id for row in rows} == {sample[0].report_id}


def test_same_document_gives_the_same_result(sample: tuple[Document, ExtractionResult]) -> None:
    assert extract(sample[0], NOW) == sample[1]


def test_extraction_states_its_rules() -> None:
    assert extract(document("支出120万元。"), NOW).extraction.extractor_version == extractor_version()


def test_text_without_numbers_has_no_rows() -> None:
    result = extract(document("桃源县竹编局部门决算\n一、概况\n无。"), NOW)
    assert result.extraction.number_count == 0
    assert (result.figures, result.relations, result.unread) == ([], [], [])


def test_score_is_a_fact() -> None:
    text = "桃源县竹编局部门整体支出绩效自评报告\n我局自评得分95.5分。"
    counts = extract(document(text), NOW).extraction
    assert (counts.fact_count, counts.unread_count) == (1, 0)


def test_page_number_is_context() -> None:
    text = "桃源县竹编局部门决算\n一、概况\n竹编局负责竹林看护、竹编培训和竹器收购等各项工作，下设\n- 3 -\n办公室和培训室。\n"
    counts = extract(document(text), NOW).extraction
    assert (counts.context_count, counts.unread_count) == (1, 0)


def test_time_grows_no_faster_than_the_text() -> None:
    """Guards against patterns that go quadratic on long reports."""
    text = DOCUMENTS[0].text
    extract(document(text), NOW)
    started = time.process_time()
    extract(document(text * 3), NOW)
    short = time.process_time() - started
    started = time.process_time()
    extract(document(text * 60), NOW)
    assert time.process_time() - started < 20 * short * 4 + 0.5
