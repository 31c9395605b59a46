"""Everything that a file states, apart from where and how it is written."""

from collections import Counter
from datetime import UTC, datetime

from ingest.extract import extract
from ingest.layout import dump_layout
from ingest.limits import Limits
from ingest.readers import read_document
from ingest.records import Document

NOW = datetime(2024, 5, 1, tzinfo=UTC)
_PLACE = {"report_id", "figure_no", "relation_no", "indicator_no", "base_figure_no", "part_of", "char_start"}
_PLACE |= {"char_end", "evidence", "extracted_at", "source_form"}
Facts = Counter[tuple[object, ...]]


def facts(name: str, data: bytes) -> Facts:
    """The records of a file without their places; blanks in words do not count."""
    records = extracted(name, data)
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


def extracted(name: str, data: bytes) -> list[tuple]:  # type: ignore[type-arg]
    """The records of a file. Asserts that every offset slices back to the words that it is of."""
    media_type, reading = read_document(name, data, Limits())
    document = Document(
        *("r_1", name, name, media_type, reading.encoding, len(data), "0", reading.text, NOW, None),
        layout=dump_layout(reading.tables),
    )
    result = extract(document, NOW)
    for figure in result.figures:
        assert reading.text[figure.char_start : figure.char_end] == figure.amount_text
    for relation in result.relations:
        assert reading.text[relation.char_start : relation.char_end] == relation.value_text
    for number in result.unread:
        assert reading.text[number.char_start : number.char_end] == number.number_text
    for indicator in result.indicators:
        assert reading.text[indicator.char_start : indicator.char_end].strip()
    return [result.header, *result.figures, *result.relations, *result.indicators]
