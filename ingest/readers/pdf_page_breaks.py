"""Rows of a table over the end of a page: a head that the next page repeats, and a row that was cut in two.

Word and LibreOffice cut rows unless they are told not to. The rest of a row is told from a row of its own by its
cells: it has none for what was finished before, and each goes on with a line that was full.
"""

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from ingest.structure.fold import fold
from ingest.structure.headings import NEW_ITEM

_TOLERANCE = 3.0  # points by which the borders on both pages may be off
_MARGINS = 11.0  # points: the left and right margin of a cell together
_LATIN_WIDTH = 0.6  # of the size
_CLOSED = tuple("。；：！？…;:!?")
_KEPT_WHOLE = re.compile(r"[（《〈“‘【(]*(?:[!-~]+|.)[，。、；：！？）》〉”’】]*", re.DOTALL)
_NUMBER = re.compile(r"[≥≤<>=±]?[\d,.]+%?")


class PageCell(NamedTuple):
    """A cell between two column borders, in points, over one row or more."""

    words: str
    left: float
    right: float
    rowspan: int = 1
    last_width: float = 0.0  # of the last line of its words, in points
    size: float = 1.0  # of its characters

    def is_like(self, other: "PageCell") -> bool:
        """Whether it has the same borders."""
        return abs(self.left - other.left) <= _TOLERANCE and abs(self.right - other.right) <= _TOLERANCE

    def breaks_off_before(self, rest: "PageCell") -> bool:
        """Whether its last line is full and no sentence ends there, so that `rest` may go on with it."""
        if not self.words or self.words.endswith(_CLOSED) or NEW_ITEM.match(fold(rest.words)):
            return False
        if _NUMBER.fullmatch(self.words) and _NUMBER.fullmatch(rest.words):
            return False
        kept_whole = _KEPT_WHOLE.match(rest.words)
        needed = sum(_LATIN_WIDTH if char.isascii() else 1.0 for char in kept_whole[0]) if kept_whole else 1.0
        return self.right - self.left - _MARGINS - self.last_width < max(1.0, needed) * self.size

    def with_rest(self, rest: "PageCell") -> "PageCell":
        """The cell as it was before it was cut."""
        words = "\n".join(filter(None, (self.words, rest.words)))
        return self._replace(words=words, rowspan=self.rowspan + rest.rowspan - 1)


Row = list[PageCell]


def have_same_cells(above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether the last row of a page and the first one of the next have the same borders, several cells each."""
    return len(below[0]) > 1 and _are_alike([above[number][at] for number, at in _at_end(above)], below[0])


def rows_over_pages(above: Sequence[Row], below: Sequence[Row]) -> list[Row]:
    """The rows of two pages as those of one table, without a repeated head, a row that was cut made whole."""
    below = below[_repeated(above, below) :]
    places = _at_end(above)
    rests = below[0] if below else []
    if not _is_rest([above[number][at] for number, at in places], rests):
        return [*above, *below]
    rows = [list(row) for row in chain(above, below[1:])]
    for (number, at), rest in zip(places, rests, strict=True):
        rows[number][at] = above[number][at].with_rest(rest)
    return rows


def _repeated(above: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows at the top of a page repeat the table's head. A title over the whole width is none."""
    count = 0
    for one, other in zip(above, below, strict=False):
        if not _are_alike(one, other) or [_solid(cell) for cell in one] != [_solid(cell) for cell in other]:
            break
        count += 1
    head = above[:count]
    is_whole = all(number + cell.rowspan <= count for number, row in enumerate(head) for cell in row)
    is_head = any(sum(1 for cell in row if cell.words) > 1 for row in head)
    return count if is_whole and is_head else 0


def _solid(cell: PageCell) -> tuple[str, int]:
    return "".join(cell.words.split()), cell.rowspan


def _at_end(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The places of the cells that reach down to the last row, from left to right."""
    found = [
        (cell.left, number, at)
        for number, row in enumerate(rows)
        for at, cell in enumerate(row)
        if number + cell.rowspan >= len(rows)
    ]
    return [(number, at) for _, number, at in sorted(found)]


def _is_rest(cut: Row, rests: Row) -> bool:
    """Whether a page's first row is the rest of the row that ends the page before."""
    if not _are_alike(cut, rests):
        return False
    pairs = list(zip(cut, rests, strict=True))
    is_any_finished = any(
        cell.words and not rest.words and cell.rowspan == rest.rowspan == 1 for cell, rest in pairs
    )
    going_on = [(cell, rest) for cell, rest in pairs if rest.words]
    is_wrapped = len(going_on) > 1 or any("\n" in cell.words for cell, _ in going_on)
    return is_any_finished and is_wrapped and all(cell.breaks_off_before(rest) for cell, rest in going_on)


def _are_alike(row: Row, other: Row) -> bool:
    return len(row) == len(other) and all(map(PageCell.is_like, row, other))
