"""A sample report as its department may have had it before it became text: paragraphs, and tables with merged cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ingest.structure import parse
from ingest.structure.model import Cell, Table

NOTES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "tables.yml").read_text(encoding="utf-8"))
_NEW_PARAGRAPH = re.compile(r"\s|第.部分|[一二三四五六七八九十]、")
_PAGE_NUMBER = re.compile(r"\s*- \d+ -\s*")


@dataclass
class PrintedCell:
    text: str
    colspan: int = 1
    rowspan: int = 1
    is_covered: bool = False  # belongs to the cell above


@dataclass
class PrintedTable:
    rows: list[list[PrintedCell]]

    @property
    def width(self) -> int:
        return sum(cell.colspan for cell in self.rows[0])


Printed = str | PrintedTable


def printed(path: Path) -> list[Printed]:
    """The paragraphs and tables of a sample report, by its text and what `tables.yml` says of it."""
    notes = NOTES.get(path.stem, {})
    lines = path.read_text(encoding="utf-8").split("\n")
    return list(_blocks(lines, notes))


def _blocks(lines: list[str], notes: dict[str, Any]) -> Iterator[Printed]:
    plain = {table["begins"]: table for table in notes.get("plain", [])}
    position = 0
    while position < len(lines):
        line = lines[position]
        end = position + 1
        if line.startswith("\t"):
            end = _region_end(lines, position)
            yield _table(_tabbed_rows(lines[position:end]), notes)
        elif line in plain:
            columns, rows = plain[line]["columns"], plain[line]["rows"]
            end = position + columns * rows
            cells = lines[position:end]
            yield _table([cells[at : at + columns] for at in range(0, len(cells), columns)], notes)
        elif line.strip() and not _PAGE_NUMBER.fullmatch(line):
            if notes.get("wrapped"):
                while end < len(lines) and lines[end] and not _NEW_PARAGRAPH.match(lines[end]):
                    end += 1
            yield "".join(part.strip() for part in lines[position:end])
        position = end


def _region_end(lines: list[str], first: int) -> int:
    end = first
    for position in range(first, len(lines)):
        line = lines[position]
        if line.startswith("\t"):
            end = position + 1
        elif line and not lines[position - 1].startswith("\t") and lines[position - 1] == "":
            break  # text behind a blank line
        elif line:
            end = position + 1  # a second line of the cell
    return end


def _tabbed_rows(lines: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    is_new = True
    for line in lines:
        if not line:
            is_new = True
        elif line.startswith("\t"):
            if is_new:
                rows.append([])
            is_new = False
            rows[-1].append(line.strip("\t"))
        else:
            rows[-1][-1] += "\n" + line
    return rows


def _table(rows: list[list[str]], notes: dict[str, Any]) -> PrintedTable:
    """The rows over a common grid: as noted, else the last cell reaches to the border."""
    spans = [_noted(row, notes) for row in rows]
    width = max(sum(noted) if noted else len(row) for row, noted in zip(rows, spans, strict=True))
    table = PrintedTable([])
    for row, noted in zip(rows, spans, strict=True):
        columns = noted or [1] * (len(row) - 1) + [width - len(row) + 1]
        assert sum(columns) == width and len(columns) == len(row), (row, columns, width)
        table.rows.append([PrintedCell(text, span) for text, span in zip(row, columns, strict=True)])
    _merge_down(table, notes.get("merged_down", 0))
    return table


def _noted(row: list[str], notes: dict[str, Any]) -> list[int] | None:
    for note in notes.get("spans", []):
        if row[: len(note["cells"])] == note["cells"]:
            return list(note["columns"])
    return None


def _merge_down(table: PrintedTable, columns: int) -> None:
    """Blank cells of the first columns belong to the cell above that has the same borders."""
    above: dict[tuple[int, int], PrintedCell] = {}
    for row in table.rows:
        at = 0
        now: dict[tuple[int, int], PrintedCell] = {}
        for cell in row:
            borders = at, at + cell.colspan
            upper = above.get(borders)
            if not cell.text and upper is not None and at < columns and not _is_number(upper.text):
                cell.is_covered = True
                upper.rowspan += 1
                now[borders] = upper
            else:
                now[borders] = cell
            at += cell.colspan
        above = now


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d,.]+", text) is not None


def printed_as_read(text: str) -> list[Printed]:
    """Any report as the structure step reads it: for comparing formats with each other, not with the text."""
    blocks: list[Printed] = []
    for block in parse(text):
        if isinstance(block, Table):
            rows = [row for row in _rows_as_read(text, block) if row]
            width = max(sum(cell.colspan for cell in row) for row in rows)
            for row in rows:
                row[-1].colspan += width - sum(cell.colspan for cell in row)
            blocks.append(PrintedTable(rows))
        else:
            blocks.append(block.text)
    return blocks


def _rows_as_read(text: str, table: Table) -> Iterator[list[PrintedCell]]:
    """Header and data rows; a cell reaches as far as no other one begins."""
    heads: dict[int, list[Cell]] = {}
    for cell in table.header_cells:
        heads.setdefault(cell.row, []).append(cell)
    for cells in (*heads.values(), *([cell for cell in row if cell is not None] for row in table.rows)):
        row: list[PrintedCell] = []
        ordered = sorted(cells, key=lambda cell: cell.column)
        for cell, following in zip(ordered, [*ordered[1:], None], strict=True):
            span = 1 if following is None else max(1, following.column - cell.column)
            row.append(PrintedCell(text[cell.start : cell.end].replace("\t", ""), span))
        yield row
