"""Paragraphs from lines: rejoins hard wraps, drops page numbers and tables of contents, keeps headings.

A line is *full* when it reaches the width at which its block is wrapped. A full line runs on into the
next one unless a new item or an indented line begins there; a line that is not full ends its paragraph,
unless it is nearly full and breaks off in a sentence.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.structure.compact import Compact, compact, join
from ingest.structure.headings import NEW_ITEM
from ingest.structure.lines import CONTENTS_LINE, Line

_PAGE_NUMBER = re.compile(r"[-—~· ]*\d{1,3}[-—~· ]*|第 ?\d+ ?页[，,、 ]*(?:共 ?\d+ ?页)?|\d{1,3}/\d{1,3}")
_CLOSED = tuple("。;:!?…")
_OPEN = tuple("，,、")
_AMOUNT = re.compile(r"[\d,]+(?:\.\d+)? ?[万亿]?元")
_FIELD = re.compile(r'[^:，。、("]{2,10}:')
# 年初预算1 ⏎ 20万元, 实际支出120 ⏎ 万元; but a heading's 12 before 2021年 is complete.
_CUT_NUMBER = re.compile(
    r"[\u4e00-\u9fff](?:[\d,.]*\d\n[\d,.]*|[\d,.]*\d[,.]\n\d[\d,.]*)(?:[万亿千]?元|年\d{1,2}月|月|日|%)(?<!\n(?:19|20)\d\d年)"
)
_REACH = 16
_SHORTEST_BEFORE_BRACKET = 4
_SENTENCE = re.compile(r"[。;，]")
_NARROWEST = 10
_NEARLY_FULL = 0.8
_SHORT = 20
_LONGEST_CONTENTS = 100
_LONGEST_PAGE_NUMBER = 16


def paragraphs(text: str, lines: list[Line], has_pages: bool = True) -> Iterator[Compact]:
    """The paragraphs of consecutive `lines` (blank ones included), in order.

    Where the text has pages, page numbers on a line of their own are left out, with the blank lines
    around them: a paragraph may run on over them.
    """
    block: list[Line] = []
    for line in _without_page_numbers(lines) if has_pages else lines:
        if line.is_blank:
            yield from _block_paragraphs(text, block)
            block = []
        else:
            block.append(line)
    yield from _block_paragraphs(text, block)


def _without_page_numbers(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    behind_number = False
    for line in lines:
        words = line.words
        if words and len(words) < _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(words):
            behind_number = True
            while kept and kept[-1].is_blank:
                kept.pop()
        elif not (behind_number and line.is_blank):
            behind_number = False
            kept.append(line)
    return kept


def _block_paragraphs(text: str, block: list[Line]) -> Iterator[Compact]:
    """The paragraphs of lines between which no blank line stands."""
    if len(block) < 2:
        if block:
            yield from _kept(compact(text, block[0].start, block[0].end))
        return
    wrap = _measure(block)
    first = 0
    for i, line in enumerate(block):
        if wrap is None or i + 1 == len(block) or not _runs_on(line, block[i + 1], wrap):
            yield from _kept(_joined(text, block[first : i + 1]))
            first = i + 1


def _joined(text: str, lines: list[Line]) -> Compact:
    """The text of lines that may have lost page numbers between them."""
    if lines[-1].end - lines[0].start < sum(line.end - line.start + 1 for line in lines):
        return compact(text, lines[0].start, lines[-1].end)
    return join([compact(text, line.start, line.end) for line in lines])


def _kept(paragraph: Compact) -> Iterator[Compact]:
    """The paragraph, unless it is a line of a table of contents."""
    words = paragraph.text
    ends_in_page = words[-1:].isdigit() or "HYPERLINK" in words
    if not ends_in_page or len(words) >= _LONGEST_CONTENTS or not CONTENTS_LINE.search(words):
        yield paragraph


class _Wrap(NamedTuple):
    """How a block is wrapped: its longest line, in characters and on paper, and whether that is certain."""

    width: int
    breadth: int
    is_certain: bool  # more than one line breaks off at the margin

    def is_full(self, line: Line) -> bool:
        return line.end - line.start >= self.width - 1 or _breadth(line) >= self.breadth - 2

    def is_nearly_full(self, line: Line) -> bool:
        """Folding narrows punctuation, and a line may end early for a long number."""
        return self.is_full(line) or _breadth(line) >= _NEARLY_FULL * self.breadth


def _measure(block: list[Line]) -> _Wrap | None:
    """The wrap of a block; None where its lines are too short to be wrapped."""
    width = max(line.end - line.start for line in block[:-1])
    if width < _NARROWEST:
        return None
    wrap = _Wrap(width, max(map(_breadth, block[:-1])), False)
    broken = (line for line in block if not line.words.endswith(_CLOSED) and not _is_entry(line))
    return wrap._replace(is_certain=sum(map(wrap.is_nearly_full, broken)) > 1)


def _runs_on(line: Line, following: Line, wrap: _Wrap) -> bool:
    """Whether the paragraph of `line` goes on with the `following` one."""
    if following.is_indented:
        return False
    is_closed, is_full = line.words.endswith(_CLOSED), wrap.is_full(line)
    starts_item = NEW_ITEM.match(following.words) is not None
    if _breaks_off(line.words, following.words) and not starts_item:
        return True
    if _is_long_field(line.words) and _FIELD.match(following.words):
        return False
    if (
        starts_item
        and line.words[-2:-1].isdigit()
        and line.words[-1:] in (".", ",")
        and following.words[0].isdigit()
    ):
        starts_item = False  # 210. ⏎ 4、33.6万元 is no item 4
    if not wrap.is_certain:
        is_open = line.words.endswith(_OPEN) or "，" in line.words
        starts_item = starts_item or (not is_open and _FIELD.match(following.words) is not None)
        return is_full and not is_closed and not starts_item and not _is_entry(line)
    if is_closed or starts_item or _is_entry(line):
        return is_full and not (starts_item and (is_closed or _is_entry(line)))
    return wrap.is_nearly_full(line)


def _is_long_field(words: str) -> bool:
    """A field of a cover with its value, however long: 项目名称:某工程 ⏎ 项目单位:某镇."""
    return _FIELD.match(words) is not None and not _SENTENCE.search(words)


def _breaks_off(words: str, following: str) -> bool:
    """Whether a line cannot end a paragraph: it ends in a comma, in a number or a bracket, or before an amount."""
    if _CUT_NUMBER.search(words[-_REACH:] + "\n" + following[:_REACH]) or _cuts_bracket(words, following):
        return True
    if len(words) < _SHORT:
        return False
    return words.endswith(_OPEN) or (not words.endswith(_CLOSED) and _AMOUNT.match(following) is not None)


def _cuts_bracket(words: str, following: str) -> bool:
    """Whether a bracket that opens on one line closes on the next."""
    is_open = words.rfind("(") > max(words.rfind(")"), _SHORTEST_BEFORE_BRACKET)
    return is_open and 0 <= following.find(")") < (following + "(").find("(")


def _is_entry(line: Line) -> bool:
    """A short line complete in itself: a heading, or a field with its value."""
    words = line.words
    if len(words) >= _SHORT or "。" in words or words.endswith(_OPEN):
        return False
    return NEW_ITEM.match(words) is not None or _FIELD.match(words) is not None


def _breadth(line: Line) -> int:
    """Width on paper: a Chinese character is two wide."""
    return len(line.words.encode("gb18030", "replace"))
