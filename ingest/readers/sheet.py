"""Rows of a sheet to paragraphs and tables: a blank row ends a table, and a row with one cell is a line of text."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.readers.blocks import Block, SpanningCell, squared


class SheetCell(NamedTuple):
    """A cell of a sheet as it is displayed, with the columns and rows that it is merged over."""

    text: str
    colspan: int = 1
    rowspan: int = 1


# One row: its cells by position; None where a merged cell covers the place.
SheetRow = list[SheetCell | None]


def sheet_blocks(rows: Iterable[SheetRow]) -> Iterator[Block]:
    """The paragraphs and tables of one sheet."""
    run: list[SheetRow] = []
    for row in rows:
        trimmed = _trimmed(row)
        if trimmed:
            run.append(trimmed)
        else:
            yield from _run_blocks(run)
            run = []
    yield from _run_blocks(run)


def _run_blocks(run: list[SheetRow]) -> Iterator[Block]:
    """Rows between which no blank row stands. Lines above and below the table are text, not rows."""
    first, last = 0, len(run)
    while first < last and _is_line(run[first]):
        first += 1
    while last > first and _is_line(run[last - 1]):
        last -= 1
    for row in run[:first]:
        yield _line(row)
    if first < last:
        yield _table(run[first:last])
    for row in run[last:]:
        yield _line(row)


def _table(run: list[SheetRow]) -> Block:
    left = min(_first_filled(row) for row in run)
    rows: list[list[SpanningCell]] = []
    width = 0
    for row in run:
        cells = row[left:]
        end = max(at + (cell.colspan if cell else 1) for at, cell in enumerate(cells))
        width = max(width, end)
        if _is_title(cells, width):
            cells = [next(cell for cell in cells if cell and cell.text)._replace(colspan=width)]
        else:
            cells += [SheetCell("")] * (width - end)
        rows.append([_spanning(cell) for cell in cells if cell is not None])
    return squared(rows)


def _is_title(cells: SheetRow, width: int) -> bool:
    """A row whose only words stand over most of the table: a heading within it."""
    return _is_line(cells) and any(cell.text and 2 * cell.colspan > width for cell in cells if cell)


def _spanning(cell: SheetCell) -> SpanningCell:
    content: list[Block] = [cell.text] if cell.text else []
    return SpanningCell(content, cell.colspan, cell.rowspan)


def _trimmed(row: SheetRow) -> SheetRow:
    """The row without the blank cells at its end; empty where all are blank."""
    end = len(row)
    while end and _is_blank(row[end - 1]):
        end -= 1
    return row[:end]


def _is_blank(cell: SheetCell | None) -> bool:
    return cell is not None and not cell.text and cell.rowspan == 1


def _is_line(row: SheetRow) -> bool:
    return sum(1 for cell in row if cell is not None and cell.text) == 1


def _line(row: SheetRow) -> str:
    return next(cell.text for cell in row if cell is not None and cell.text)


def _first_filled(row: SheetRow) -> int:
    return next(at for at, cell in enumerate(row) if cell is None or not _is_blank(cell))
