"""Report text to blocks: walks the lines once and hands each stretch to the reader for its shape."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.layout import LaidTable
from ingest.structure.cells import (
    WIDE,
    closed_cell,
    is_spaced_row,
    separated_rows,
    tabbed_region_end,
    tabbed_rows,
)
from ingest.structure.compact import Compact
from ingest.structure.fold import fold
from ingest.structure.goal_heads import joined_heads
from ingest.structure.grids import Row, build_tables
from ingest.structure.headings import LABEL_LEVEL, NEW_ITEM, advance, push
from ingest.structure.laid import build_laid_tables, laid_rows
from ingest.structure.lines import Line, LineKind, split_lines
from ingest.structure.model import Block, Heading, Paragraph, Table
from ingest.structure.prose import paragraphs
from ingest.structure.streams import find_streams
from ingest.structure.values import is_value

_UNIT = re.compile(r"单位:\(?(?:人民币)?([万亿千百]{0,2}元)|\((?:单位:)?([万亿千百]{0,2}元)\)")
_UNIT_CELL = re.compile(r"\(?(?:金额)?单位:\(?(?:人民币)?[万亿千百]{0,2}元\)*")
_TABLE_NUMBER = re.compile(r"附?表[\d一二三四五六七八九十]+(?:-\d+)?")
_TABLE_TITLE = re.compile(r"(?:公开|附|预算)\d*表\d*|[^:,]{4,40}(?:表|情况)(?:\([^()]*\))?")
_FORM_NUMBER = re.compile(r"(?:公开|附|预算)?\d*表?[\d一二三四五六七八九十]*表?")
_LONGEST_CAPTION = 60
_CAPTION_LINES = 4
_NARRATIVE = 80
_SENTENCE = 30
_MOSTLY = 0.7


def parse(text: str, layout: Sequence[LaidTable] = ()) -> list[Block]:
    """The paragraphs and tables of a report, in text order. Offsets count in `text`.

    `layout` are the tables that the document's format states, in order; all others are recovered.
    """
    return _Parser(fold(text)).parse(layout)


class _Parser:
    """Holds what blocks inherit from those above: headings, the money unit, the caption lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = []
        self.last_cell = -1
        self.blocks: list[Block] = []
        self.headings: tuple[Heading, ...] = ()
        self.unit: str | None = None
        self.caption: list[str] = []  # short paragraphs since the last table or long paragraph

    def parse(self, layout: Sequence[LaidTable]) -> list[Block]:
        lines = split_lines(self.text)
        for stretch, table in _stretches(lines, layout):
            self._add_stretch(stretch)
            if table is not None:
                self._add_rows(laid_rows(self.text, table))
        return self.blocks

    def _add_stretch(self, lines: list[Line]) -> None:
        """Lines in which no table is stated."""
        self.lines = lines
        marked = (i for i in range(len(lines) - 1, -1, -1) if lines[i].separator or lines[i].is_cell)
        self.last_cell = next(marked, -1)
        position, count = 0, len(self.lines)
        while position < count:
            line = self.lines[position]
            if line.is_cell or (line.separator == "\t" and self._is_row(position)):
                end = tabbed_region_end(self.lines, position, self.last_cell)
                self._add_tabbed(self.lines[position:end])
            elif line.kind is LineKind.ROW and self._is_row(position):
                end = self._rows_end(position)
                self._add_separated([line for line in self.lines[position:end] if not line.is_blank])
            else:
                end = position + 1
                while end < count and (self.lines[end].is_plain or not self._is_marked(end)):
                    end += 1
                self._add_plain(self.lines[position:end])
            position = end

    def _is_marked(self, position: int) -> bool:
        line = self.lines[position]
        return line.is_cell or (line.kind is LineKind.ROW and self._is_row(position))

    def _is_row(self, position: int) -> bool:
        """A lone tab or pipe within a sentence makes no row: it takes two, or a neighbour like it.

        Commas make rows only where the next line has as many, and values between them; so do blanks.
        """
        line = self.lines[position]
        beside = self.lines[max(0, position - 2) : position] + self.lines[position + 1 : position + 3]
        beside = [other for other in beside if other.separator == line.separator]
        if line.separator == ",":
            rows = [line.words.split(","), *(other.words.split(",") for other in beside)]
            return any(len(row) == len(rows[0]) for row in rows[1:]) and any(
                2 * sum(map(is_value, row)) >= len(row) for row in rows
            )
        if line.separator in (" ", WIDE):
            return is_spaced_row(line, beside)
        return line.words.count(line.separator) > 1 or bool(beside)

    def _rows_end(self, position: int) -> int:
        """The end of consecutive rows with one separator, single blank lines between them allowed."""
        separator, end = self.lines[position].separator, position + 1
        while end < len(self.lines):
            line = self.lines[end]
            if line.separator == separator:
                end += 1
            elif line.is_blank and end + 1 < len(self.lines) and self.lines[end + 1].separator == separator:
                end += 2
            else:
                break
        return end

    def _add_tabbed(self, lines: list[Line]) -> None:
        rows = [Row(row.cells) for row in tabbed_rows(self.text, lines)]
        filled = [cell.text for row in rows for cell in row.cells if cell.text]
        if sum(map(_is_paragraph, filled)) > _MOSTLY * len(filled):  # tabs that only indent
            self._add_prose([line._replace(is_indented=line.is_cell) for line in lines])
        else:
            self._add_rows(rows)

    def _add_separated(self, lines: list[Line]) -> None:
        """Lines on which pipes, tabs or commas part the cells; or one cell a line, closed by a pipe."""
        if all(line.words.find("|") == len(line.words) - 1 for line in lines):
            self._add_plain([closed_cell(self.text, line) for line in lines])
        else:
            self._add_rows([Row(cells) for cells in separated_rows(self.text, lines)])

    def _add_plain(self, lines: list[Line]) -> None:
        done = 0
        for stream in find_streams(self.text, lines):
            self._add_prose(lines[done : stream.first])
            self._add_tables(list(build_tables(stream.rows, stream.header)))
            done = max(done, stream.last)
        self._add_prose(lines[done:])

    def _add_prose(self, lines: list[Line], has_pages: bool = True) -> None:
        for found in paragraphs(self.text, lines, has_pages):
            self._add_paragraph(found)

    def _add_paragraph(self, found: Compact) -> None:
        if not found.text:
            return
        self.headings = advance(self.headings, found.text)
        self.blocks.append(Paragraph(found.text, found.start, found.offsets, self.headings))
        self._note_caption(found.text)

    def _note_caption(self, words: str) -> None:
        if "元" in words and (match := _UNIT.search(words)):
            self.unit = match[1] or match[2]
        words = words if words.endswith(":") else words.rpartition("。")[2]
        self.caption = (
            [*self.caption[1 - _CAPTION_LINES :], words] if 0 < len(words) <= _LONGEST_CAPTION else []
        )

    def _add_rows(self, rows: list[Row]) -> None:
        """Rows of a form: single cells are titles, a label with a long text is a section, the rest tables."""
        grid: list[Row] = []
        for row in rows:
            filled = [cell for cell in row.cells if cell.text]
            if not filled:
                continue
            if _is_caption(filled) or _is_title(row, filled):
                self._add_grid(grid)
                grid = []
                for cell in filled:
                    self._add_paragraph(cell)
            elif len(row.cells) == 1 or (len(row.cells) == len(filled) == 2 and _is_narrative(filled[1])):
                self._add_grid(grid)
                grid = []
                self._add_section(filled)
            else:
                grid.append(row)
        self._add_grid(grid)

    def _add_grid(self, rows: list[Row]) -> None:
        is_laid = bool(rows) and bool(rows[0].edges)
        self._add_tables(list(build_laid_tables(rows) if is_laid else build_tables(joined_heads(rows))))

    def _add_section(self, cells: list[Compact]) -> None:
        if len(cells) == 1:
            self._add_prose(self._lines_within(cells[0]), has_pages=False)
            return
        label, narrative = cells
        self._add_paragraph(label)
        outer = self.headings
        self.headings = push(outer, Heading(LABEL_LEVEL, label.text))
        self._add_prose(self._lines_within(narrative), has_pages=False)
        self.headings = outer

    def _lines_within(self, cell: Compact) -> list[Line]:
        return [
            line._replace(start=line.start + cell.start, end=line.end + cell.start)
            for line in split_lines(self.text[cell.start : cell.end])
        ]

    def _add_tables(self, tables: list[Table]) -> None:
        for table in tables:
            heads = [cell.text for cell in table.header_cells if cell.column == 0]
            unit = next((m[1] or m[2] for head in heads if (m := _UNIT.search(head))), self.unit)
            self.blocks.append(
                replace(table, caption="\n".join(self.caption), unit_text=unit, headings=self.headings)
            )
        if tables:
            self.caption = []


def _stretches(
    lines: list[Line], layout: Sequence[LaidTable]
) -> Iterator[tuple[list[Line], LaidTable | None]]:
    """The lines up to each stated table with that table, and the lines behind the last one."""
    if not layout:
        yield lines, None
        return
    starts = [line.start for line in lines]
    done = 0
    for table in layout:
        yield lines[done : bisect_left(starts, table.start)], table
        done = bisect_left(starts, table.end)
    yield lines[done:], None


def _is_paragraph(words: str) -> bool:
    return len(words) >= _SENTENCE or words.endswith("。") or NEW_ITEM.match(words) is not None


def _is_caption(cells: list[Compact]) -> bool:
    """Whether a row only says whose table follows and in which unit: 部门:某局 | 金额单位:元."""
    return any(_UNIT_CELL.fullmatch(cell.text) for cell in cells) and all(
        ":" in cell.text or _FORM_NUMBER.fullmatch(cell.text) for cell in cells
    )


def _is_title(row: Row, filled: list[Compact]) -> bool:
    """Whether a row is a table's title or number, parted from it or padded with blanks: 收入支出决算总表 | | |."""
    if row.edges or len(row.cells) < 2:
        return False
    if len(filled) == 2 and _TABLE_NUMBER.fullmatch(filled[0].text):
        return _TABLE_TITLE.fullmatch(filled[1].text) is not None  # 表2 | 2019年支出情况表
    return len(filled) == 1 and _TABLE_TITLE.fullmatch(row.cells[0].text) is not None


def _is_narrative(cell: Compact) -> bool:
    return len(cell.text) >= _NARRATIVE and "。" in cell.text
