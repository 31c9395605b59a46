"""Excel workbooks (.xlsx): the tables of each visible sheet, every cell as it is displayed.

Formulas are never calculated: the value that was saved with the file counts. External links, macros, hidden
sheets and hidden rows are left out.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from ingest.limits import Limits
from ingest.readers.blocks import Block, Reading, write
from ingest.readers.container import damaged, open_container, refuse_declarations
from ingest.readers.number_format import displayed
from ingest.readers.sheet import SheetCell, SheetRow, sheet_blocks

_FORMAT = "Excel workbook"
_MOST_CELLS = 2_000_000  # of a sheet, blank ones included: a used range beyond is a slip of formatting


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
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        if (merged.max_row - merged.min_row + 1) * (merged.max_col - merged.min_col + 1) > _MOST_CELLS:
            raise damaged(_FORMAT, f"the cells {merged.coord} are merged")
        spans[merged.min_row, merged.min_col] = merged.size["columns"], merged.size["rows"]
        covered.update((row, column) for row, column in merged.cells)
    covered -= spans.keys()
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
    if not filled:
        return
    last_row, last_column = max(row for row, _ in filled), max(column for _, column in filled)
    if last_row * last_column > _MOST_CELLS:
        raise damaged(_FORMAT, f"the sheet has {last_row} rows and {last_column} columns")
    for number in range(1, last_row + 1):
        if number in sheet.row_dimensions and sheet.row_dimensions[number].hidden:
            continue
        row: SheetRow = []
        for column in range(1, last_column + 1):
            place = number, column
            if place in covered:
                row.append(None)
                continue
            cell = sheet._cells.get(place)
            text = "" if cell is None or cell.value is None else displayed(cell.value, cell.number_format)
            row.append(SheetCell(text, *spans.get(place, (1, 1))))
        yield row
