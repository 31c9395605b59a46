"""The tables of a document as its format states them: which stretch of the text is which cell.

A format that knows its tables (a Word table, a sheet, a ruled table of a PDF) says so here, in offsets of
the stored text, so that the structure step does not have to guess borders. Plain text has no layout.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple


class LaidCell(NamedTuple):
    """text[start:end] is one cell over `colspan` columns of its table's grid.

    `continues` says that the cell above was merged downwards into this one, which is then empty.
    """

    start: int
    end: int
    colspan: int = 1
    continues: bool = False


class LaidTable(NamedTuple):
    """text[start:end] is a table; in every row the spans of the cells add up to the same width."""

    start: int
    end: int
    rows: list[list[LaidCell]]


def dump_layout(tables: Sequence[LaidTable]) -> str | None:
    """The tables as the JSON text that `raw.document.layout` holds; None where there are none."""
    if not tables:
        return None
    return json.dumps(
        [[table.start, table.end, [[_dump(cell) for cell in row] for row in table.rows]] for table in tables],
        separators=(",", ":"),
    )


def load_layout(layout: str | None) -> list[LaidTable]:
    """The tables that `dump_layout` wrote."""
    if layout is None:
        return []
    return [
        LaidTable(start, end, [[_load(*cell) for cell in row] for row in rows])
        for start, end, rows in json.loads(layout)
    ]


def _load(start: int, end: int, colspan: int = 1, continues: int = 0) -> LaidCell:
    return LaidCell(start, end, colspan, bool(continues))


def _dump(cell: LaidCell) -> list[int]:
    """[start, end], then the span unless it is 1, then a 1 if the cell continues the one above."""
    if cell.continues:
        return [cell.start, cell.end, cell.colspan, 1]
    return [cell.start, cell.end] if cell.colspan == 1 else [cell.start, cell.end, cell.colspan]
