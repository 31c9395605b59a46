"""Indicator tables whose cells stand one a line without any mark: rows come back from the head's columns.

Words fill most of their cells, so that labels and values in turn tell no rows (as `streams` needs). The
head says what each column may hold: levels are levels' words, weights and scores are numbers. Cells that
span rows stand once, and a blank remark leaves nothing, unless every cell was closed by a pipe, which
shows the blank ones. A table is taken only where one way to part its cells into rows fits the head best.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from ingest.structure.compact import Compact, compact
from ingest.structure.grids import Row
from ingest.structure.headings import NEW_ITEM
from ingest.structure.lines import Line
from ingest.structure.values import PLACEHOLDER, VALUE
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import read_vocabulary
from ingest.vocabulary.sheet_heads import column_roles, level_terms, role_of_head

_START = frozenset(
    {"一级指标", "一级", "指标名称", "指标类型", "评价指标", "考核项目", "考核内容", "评价项目", "评价内容"}
)
_TEMPLATE = re.compile(r"[.…·]+|(?:指标|目标)\d+:?[.…·]*")  # of an unused row nothing else is left
_LEVELS = ("level1", "level2", "level3")
_NAMES = ("name", "item")
_NUMERIC = ("weight", "score", "factor")
_LATE = ("remark", "criterion")
_MAY_BE_BLANK = ("adjusted_target", "operator", "unit", *_LATE)
_MARKS = {"weight", "score"}
_GOALS = {"target", "actual"}
_NOTE = re.compile(r"\(.*\)$")
_MARKS_OF = re.compile(r"\( ?\d+(?:\.\d+)? ?分 ?\)")
_HEAD_END = re.compile(r"[及和]\S+|\(\S*\)|完成值|完成情况|改进措施")
_TOTAL = re.compile(rf"(?:{any_of(row['label'] for row in read_vocabulary('sum_label'))})\d*")
_UNIT = re.compile(r"[^\d:,。]{1,8}")
_OPERATOR = re.compile(r"[≥≤=><≧≦]{1,2}|定性|定量|[正反逆]向(?:指标)?")
_FEWEST_COLUMNS = 5
_WIDEST = 14
_MOST_HEAD_LINES = 2 * (_WIDEST + 1)  # a head is one line or two
_MOST_BLANK = 2
_LONGEST_CELL = 200
_MOST_BEHIND = 4
_LONGEST_LEVEL = 20
_LEVEL_WORD = re.compile(
    r"\S{0,12}(?:指标|目标|满意度|效益|影响|产出|成本|效能|效率|决策|过程|管理|绩效)(?:\(.*\))?"
)
# What is unlikely costs; the cheapest way to part the cells is taken.
_ODD_FIRST_LEVEL, _ODD_LEVEL, _ODD_NAME, _ODD_REMARK, _ODD_VALUE = 4, 2, 4, 4, 1
_ODD_BLANK, _LATE_BLANK = 3, 1
_IMPOSSIBLE = 10**6


class WordGrid(NamedTuple):
    """lines[first:last] are one table: its header row and its rows."""

    first: int
    last: int
    header: Row
    rows: list[Row]


class _Head(NamedTuple):
    """The roles of the columns, and those that a row may begin with: what stands before them spans rows."""

    roles: tuple[str, ...]
    begins: tuple[int, ...]

    @property
    def width(self) -> int:
        return len(self.roles)


# The columns that the cells of a row stand in.
_Shape = tuple[int, ...]


def find_word_grids(text: str, lines: Sequence[Line]) -> Iterator[WordGrid]:
    """The indicator tables in plain `lines`, in order."""
    starts = [position for position, line in enumerate(lines) if line.words in _START]
    filled = [position for position, line in enumerate(lines) if not line.is_blank] if starts else []
    done = 0
    for start in starts:
        if start >= done and (found := _grid(text, lines, filled, bisect_left(filled, start))) is not None:
            yield found
            done = found.last


def _grid(text: str, lines: Sequence[Line], filled: Sequence[int], first: int) -> WordGrid | None:
    """The table whose head begins at filled[first]; `filled` are the lines that are not blank."""
    columns, roles = _head_cells(lines, filled[first : first + _MOST_HEAD_LINES])
    after = sum(map(len, columns))
    below = sum(role in _LEVELS for role in roles) if roles and roles[0] in _NAMES else 0
    if below and set(roles[-below:]) <= set(_LEVELS):  # the heads of the levels under a head that spans them
        columns = [*columns[-below:], *columns[1:-below]]
        roles = [*roles[-below:], *roles[1:-below]]
    if not _FEWEST_COLUMNS <= len(roles) <= _WIDEST:
        return None
    if not _MARKS & set(roles) and not set(roles) >= _GOALS:
        return None
    cells = list(_joined_levels(lines, list(_cells(lines, filled, first + after))))
    cells, shapes = _parted(lines, cells, _head(roles))
    rows, at = [], 0
    for shape in shapes:
        start = lines[cells[at][0]].start
        row = [Compact("", start, start, None)] * len(roles)
        for column in shape:
            row[column] = _compact(text, lines, cells[at])
            at += 1
        rows.append(Row(row))
    header = Row([_compact(text, lines, column) for column in columns])
    return WordGrid(filled[first], cells[-1][-1] + 1, header, rows) if rows else None


def _parted(
    lines: Sequence[Line], cells: list[list[int]], head: _Head
) -> tuple[list[list[int]], list[_Shape]]:
    """The cells of the table and their rows; lines behind the last row (a note, the next goal) are no cells."""
    words = [_words(lines, cell) for cell in cells]
    for behind in range(min(_MOST_BEHIND, len(cells)) + 1):
        count = len(cells) - behind
        shapes = _partition(words[:count], head)
        if shapes:
            return cells[:count], shapes
    return cells, []


def _head_cells(lines: Sequence[Line], filled: Sequence[int]) -> tuple[list[list[int]], list[str]]:
    """The lines of each head and its role; a narrow cell breaks a head in two (年度 ⏎ 指标值)."""
    heads: list[list[int]] = []
    roles: list[str] = []
    at = 0
    while at < len(filled) and len(heads) <= _WIDEST:
        head, pair = list(filled[at : at + 1]), list(filled[at : at + 2])
        role = _head_role(lines, head)
        is_whole = role is None and _words(lines, pair) in column_roles()
        if is_whole or (_is_split_head(lines, pair) and _head_role(lines, pair) is not None):
            head, role = pair, _head_role(lines, pair)
        if role is None or role == "goal":  # 数量指标 is a level of the first row
            break
        heads.append(head)
        roles.append(role)
        at += len(head)
    return heads, roles


def _head_role(lines: Sequence[Line], cell: Sequence[int]) -> str | None:
    return role_of_head(_NOTE.sub("", _words(lines, cell)))


def _is_split_head(lines: Sequence[Line], pair: Sequence[int]) -> bool:
    """Whether the second line is but the end of a head: 实际 ⏎ 完成值 and 偏差原因 ⏎ 及改进措施."""
    if len(pair) < 2 or not _HEAD_END.fullmatch(lines[pair[1]].words):
        return False
    return _head_role(lines, pair[1:]) in (None, _head_role(lines, pair[:1]))  # else a head of its own


def _joined_levels(lines: Sequence[Line], cells: Sequence[int]) -> Iterator[list[int]]:
    """The lines of each cell; a narrow cell breaks a level's name in two (社会效益 ⏎ 指标), or from its marks (50分)."""
    at = 0
    while at < len(cells):
        pair = list(cells[at : at + 2])
        is_split = (
            all(lines[i].words for i in pair)
            and len(pair) > 1
            and (_words(lines, pair) in level_terms() or _MARKS_OF.fullmatch(lines[pair[1]].words) is not None)
        )
        yield pair if is_split else pair[:1]
        at += 2 if is_split else 1


def _words(lines: Sequence[Line], cell: Sequence[int]) -> str:
    return "".join(lines[i].words for i in cell)


def _compact(text: str, lines: Sequence[Line], cell: Sequence[int]) -> Compact:
    return compact(text, lines[cell[0]].start, lines[cell[-1]].end)


def _head(roles: Sequence[str]) -> _Head:
    """Where rows may begin: at each level, and at the indicator's own name, which the last level may be."""
    begins = [i for i, role in enumerate(roles) if role in _LEVELS]
    named = next((i for i, role in enumerate(roles) if role in _NAMES), None)
    if named is not None:
        begins = [*(begin for begin in begins if begin < named), named]
    return _Head(tuple(roles), tuple(begins) or (0,))


def _cells(lines: Sequence[Line], filled: Sequence[int], first: int) -> Iterator[int]:
    """The lines that may be cells of the table, up to its sum, a chapter, a signature or another head."""
    for number in range(first, len(filled)):
        position = filled[number]
        words = lines[position].words
        item = NEW_ITEM.match(words)
        is_chapter = item is not None and item.lastgroup in ("part", "chapter", "section")
        is_end = words in _START or _TOTAL.fullmatch(words) or _signature().match(words)
        if len(words) > _LONGEST_CELL or is_end or is_chapter:
            return
        if not words or not _TEMPLATE.fullmatch(words):
            yield position


def _partition(cells: list[str], head: _Head) -> list[_Shape]:
    """The columns of each row's cells; empty where no way, or more than one, fits best."""
    count = len(cells)
    shapes = [tuple(range(head.width))] if "" in cells else list(_shapes(head))
    # Cheapest way to part the cells from each on: cost, whether another costs as little, first shape.
    best: list[tuple[int, bool, _Shape]] = [*([(_IMPOSSIBLE, False, ())] * count), (0, False, ())]
    for at in range(count - 1, -1, -1):
        for shape in shapes:
            rest = at + len(shape)
            if rest > count or best[rest][0] >= _IMPOSSIBLE or (at == 0 and shape[0] > 0):
                continue
            cost = best[rest][0] + _cost(cells[at:rest], head, shape)
            if cost < best[at][0]:
                best[at] = (cost, best[rest][1], shape)
            elif cost == best[at][0] < _IMPOSSIBLE:
                best[at] = (cost, True, shape)
    found: list[_Shape] = []
    at = 0
    while at < count and best[at][0] < _IMPOSSIBLE:
        found.append(best[at][2])
        at += len(found[-1])
    return found if at == count and not best[0][1] else []


def _shapes(head: _Head) -> Iterator[_Shape]:
    """The columns that a row may have cells in: from a begin on, but for a few that may be blank."""
    for begin in head.begins:
        columns = range(begin, head.width)
        blankable = [column for column in columns if head.roles[column] in _MAY_BE_BLANK]
        for count in range(min(len(blankable), _MOST_BLANK) + 1):
            for blank in combinations(blankable, count):
                yield tuple(column for column in columns if column not in blank)


def _cost(cells: Sequence[str], head: _Head, shape: _Shape) -> int:
    """How unlikely it is that the cells are a row of this shape; _IMPOSSIBLE at most."""
    cost = 0
    for column in range(shape[0], head.width):
        if column not in shape:
            is_late = column == head.width - 1 and head.roles[column] in _LATE
            cost += _LATE_BLANK if is_late else _ODD_BLANK
    for column, words in zip(shape, cells, strict=True):
        cost += _cell_cost(words, head, column)
    return min(cost, _IMPOSSIBLE)


def _cell_cost(words: str, head: _Head, column: int) -> int:
    role = head.roles[column]
    is_number = VALUE.fullmatch(words) is not None
    if not words:
        return 0  # closed by a pipe
    if role in _NUMERIC:
        return 0 if is_number or PLACEHOLDER.fullmatch(words) else _IMPOSSIBLE
    if role in ("unit", "operator"):
        pattern = _UNIT if role == "unit" else _OPERATOR
        other = _OPERATOR.fullmatch(words) is not None and role == "unit"
        return 0 if pattern.fullmatch(words) and not other and not _is_level_term(words) else _IMPOSSIBLE
    if column == head.begins[-1]:
        return _IMPOSSIBLE if is_number or len(words) < 2 else _ODD_NAME if _is_level_term(words) else 0
    if column in head.begins:
        if is_number or len(words) > _LONGEST_LEVEL:
            return _IMPOSSIBLE
        odd = _ODD_LEVEL if column else _ODD_FIRST_LEVEL
        return 0 if _is_level(words) else odd
    if _is_level_term(words) or (role in _LATE and is_number):
        return _IMPOSSIBLE
    if role in _LATE:
        return 0 if _says_why().search(words) else _ODD_REMARK
    return _ODD_VALUE if _OPERATOR.fullmatch(words) else 0


@cache
def _says_why() -> re.Pattern[str]:
    """Matches what a remark or criterion says, and a level or a name does not."""
    return re.compile(rf"[，。;]|\d|{any_of(row['word'] for row in read_vocabulary('remark_word'))}")


@cache
def _signature() -> re.Pattern[str]:
    labels = any_of(row["label"] for row in read_vocabulary("person_label"))
    return re.compile(rf"(?:{labels}|[备附]?注|说明|填[报表]日期)(?:\(.{{1,6}}\))?:")


def _is_level(words: str) -> bool:
    return _is_level_term(words) or _LEVEL_WORD.fullmatch(words) is not None


def _is_level_term(words: str) -> bool:
    return _NOTE.sub("", words) in level_terms()
