"""What every reader makes of its format, and how that becomes text with a layout.

A document is a flow of paragraphs and grids. In the text a paragraph is one line with a blank line behind
it; a grid has a tab before each cell, one cell a line, and a blank line behind each row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Union

from ingest.decode import without_invisible
from ingest.errors import Refusal, RejectReason
from ingest.layout import LaidCell, LaidTable
from ingest.limits import Limits

_WIDEST = 500  # columns of a grid; what is beyond is no table that anybody reads
_BLANKS = re.compile(r"[ \t\r\f\v\x1c-\x1f]*\n\s*|[\x00-\x08\x0b-\x1f\x7f]+|[\ud800-\udfff]+")


@dataclass(slots=True)
class GridCell:
    """One cell: paragraphs and grids within it. A cell that continues the one above is empty."""

    content: list[Union[str, "Grid"]] = field(default_factory=list)
    colspan: int = 1
    continues: bool = False


@dataclass(slots=True)
class Grid:
    """A table. In every row the spans add up to the same width (see `squared`)."""

    rows: list[list[GridCell]]


Block = str | Grid


class Reading(NamedTuple):
    """What a reader gives: the text to store, the encoding of the source, and the tables in the text."""

    text: str
    encoding: str
    tables: list[LaidTable]


class SpanningCell(NamedTuple):
    """A cell with spans in both directions, as HTML and sheets state it."""

    content: list[Block]
    colspan: int = 1
    rowspan: int = 1


def squared(rows: Iterable[list[SpanningCell]]) -> Grid:
    """The grid of rows that leave out what merged cells cover, with short rows filled up."""
    grid: list[list[GridCell]] = []
    reaching: dict[int, tuple[int, int]] = {}  # first column -> (its span, rows that it still covers)
    for cells in rows:
        row: list[GridCell] = []
        column = 0
        source = iter(cells)
        below: dict[int, tuple[int, int]] = {}
        while column < _WIDEST:
            if column in reaching:
                span, left = reaching[column]
                row.append(GridCell(colspan=span, continues=True))
                if left > 1:
                    below[column] = (span, left - 1)
                column += span
                continue
            cell = next(source, None)
            if cell is None:
                if not any(first > column for first in reaching):
                    break
                cell = SpanningCell([])
            room = min((first for first in reaching if first > column), default=_WIDEST) - column
            span = max(1, min(cell.colspan, room))
            row.append(GridCell(cell.content, span))
            if cell.rowspan > 1:
                below[column] = (span, cell.rowspan - 1)
            column += span
        reaching = below
        grid.append(row)
    width = max((sum(cell.colspan for cell in row) for row in grid), default=0)
    for row in grid:
        missing = width - sum(cell.colspan for cell in row)
        row.extend(GridCell() for _ in range(missing))
    return Grid([row for row in grid if row])


def write(blocks: Iterable[Block], encoding: str, limits: Limits) -> Reading:
    """The text and layout of a flow. Raises Refusal where it holds no text, or a cell is beyond all measure."""
    writer = _Writer(limits)
    writer.flow(blocks)
    text = "".join(writer.parts)
    if not text.strip():
        raise Refusal(RejectReason.EMPTY_FILE)
    return Reading(text, encoding, writer.tables)


def clean(words: str) -> str:
    """Words of a document without control characters, invisible ones and blanks at the ends of lines."""
    words = without_invisible(words)
    return _BLANKS.sub(lambda found: "\n" if "\n" in found[0] else "", words).strip()


class _Writer:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts: list[str] = []
        self.length = 0
        self.tables: list[LaidTable] = []

    def flow(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Grid):
                self._grid(block)
            else:
                self._paragraph(block)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _paragraph(self, words: str) -> None:
        words = clean(words)
        if words:
            self._put(words + "\n\n")

    def _grid(self, grid: Grid) -> None:
        """Rows in which a table stands within a cell, and tables of one cell, frame text: they are no rows."""
        if sum(1 for row in grid.rows for _ in row) == 1:
            self.flow(grid.rows[0][0].content)
            return
        rows: list[list[GridCell]] = []
        for row in grid.rows:
            if any(isinstance(block, Grid) for cell in row for block in cell.content):
                self._rows(rows)
                rows = []
                for cell in row:
                    self.flow(cell.content)
            else:
                rows.append(row)
        self._rows(rows)

    def _rows(self, rows: list[list[GridCell]]) -> None:
        if not any(cell.content for row in rows for cell in row):
            return
        start = self.length
        laid: list[list[LaidCell]] = []
        for row in rows:
            laid.append([self._cell(cell) for cell in row])
            self._put("\n")
        self.tables.append(LaidTable(start, self.length, laid))

    def _cell(self, cell: GridCell) -> LaidCell:
        words = [clean(block).replace("\t", " ") for block in cell.content if isinstance(block, str)]
        text = "\n\n".join(filter(None, words))
        lines = text.count("\n") + 1
        if lines > self.limits.max_cell_lines:
            raise Refusal(RejectReason.OVERSIZED_CELL, count=lines, limit=self.limits.max_cell_lines)
        start = self.length + 1
        self._put(f"\t{text}\n")
        return LaidCell(start, start + len(text), cell.colspan, cell.continues)
