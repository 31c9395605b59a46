"""Hand-made blocks: a grid from rows of text, a paragraph from a sentence."""

from collections.abc import Callable

import pytest

from ingest.context import ReportContext
from ingest.indicators import extract_indicators
from ingest.records import Indicator
from ingest.structure.fold import fold
from ingest.structure.model import Cell, Heading, Paragraph, Table

CONTEXT = ReportContext("r_0123456789abcdef", 2022)


def grid(
    text: str, unit: str | None = None, headings: tuple[Heading, ...] = (), start: int = 0
) -> tuple[str, Table]:
    """(stored text, table) of lines with | between cells; the first line holds the heads, · is a blank cell."""
    stored = text.strip("\n")
    lines = []
    for row, line in enumerate(stored.split("\n")):
        cells: list[Cell | None] = []
        for column, piece in enumerate(line.split("|")):
            words = piece.strip()
            at = start + piece.index(words) if words else start
            filled = words not in ("", "·")
            cells.append(Cell(fold(words), at, at + len(words), row, column) if filled else None)
            start += len(piece) + 1
        lines.append(cells)
    heads: list[tuple[str, ...]] = [(cell.text,) if cell else () for cell in lines[0]]
    return stored, Table(rows=lines[1:], header_paths=heads, unit_text=unit, headings=headings)


def without_sums(rows: list[Indicator]) -> list[Indicator]:
    """The indicators alone; what sheets say of their sums is tested in test_sheet_sums.py."""
    return [row for row in rows if row.indicator_kind != "sheet_sum"]


@pytest.fixture
def rows_of_table() -> Callable[..., list[Indicator]]:
    """Indicators of one grid."""

    def extract(text: str, unit: str | None = None, heading: str | None = None) -> list[Indicator]:
        headings = (Heading(3, heading),) if heading else ()
        stored, table = grid(text, unit, headings)
        rows = extract_indicators([table], CONTEXT, None)
        assert all(stored[row.char_start : row.char_end].strip() for row in rows)
        return without_sums(rows)

    return extract


@pytest.fixture
def rows_of_tables() -> Callable[..., list[Indicator]]:
    """Indicators of grids that follow each other; a grid that begins with --- has no heads."""

    def extract(*texts: str) -> list[Indicator]:
        tables: list[Table] = []
        for text in texts:
            headless = text.lstrip().startswith("---")
            body = text.lstrip().removeprefix("---\n")
            blanks = "|".join("·" * (body.split("\n")[0].count("|") + 1))
            _, table = grid(f"{blanks}\n{body}" if headless else body, start=1000 * len(tables))
            tables.append(table)
        return without_sums(extract_indicators([*tables], CONTEXT, None))

    return extract


@pytest.fixture
def rows_of_prose() -> Callable[..., list[Indicator]]:
    """Indicators of one paragraph, under the headings given."""

    def extract(text: str, *headings: str) -> list[Indicator]:
        stack = tuple(Heading(level, words) for level, words in enumerate(headings, start=1))
        return extract_indicators([Paragraph(fold(text), 0, None, stack)], CONTEXT, None)

    return extract
