"""Rows from marked cells: a tab before each cell, or cells parted by tabs or pipes on one line."""

import re
from typing import NamedTuple

from ingest.structure.compact import Compact, compact
from ingest.structure.headings import NEW_ITEM
from ingest.structure.lines import Line, LineKind
from ingest.structure.values import PLACEHOLDER, is_value

_RULE_LINE = re.compile(r"[\s|:+=—-]+")
_FIELD = re.compile(r"[^ ]+")
_WIDE_GAP = re.compile(r" {2,}")
_PITCHED_FIELD = re.compile(r"[^ ]+(?: [^ ]+)*")
WIDE = "  "  # the separator of lines whose fields two blanks or more part
_PAIR = 2
_FEWEST_FIELDS = 3
_AMOUNT = re.compile(r"[\d,.%-]+")
_CAPTION = re.compile(r"附?表\s?[\d一二三四五六七八九十]+.*|[^()]*单位:?\s?[百千万亿]*元")


class MarkedRow(NamedTuple):
    """The cells of a row, how many blank lines stood before it, and whether one of them has paragraphs."""

    cells: list[Compact]
    blank_lines: int


def tabbed_region_end(lines: list[Line], first: int, last_cell: int) -> int:
    """Where the rows of tabbed cells that begin at `first` end.

    Lines without a tab belong to the cell above them, and a cell may hold blank lines too. But prose
    behind a blank line ends the region where it begins a chapter, where it follows two blank lines or a
    row that is as long as the one before (or stands on one line), and where no further cell follows at
    all (`last_cell` is the position of the last one in the text). The caption of another table ends it
    too: what follows may be in another unit.
    """
    position, blanks, end = first, 0, first
    row = previous_row = 0  # cells so far
    while position < len(lines):
        line = lines[position]
        if line.kind is LineKind.BLANK:
            blanks += 1
        elif line.kind is LineKind.PLAIN:
            is_whole = row == previous_row > 2 or lines[end - 1].separator == "\t"
            if blanks and (blanks > 1 or is_whole or position > last_cell or _begins_chapter(line)):
                break
            if _captions_next_table(lines, position):
                break
            blanks, end = 0, position + 1
        elif line.kind is LineKind.CELL or line.separator == "\t":
            if blanks:
                previous_row, row = row, 0
            row += 1
            blanks, end = 0, position + 1
        else:
            break
        position += 1
    return end


def _captions_next_table(lines: list[Line], position: int) -> bool:
    """Whether a line behind an amount, or the line after it, is a table's number or money unit."""
    if position == 0 or not _AMOUNT.fullmatch(lines[position - 1].words):
        return False
    return any(_CAPTION.fullmatch(line.words) for line in lines[position : position + 2] if not line.is_cell)


def _begins_chapter(line: Line) -> bool:
    match = NEW_ITEM.match(line.words)
    return match is not None and match.lastgroup in ("part", "chapter", "section")


def tabbed_rows(text: str, lines: list[Line]) -> list[MarkedRow]:
    """The rows of a region of tabbed cells: a blank line followed by a tab starts a row.

    A line of blanks is not quite empty: it is a paragraph within a cell, unless no line is quite empty.
    Where tabs only part the cells, every line is a row, and a tab in front is a blank cell.
    """
    rows: list[list[tuple[int, int]]] = []
    gaps: list[int] = []
    blanks = 1
    has_empty = any(line.is_blank and line.start == line.end for line in lines)
    parts_only = _parts_only(text, lines)
    for line in lines:
        if line.kind is LineKind.BLANK:
            blanks += line.start == line.end or not has_empty
        elif line.kind is LineKind.PLAIN and not parts_only:
            rows[-1][-1] = (rows[-1][-1][0], line.end)
            blanks = 0
        else:
            if blanks or parts_only or (line.separator and line.words.count("\t") > 1):
                rows.append([])
                gaps.append(blanks)
            rows[-1].extend(_parted(text, line, "\t") if parts_only else _cell_spans(text, line))
            blanks = 0
    return _rejoin(
        [MarkedRow([compact(text, *span) for span in row], gap) for row, gap in zip(rows, gaps, strict=True)]
    )


def _parts_only(text: str, lines: list[Line]) -> bool:
    """Whether most cells stand in lines that tabs part, and not all of these begin with a tab."""
    parted = [line for line in lines if line.separator == "\t"]
    alone = sum(line.is_cell for line in lines)
    return len(parted) > alone and any(text[line.start] != "\t" for line in parted)


def _parted(text: str, line: Line, separator: str) -> list[tuple[int, int]]:
    """Spans of what the separator parts on a line."""
    spans, start = [], line.start
    for part in text[line.start : line.end].split(separator):
        spans.append((start, start + len(part)))
        start += len(part) + 1
    return spans


def _cell_spans(text: str, line: Line) -> list[tuple[int, int]]:
    """Spans of the cells of one line. Leading tabs mark one cell (and indent it) unless more follow inside."""
    if line.separator != "\t":
        return [(line.start, line.end)]
    start = line.start
    spans: list[tuple[int, int]] = []
    raw = text[line.start : line.end]
    for part in (raw[1:] if raw[0] == "\t" else raw).split("\t"):
        offset = start + (1 if raw[0] == "\t" and not spans else 0)
        spans.append((offset, offset + len(part)))
        start = offset + len(part) + 1
    return spans


def _rejoin(rows: list[MarkedRow]) -> list[MarkedRow]:
    """Joins a row cut in two by a cell that ends in an empty line: both parts together fit the next row."""
    joined: list[MarkedRow] = []
    for number, row in enumerate(rows):
        if joined and row.blank_lines > 1 and number + 1 < len(rows):
            width, before = len(rows[number + 1].cells), len(joined[-1].cells)
            if before + len(row.cells) == width and before > 1 and len(row.cells) > 1 and row.cells[0].text:
                joined[-1] = joined[-1]._replace(cells=[*joined[-1].cells, *row.cells])
                continue
        joined.append(row)
    return joined


def separated_rows(text: str, lines: list[Line]) -> list[list[Compact]]:
    """The rows of lines on which tabs, pipes or commas part the cells, ruled lines (|---|---|) left out.

    A pipe at the margin is a border where every line has it, else it parts a blank cell from the next.
    """
    rows = [line for line in lines if not (_RULE_LINE.fullmatch(line.words) and "-" in line.words)]
    left = all(line.words.startswith("|") for line in rows)
    right = all(line.words.endswith("|") for line in rows)
    if rows and rows[0].separator == WIDE:
        widest = max(len(fields(line)) for line in rows)
        return [_pitched(text, line, widest) for line in rows]
    return [_separated(text, line, left, right) for line in rows]


def fields(line: Line) -> list[str]:
    """The fields of a line that blanks part."""
    return _WIDE_GAP.split(line.words) if line.separator == WIDE else line.words.split()


def _pitched(text: str, line: Line, widest: int) -> list[Compact]:
    """The cells of a line in fixed pitch; one that begins with blanks and lacks a field has a blank first cell."""
    begin = text.index(line.words, line.start)
    cells = [
        compact(text, begin + m.start(), begin + m.end()) for m in _PITCHED_FIELD.finditer(line.words)
    ]
    if line.is_indented and len(cells) < widest:
        cells.insert(0, Compact("", line.start, line.start, None))
    return cells


def is_spaced_row(line: Line, beside: list[Line]) -> bool:
    """Whether a line of fields parted by blanks is a row: it ends in values, or heads lines that do, as many as it has."""
    own = fields(line)
    alike = [row for row in map(fields, beside) if len(row) == len(own)]
    is_wide = line.separator == WIDE
    if len(own) < (_PAIR if is_wide else _FEWEST_FIELDS):
        return False
    if is_wide and _is_filled(own):
        return any(map(_is_filled, map(fields, beside)))
    if not alike:
        return False
    rows = [own, *alike]
    return all(is_value(row[-1]) or PLACEHOLDER.fullmatch(row[-1]) or row is own for row in rows) and any(
        is_value(field) for row in alike for field in row[1:]
    )


def _is_filled(row: list[str]) -> bool:
    """A label and nothing but values or placeholders behind it."""
    return len(row) > 1 and all(is_value(field) or PLACEHOLDER.fullmatch(field) for field in row[1:])


def _separated(text: str, line: Line, left: bool, right: bool) -> list[Compact]:
    begin = text.index(line.words, line.start)
    end = begin + len(line.words)
    if line.separator == " ":
        return [compact(text, begin + m.start(), begin + m.end()) for m in _FIELD.finditer(line.words)]
    if line.separator == "|":
        begin += left
        end -= right and end > begin
    cells = []
    for part in text[begin:end].split(line.separator):
        cells.append(compact(text, begin, begin + len(part)))
        begin += len(part) + 1
    return cells


def closed_cell(text: str, line: Line) -> Line:
    """A line that is one cell closed by a pipe, as a plain line without the pipe; empty if it is blank."""
    return Line(line.words[:-1].rstrip(), line.start, text.rindex("|", line.start, line.end), LineKind.PLAIN)
