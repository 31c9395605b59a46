"""Excel workbooks (.xlsx): the tables of each visible sheet, every cell as it is displayed.

Formulas are never calculated: the value that was saved with the file counts. External links, macros, hidden
sheets, hidden rows and hidden columns are left out.
"""

import io
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from openpyxl import load_workbook

from ingest.limits import Limits
from ingest.readers.blocks import Block, Reading, write
from ingest.readers.container import damaged, open_container, refuse_declarations
from ingest.readers.number_format import displayed
from ingest.readers.sheet import SheetCell, SheetRow, sheet_blocks

_FORMAT = "Excel workbook"
_MOST_CELLS = 2_000_000  # of a sheet, blank ones included: a used range beyond is a slip of formatting
_Place = tuple[int, int]  # row and column, from 1


class _Merged(NamedTuple):
    """The visible part of a merged range, and the cell whose words it shows."""

    first: _Place
    colspan: int
    rowspan: int


def read(data: bytes, limits: Limits) -> Reading:
    """The text and tables of a workbook. Raises Refusal."""
    with open_container(data, _FORMAT, limits) as container:
        for name in sorted(container.names):
            if name.endswith((".xml", ".rels")):
                refuse_declarations(container.read(name), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that do not matter here
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False, keep_vba=False)
    except MemoryError:
        raise
    except Exception as error:  # the parser lets through whatever broken XML leads to
        raise damaged(_FORMAT, repr(error)) from error
    blocks: list[Block] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            blocks += sheet_blocks(_rows(sheet))
    return write(blocks, "utf-8", limits)


def _rows(sheet: Any) -> Iterator[SheetRow]:
    """The visible rows; of a merged range, its visible part holds the words of its first cell."""
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
    if not filled:
        return
    last_row, last_column = max(row for row, _ in filled), max(column for _, column in filled)
    if last_row * last_column > _MOST_CELLS:
        raise damaged(_FORMAT, f"the sheet has {last_row} rows and {last_column} columns")
    rows, columns = _visible(sheet, last_row, last_column)
    merged = _merged(sheet, rows, columns)
    for row in rows:
        yield [_cell(sheet, (row, column), merged) for column in columns]


def _visible(sheet: Any, last_row: int, last_column: int) -> tuple[list[int], list[int]]:
    """The numbers of the rows and columns that are not hidden."""
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns = {
        column
        for columns in sheet.column_dimensions.values()
        if columns.hidden and columns.min and columns.max
        for column in range(columns.min, min(columns.max, last_column) + 1)
    }
    return (
        [row for row in range(1, last_row + 1) if row not in hidden_rows],
        [column for column in range(1, last_column + 1) if column not in hidden_columns],
    )


def _merged(sheet: Any, rows: list[int], columns: list[int]) -> dict[_Place, _Merged | None]:
    """What stands at each visible place of a merged range: at its first one the whole, None at the others."""
    found: dict[_Place, _Merged | None] = {}
    for area in sheet.merged_cells.ranges:
        if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) > _MOST_CELLS:
            raise damaged(_FORMAT, f"the cells {area.coord} are merged")
        down = rows[bisect_left(rows, area.min_row) : bisect_right(rows, area.max_row)]
        across = columns[bisect_left(columns, area.min_col) : bisect_right(columns, area.max_col)]
        if down and across:
            found.update(dict.fromkeys(product(down, across)))
            found[down[0], across[0]] = _Merged((area.min_row, area.min_col), len(across), len(down))
    return found


def _cell(sheet: Any, place: _Place, merged: dict[_Place, _Merged | None]) -> SheetCell | None:
    area = merged.get(place, _Merged(place, 1, 1))
    if area is None:
        return None
    cell = sheet._cells.get(area.first)
    text = "" if cell is None or cell.value is None else displayed(cell.value, cell.number_format)
    return SheetCell(text, area.colspan, area.rowspan)
