"""The same report in any format gives the same facts."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.extract import extract
from ingest.layout import dump_layout
from ingest.limits import Limits
from ingest.readers import read_document
from ingest.records import Document
from tests.formats import writers
from tests.formats.printed import Printed, printed

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "reports").glob("*.txt"))
NOW = datetime(2024, 5, 1, tzinfo=UTC)
# What may differ though a fact is the same: its number, and where and how it is written.
_PLACE = {"report_id", "figure_no", "relation_no", "indicator_no", "base_figure_no", "part_of", "char_start"}
_PLACE |= {"char_end", "evidence", "extracted_at", "source_form"}
Facts = Counter[tuple[object, ...]]


def facts(name: str, data: bytes) -> Facts:
    """Everything that is extracted from a file but the place where it stands; checks that offsets slice back."""
    media_type, reading = read_document(name, data, Limits())
    document = Document(
        *("r_1", name, name, media_type, reading.encoding, len(data), "0", reading.text, NOW, None),
        layout=dump_layout(reading.tables),
    )
    result = extract(document, NOW)
    for figure in result.figures:
        assert reading.text[figure.char_start : figure.char_end] == figure.amount_text
    for number in result.unread:
        assert reading.text[number.char_start : number.char_end] == number.number_text
    records = (result.header, *result.figures, *result.relations, *result.indicators)
    return Counter(
        (
            type(record).__name__,
            *(
                "".join(v.split()) if isinstance(v, str) else v
                for k, v in record._asdict().items()
                if k not in _PLACE
            ),
        )
        for record in records
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("suffix", ["docx", "html", "xlsx", "pdf"])
def test_same_facts_as_the_text(sample: Path, suffix: str) -> None:
    write: dict[str, Callable[[Sequence[Printed]], bytes]] = {
        "docx": writers.to_docx,
        "html": writers.to_html,
        "xlsx": writers.to_xlsx,
        "pdf": writers.to_pdf,
    }
    expected = facts(sample.name, sample.read_bytes())
    found = facts(f"{sample.stem}.{suffix}", write[suffix](printed(sample)))
    assert (expected - found, found - expected) == (Counter(), Counter())
