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
_NEARLY = 1.0  # points by which a character may reach over the edge of a column
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
    """The lines of a page in reading order, and the right end of the left column where there are two of prose."""

    lines: list[TextLine]
    gutter: float | None


def text_lines(chars: Iterable[Char], width: float) -> PageLines:
    """The lines of a page, from top to bottom; the left column before the right one where there are two.

    What stands over both columns, such as a title, parts them. The right one is moved to the place of the left one.
    """
    rows = char_rows(chars)
    lines = [line for line in map(_line, rows) if line.text]
    gutter = _gutter(lines, width)
    if gutter is None:
        return PageLines(lines, None)
    begin, end = gutter
    left: list[TextLine] = []
    right: list[TextLine] = []
    ordered: list[TextLine] = []
    for row in rows:
        if any(char["x1"] > begin + _NEARLY and char["x0"] < end - _NEARLY for char in row):
            ordered += [*left, *right, _line(row)]
            left, right = [], []
            continue
        middle = (begin + end) / 2
        for column, part in (
            (left, [char for char in row if char["x1"] <= middle]),
            (right, [char for char in row if char["x1"] > middle]),
        ):
            if part:
                column.append(_line(part))
    ordered += [*left, *right]
    return PageLines(_at_the_left(ordered, end), begin)


def _at_the_left(lines: Sequence[TextLine], start: float) -> list[TextLine]:
    """The lines that begin behind `start` moved to the left margin, as if there were one column."""
    inner = [line.x0 for line in lines if line.x0 >= start - _NEARLY]
    if len(inner) in (0, len(lines)):
        return list(lines)
    distance = min(inner) - min(line.x0 for line in lines)
    return [
        line._replace(x0=line.x0 - distance, x1=line.x1 - distance) if line.x0 >= start - _NEARLY else line
        for line in lines
    ]


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


def _gutter(lines: Sequence[TextLine], width: float) -> tuple[float, float] | None:
    """The blank between two columns of prose: most lines have a wide gap at the same place near the middle."""
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
    return (begin, end) if begin < end and letters >= _PROSE_WIDTH else None
