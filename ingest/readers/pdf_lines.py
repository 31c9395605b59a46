"""Characters of a PDF page to lines of text, in reading order."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any, NamedTuple

Char = dict[str, Any]  # a character as pdfplumber gives it: text, x0, x1, top, bottom, size, upright

_SAME_LINE = 0.5  # share of the height by which characters of one line may be off
_BLANK = 0.25  # of the size: a gap between Latin words
_COLUMN_GAP = 1.8  # of the size: a gap between cells or columns
_OVERLAP = 0.6  # of the width: the same character printed twice looks bold
_FEWEST_COLUMN_LINES = 8
_COLUMN_SHARE = 0.7
_PROSE_WIDTH = 12  # characters that a line of a column of prose has at least, on average


class TextLine(NamedTuple):
    """A line of text with its place on the page, in points from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    gaps: tuple[tuple[float, float], ...] = ()  # wide gaps, which stand as tabs in the text


class PageLines(NamedTuple):
    """The lines of a page in reading order, and the width in which they stand."""

    lines: list[TextLine]
    width: float


def text_lines(chars: Iterable[Char], width: float) -> PageLines:
    """The lines of a page, from top to bottom; the left column before the right one where there are two."""
    rows = char_rows(chars)
    lines = [line for line in map(_line, rows) if line.text]
    gutter = _gutter(lines, width)
    if gutter is None:
        return PageLines(lines, width)
    left = [[char for char in row if char["x1"] <= gutter] for row in rows]
    right = [[char for char in row if char["x1"] > gutter] for row in rows]
    lines = _in_columns([_line(row) for row in left if row], [_line(row) for row in right if row])
    return PageLines(lines, gutter)


def _in_columns(left: list[TextLine], right: list[TextLine]) -> list[TextLine]:
    """The right column moved below the left one, so that the order from top to bottom is that of reading."""
    if not left or not right:
        return [*left, *right]
    depth = max(line.bottom for line in left)
    start = min(line.x0 for line in right) - min(line.x0 for line in left)
    moved = [
        line._replace(
            top=line.top + depth, bottom=line.bottom + depth, x0=line.x0 - start, x1=line.x1 - start
        )
        for line in right
    ]
    return [*left, *moved]


def char_rows(chars: Iterable[Char]) -> list[list[Char]]:
    """The upright characters in rows from top to bottom, each from left to right."""
    upright = [char for char in chars if char["upright"] and char["text"].strip()]
    upright.sort(key=lambda char: (char["top"] + char["bottom"]) / 2)
    rows: list[list[Char]] = []
    middle = 0.0
    for char in upright:
        height = char["bottom"] - char["top"]
        here = (char["top"] + char["bottom"]) / 2
        if rows and here - middle <= _SAME_LINE * height:
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = here
    return [_without_doubles(sorted(row, key=lambda char: char["x0"])) for row in rows]


def row_text(row: Sequence[Char]) -> tuple[str, list[tuple[float, float]]]:
    """The words of a row with a blank between Latin words and a tab for a wide gap, and the wide gaps."""
    parts: list[str] = []
    gaps: list[tuple[float, float]] = []
    before: Char | None = None
    for char in row:
        if before is not None:
            gap = char["x0"] - before["x1"]
            if gap > _COLUMN_GAP * char["size"]:
                parts.append("\t")
                gaps.append((before["x1"], char["x0"]))
            elif gap > _BLANK * char["size"] and (before["text"].isascii() and char["text"].isascii()):
                parts.append(" ")
        parts.append(char["text"])
        before = char
    return "".join(parts), gaps


def _line(row: Sequence[Char]) -> TextLine:
    text, gaps = row_text(row)
    return TextLine(
        text,
        row[0]["x0"],
        max(char["x1"] for char in row),
        min(char["top"] for char in row),
        max(char["bottom"] for char in row),
        median(char["size"] for char in row),
        tuple(gaps),
    )


def _without_doubles(row: list[Char]) -> list[Char]:
    kept: list[Char] = []
    for char in row:
        if kept and char["text"] == kept[-1]["text"]:
            overlap = kept[-1]["x1"] - char["x0"]
            if overlap > _OVERLAP * (char["x1"] - char["x0"]) > 0:
                continue
        kept.append(char)
    return kept


def _gutter(lines: Sequence[TextLine], width: float) -> float | None:
    """Where two columns of prose part: most lines have a wide gap at the same place near the middle."""
    middle = [
        (begin, end)
        for line in lines
        for begin, end in line.gaps
        if 0.35 * width < (begin + end) / 2 < 0.65 * width
    ]
    if len(middle) < _FEWEST_COLUMN_LINES or len(middle) < _COLUMN_SHARE * len(lines):
        return None
    begin, end = max(begin for begin, _ in middle), min(end for _, end in middle)
    letters = sum(len(line.text) for line in lines) / (2 * len(lines))
    return (begin + end) / 2 if begin < end and letters >= _PROSE_WIDTH else None
