"""Ruled tables of a PDF page: cells from the lines that enclose them, merged cells from their size."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, NamedTuple

from ingest.readers.blocks import Block, Grid, SpanningCell, squared
from ingest.readers.pdf_lines import Char, char_rows, row_text
from ingest.readers.pdf_page_breaks import PageCell, have_same_cells, rows_over_pages

_TOLERANCE = 2.0  # points by which the borders of neighbouring cells may be off
_PAGE_TOLERANCE = 3.0  # points by which the borders of a table that goes on may be off
Box = tuple[float, float, float, float]  # left, top, right, bottom


class PageTable(NamedTuple):
    """A table with its place: its rows of cells leave out what merged cells cover."""

    top: float
    page_number: int
    columns: tuple[float, ...]  # its column borders
    rows: list[list[PageCell]]

    def goes_on_in(self, below: "PageTable") -> bool:
        """Whether a table on the next page has the same outer borders, and columns or a first row that fit to it."""
        few, many = sorted((self.columns, below.columns), key=len)
        return (
            below.page_number == self.page_number + 1
            and abs(few[0] - many[0]) <= _PAGE_TOLERANCE
            and abs(few[-1] - many[-1]) <= _PAGE_TOLERANCE
            and (
                all(abs(border - many[_nearest(many, border)]) <= _PAGE_TOLERANCE for border in few)
                or have_same_cells(self.rows, below.rows)
            )
        )

    def joined(self, below: "PageTable") -> "PageTable":
        """This table with the rows of the one that goes on with it on the next page."""
        columns = _borders((*self.columns, *below.columns), _PAGE_TOLERANCE)
        rows = rows_over_pages(self.rows, below.rows)
        return PageTable(self.top, below.page_number, tuple(columns), rows)

    def grid(self) -> Grid:
        return squared([self._spanning(cell) for cell in row] for row in self.rows)

    def _spanning(self, cell: PageCell) -> SpanningCell:
        span = _nearest(self.columns, cell.right) - _nearest(self.columns, cell.left)
        content: list[Block] = [cell.words] if cell.words else []
        return SpanningCell(content, max(1, span), cell.rowspan)


def page_tables(page: Any) -> tuple[list[PageTable], list[Char]]:
    """The tables of a page of pdfplumber, and the characters that stand in none of them.

    Characters that a damaged matrix sets beyond the numbers stand nowhere, and are left out.
    """
    boxes = [table.cells for table in page.find_tables() if len(table.cells) > 1] if page.edges else []
    tables: list[PageTable] = []
    outside: list[Char] = [char for char in page.chars if _has_place(char)]
    for cells in boxes:
        table, outside = _table(cells, outside, page.page_number)
        if table is not None:
            tables.append(table)
    return tables, outside


def _has_place(char: Char) -> bool:
    return all(isfinite(char[edge]) for edge in ("x0", "x1", "top", "bottom"))


def _table(cells: Sequence[Box], chars: list[Char], page_number: int) -> tuple[PageTable | None, list[Char]]:
    """One table and the characters beside it; None where no character stands in the cells."""
    columns = _borders(x for left, _, right, _ in cells for x in (left, right))
    lines = _borders(y for _, top, _, bottom in cells for y in (top, bottom))
    places: dict[tuple[int, int], int] = {}  # grid square -> number of the cell that covers it
    spans = []
    for number, (left, top, right, bottom) in enumerate(cells):
        first, last = _nearest(columns, left), _nearest(columns, right)
        upper, lower = _nearest(lines, top), _nearest(lines, bottom)
        spans.append((upper, first, max(1, last - first), max(1, lower - upper)))
        for row in range(upper, max(lower, upper + 1)):
            for column in range(first, max(last, first + 1)):
                places.setdefault((row, column), number)
    held: dict[int, list[Char]] = {}
    outside: list[Char] = []
    for char in chars:
        column = bisect_right(columns, (char["x0"] + char["x1"]) / 2) - 1
        row = bisect_right(lines, (char["top"] + char["bottom"]) / 2) - 1
        owner = places.get((row, column))
        if owner is None:
            outside.append(char)
        else:
            held.setdefault(owner, []).append(char)
    if not held:
        return None, chars
    rows = [_row(row, columns, places, spans, held) for row in range(len(lines) - 1)]
    return PageTable(lines[0], page_number, tuple(columns), rows), outside


def _row(
    row: int,
    columns: Sequence[float],
    places: dict[tuple[int, int], int],
    spans: Sequence[tuple[int, int, int, int]],
    held: dict[int, list[Char]],
) -> list[PageCell]:
    """The cells that begin in a row; a square that no cell covers is a blank cell."""
    cells: list[PageCell] = []
    for column in range(len(columns) - 1):
        owner = places.get((row, column))
        if owner is None:
            cells.append(PageCell("", columns[column], columns[column + 1]))
        elif spans[owner][:2] == (row, column):
            right = columns[column + spans[owner][2]]
            cells.append(_cell(char_rows(held.get(owner, [])), columns[column], right, spans[owner][3]))
    return cells


def _cell(lines: Sequence[Sequence[Char]], left: float, right: float, rowspan: int) -> PageCell:
    if not lines:
        return PageCell("", left, right, rowspan)
    words = "\n".join(row_text(chars)[0].replace("\t", " ") for chars in lines)
    last = lines[-1]
    width = max(char["x1"] for char in last) - last[0]["x0"]
    return PageCell(words, left, right, rowspan, width, last[0]["size"])


def _borders(values: Iterable[float], tolerance: float = _TOLERANCE) -> list[float]:
    """The values in order, those that are nearly the same as one."""
    borders: list[float] = []
    for value in sorted(values):
        if not borders or value - borders[-1] > tolerance:
            borders.append(value)
    return borders


def _nearest(borders: Sequence[float], value: float) -> int:
    after = bisect_left(borders, value)
    around = [index for index in (after - 1, after) if 0 <= index < len(borders)]
    return min(around, key=lambda index: abs(borders[index] - value))
