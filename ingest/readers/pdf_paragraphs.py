"""Lines of PDF pages to paragraphs: leaves out what every page repeats, and says which lines run on."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.readers.pdf_lines import TextLine
from ingest.readers.pdf_tables import PageTable
from ingest.structure.fold import fold
from ingest.structure.headings import NEW_ITEM

_EDGE = 0.12  # of the height: page headers and footers stand within
_MARGIN = 0.07  # of the height: nothing else stands within
_APART = 1.2  # of the size: the blank height between them and the text
_SMALL = 0.9  # of the usual size: a running title on a single page is at least as small
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-—–~·\s]*\d{1,4}[-—–~·\s]*|第\s*\d+\s*页(?:[,，、/\s]*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[-—–\s]*[ivxlcIVXLC]{1,6}[-—–\s]*"
)
_WORD = re.compile(r"[!-~]+")
_LATIN_WIDTH = 0.6  # of the size
_FULL = 1.6  # characters that may be missing at the right margin of a full line
_WIDEST_MARGIN = 1.5  # of the left margin
_FIELD = re.compile(r'[^:，。、("]{2,10}:')  # 主管部门：某局
_NEARLY_FULL = 0.8  # of the width of the text: a line that breaks off in a sentence may be as short
_CLOSED = tuple("。；：！？…;:!?")
_INDENT = 1.2  # characters by which the first line of a paragraph is set in
_SPACED = 1.9  # a distance of lines, measured in usual ones, that parts paragraphs
_SIZE_STEP = 1.15  # a heading is larger than the text by as much

Item = TextLine | PageTable


class Margins(NamedTuple):
    """The left and right margin of the text of a page, and the usual distance of its lines, in points."""

    left: float
    right: float
    leading: float

    @classmethod
    def of(cls, lines: Sequence[TextLine], width: float) -> "Margins":
        """The margins that most lines keep to, on a page of this width.

        The right one is where the longest line ends, but not much wider than the left one.
        """
        if not lines:
            return cls(0.0, 0.0, 0.0)
        starts = Counter(round(line.x0) for line in lines)
        most = max(starts.values())
        left = min(start for start, count in starts.items() if count > 1 or most == 1)
        distances = [below.top - line.top for line, below in pairwise(lines) if below.top > line.top]
        leading = sorted(distances)[len(distances) // 4] if distances else lines[0].size * 1.5
        right = max(width - _WIDEST_MARGIN * left, *(line.x1 for line in lines))
        return cls(left, right, leading)


def joins(paragraph: Sequence[TextLine], line: TextLine, margins: Margins) -> bool:
    """Whether `line` goes on with the paragraph of the lines before it."""
    last = paragraph[-1]
    word = _WORD.match(line.text)
    kept_whole = _LATIN_WIDTH * len(word[0]) if word else 0.0  # a number is seldom broken, and leaves a gap
    is_full = last.x1 >= margins.right - (_FULL + kept_whole) * last.size
    words = fold(line.text)
    is_item = NEW_ITEM.match(words) is not None
    is_closed = last.text.endswith(_CLOSED)
    breaks_off = (
        last.x1 - margins.left >= _NEARLY_FULL * (margins.right - margins.left)
        and not is_closed
        and not is_item
        and not _FIELD.match(words)
    )
    is_set_in = line.x0 > margins.left + _INDENT * line.size
    is_next = line.top < last.top or line.top - last.top <= _SPACED * margins.leading  # or on the next page
    is_alike = max(last.size, line.size) <= _SIZE_STEP * min(last.size, line.size)
    if (is_closed and is_item) or not (is_full or breaks_off):
        return False
    return not is_set_in and is_next and is_alike and not (last.gaps or line.gaps)


def without_furniture(pages: Sequence[tuple[Sequence[Item], float]]) -> list[list[Item]]:
    """The items of each page (given with its height) without page numbers and without repeated headers and footers."""
    edges = [_edge_lines(items, height) for items, height in pages]
    repeated = Counter(shape for lines in edges for shape in {_shape(line) for line in lines})
    often = max(2, (len(pages) + 1) // 2)
    at_edges = {id(line) for lines in edges for line in lines}
    lines_within = [
        item
        for items, _ in pages
        for item in items
        if isinstance(item, TextLine) and id(item) not in at_edges
    ]
    usual = median(line.size for line in lines_within) if lines_within else 0.0
    kept: list[list[Item]] = []
    for (items, height), lines in zip(pages, edges, strict=True):
        furniture = {
            id(line)
            for line in lines
            if _is_page_number(line)
            or repeated[_shape(line)] >= often
            or (_is_within(line, height, _MARGIN) and line.size < _SMALL * usual)
        }
        kept.append([item for item in items if id(item) not in furniture])
    return kept


def _edge_lines(items: Sequence[Item], height: float) -> list[TextLine]:
    """The lines at the upper and lower edge of a page: in its margin, or set apart from the text."""
    found: list[TextLine] = []
    for ordered in (items, items[::-1]):
        for item, inner in zip(ordered, [*ordered[1:], None], strict=False):
            if not isinstance(item, TextLine) or not _is_within(item, height, _EDGE):
                break
            distance = _distance(item, inner)
            if not _is_within(item, height, _MARGIN) and distance < _APART * item.size:
                break
            found.append(item)
    return found


def _distance(line: TextLine, other: Item | None) -> float:
    """The blank height between a line and what stands next to it."""
    if other is None:
        return float("inf")
    if other.top >= line.top:
        return other.top - line.bottom
    return line.top - other.bottom if isinstance(other, TextLine) else float("inf")


def _is_within(line: TextLine, height: float, share: float) -> bool:
    return line.bottom < share * height or line.top > (1 - share) * height


def _is_page_number(line: TextLine) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def _shape(line: TextLine) -> str:
    """The words with every number alike: 第1页 and 第2页 are the same footer."""
    return _DIGITS.sub("0", "".join(line.text.split()))
