"""Indicator tables whose cells stand one a line without any mark: rows come back from the head's columns.

Words fill most of their cells, so that labels and values in turn tell no rows (as `streams` needs). The
head says what each column may hold: levels are levels' words, weights and scores are numbers. Cells that
span rows stand once, and a blank remark leaves nothing; a table is taken only where a single way to part
its cells into rows fits the head.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ingest.structure.compact import Compact, compact
from ingest.structure.grids import PLACEHOLDER, VALUE, Row
from ingest.structure.headings import NEW_ITEM
from ingest.structure.lines import Line
from ingest.vocabulary.reading import read_vocabulary

_START = frozenset({"一级指标", "一级", "指标名称", "指标类型", "评价指标"})
_LEVELS = ("level1", "level2", "level3")
_NUMERIC = ("weight", "score", "factor")
_LATE = ("remark", "criterion")
_NOTE = re.compile(r"\(.*\)$")
_HEAD_END = re.compile(r"[及和]\S+|\(\S*\)|完成值|完成情况|改进措施")
_TOTAL = re.compile(r"(?:总分|合计|总计|总得分|小计)\d*")
_FEWEST_COLUMNS = 5
_WIDEST = 14
_LONGEST_CELL = 200
_LONGEST_HEAD = 18
_LEVEL_WORD = re.compile(
    r"\S{0,12}(?:指标|目标|满意度|效益|影响|产出|成本|效能|效率|决策|过程|管理|绩效)(?:\(.*\))?"
)


class WordGrid(NamedTuple):
    """lines[first:last] are one table: its header row and its rows."""

    first: int
    last: int
    header: Row
    rows: list[Row]


class _Head(NamedTuple):
    roles: list[str]  # of the columns
    levels: int  # columns of levels at the left whose cells may span rows

    @property
    def width(self) -> int:
        return len(self.roles)


def find_word_grids(text: str, lines: Sequence[Line]) -> Iterator[WordGrid]:
    """The indicator tables in plain `lines`, in order."""
    position = 0
    while position < len(lines):
        if lines[position].words in _START and (found := _grid(text, lines, position)) is not None:
            yield found
            position = found.last
        else:
            position += 1


def _grid(text: str, lines: Sequence[Line], first: int) -> WordGrid | None:
    filled = [i for i in range(first, len(lines)) if not lines[i].is_blank]
    heads, roles = _head_cells(lines, filled)
    if not _FEWEST_COLUMNS <= len(roles) <= _WIDEST or not {"weight", "score"} & set(roles):
        return None
    levels = next((i for i, role in enumerate(roles) if role not in _LEVELS), 0)
    named = levels if "name" in roles else levels - 1  # the last level is the indicator's own name
    head = _Head(roles, max(named, 0))
    used = sum(map(len, heads))
    cells = list(_joined_levels(lines, list(_cells(lines, filled[used:]))))
    widths = _partition([_words(lines, cell) for cell in cells], head)
    if not widths:
        return None
    header = Row([_compact(text, lines, cell) for cell in heads])
    rows, at = [], 0
    for before, count in widths:
        row = [_compact(text, lines, cell) for cell in cells[at : at + count]]
        blank = Compact("", row[0].start, row[0].start, None)
        after = head.width - before - count
        rows.append(Row([*[blank] * before, *row, *[blank] * after]))
        at += count
    return WordGrid(filled[0], cells[-1][-1] + 1, header, rows)


def _head_cells(lines: Sequence[Line], filled: Sequence[int]) -> tuple[list[list[int]], list[str]]:
    """The lines of each head and its role; a narrow cell breaks a head in two (年度 ⏎ 指标值)."""
    heads: list[list[int]] = []
    roles: list[str] = []
    at = 0
    while at < len(filled) and len(heads) <= _WIDEST:
        head, pair = list(filled[at : at + 1]), list(filled[at : at + 2])
        role = _head_role(lines, head)
        if role is None or (_is_split_head(lines, pair) and _head_role(lines, pair) is not None):
            head, role = pair, _head_role(lines, pair)
        if role is None or role == "goal":  # 数量指标 is a level of the first row
            break
        heads.append(head)
        roles.append(role)
        at += len(head)
    return heads, roles


def _head_role(lines: Sequence[Line], cell: Sequence[int]) -> str | None:
    return _role(_NOTE.sub("", _words(lines, cell)))


def _is_split_head(lines: Sequence[Line], pair: Sequence[int]) -> bool:
    """Whether the second line is but the end of a head: 实际 ⏎ 完成值 and 偏差原因 ⏎ 及改进措施."""
    return len(pair) > 1 and _HEAD_END.fullmatch(lines[pair[1]].words) is not None


def _joined_levels(lines: Sequence[Line], cells: Sequence[int]) -> Iterator[list[int]]:
    """The lines of each cell; a narrow cell breaks a level's name in two (社会效益 ⏎ 指标)."""
    at = 0
    while at < len(cells):
        pair = list(cells[at : at + 2])
        is_split = len(pair) > 1 and _words(lines, pair) in _level_terms()
        yield pair if is_split else pair[:1]
        at += 2 if is_split else 1


def _words(lines: Sequence[Line], cell: Sequence[int]) -> str:
    return "".join(lines[i].words for i in cell)


def _compact(text: str, lines: Sequence[Line], cell: Sequence[int]) -> Compact:
    return compact(text, lines[cell[0]].start, lines[cell[-1]].end)


def _cells(lines: Sequence[Line], positions: Sequence[int]) -> Iterator[int]:
    """The lines that may be cells of the table, up to its sum, a chapter or another head."""
    for position in positions:
        words = lines[position].words
        item = NEW_ITEM.match(words)
        is_chapter = item is not None and item.lastgroup in ("part", "chapter", "section")
        if len(words) > _LONGEST_CELL or words in _START or _TOTAL.fullmatch(words) or is_chapter:
            return
        yield position


def _partition(cells: list[str], head: _Head) -> list[tuple[int, int]]:
    """Blank cells before, and cells of, each row; empty where no way or more than one fits."""
    count = len(cells)

    @cache
    def ways(at: int) -> tuple[int, tuple[tuple[int, int], ...]]:
        if at == count:
            return 1, ()
        total = 0
        chosen: tuple[tuple[int, int], ...] = ()
        for before, size in _row_shapes(head):
            if at + size <= count and _fits(cells[at : at + size], head, before):
                found, rest = ways(at + size)
                if found and not total:
                    chosen = ((before, size), *rest)
                total += found
        return min(total, 2), chosen

    for start in range(count - 1, -1, -1):  # from the end, so that the recursion stays shallow
        ways(start)
    total, rows = ways(0) if count else (0, ())
    return list(rows) if total == 1 else []


def _row_shapes(head: _Head) -> list[tuple[int, int]]:
    """How many level cells a row may lack, and how many cells it then has, without a blank remark or with one."""
    may_end_early = head.roles[-1] in _LATE
    return [
        (before, head.width - before - late)
        for before in range(head.levels + 1)
        for late in ((0, 1) if may_end_early else (0,))
    ]


def _fits(cells: list[str], head: _Head, before: int) -> bool:
    for offset, words in enumerate(cells):
        column = before + offset
        role = head.roles[column]
        is_value = VALUE.fullmatch(words) is not None or PLACEHOLDER.fullmatch(words) is not None
        if role in _NUMERIC and not is_value:
            return False
        if column < head.levels and not _is_level(words):
            return False
        if (role in _LATE or column == head.levels) and (is_value or _is_level_term(words)):
            return False
    return True


def _is_level(words: str) -> bool:
    return _is_level_term(words) or _LEVEL_WORD.fullmatch(words) is not None


def _is_level_term(words: str) -> bool:
    return _NOTE.sub("", words) in _level_terms()


def _role(head: str) -> str | None:
    """What a column so headed holds: the longest term in the head decides, the last of equals."""
    if len(head) > _LONGEST_HEAD:
        return None
    found = [(len(term), head.rfind(term), role) for term, role in _column_roles() if term in head]
    return max(found)[2] if found else None


@cache
def _column_roles() -> list[tuple[str, str]]:
    return [(row["term"], row["role"]) for row in read_vocabulary("indicator_column")]


@cache
def _level_terms() -> frozenset[str]:
    return frozenset(row["term"] for row in read_vocabulary("indicator_level_term"))
