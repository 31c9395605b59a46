"""The two head rows of the national form for goals, where the spans of the upper one are lost.

绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 stands over 一级指标 | 二级指标 | 三级指标 | 指标性质 |
指标值 | 度量单位: the lower heads belong under the first two. Which heads may stand under which is data.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from ingest.structure.compact import Compact
from ingest.structure.grids import Row
from ingest.vocabulary.reading import read_vocabulary

_LOOKED_AT = 12  # rows below


def joined_heads(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, two head rows that belong together made one as wide as the rows below."""
    at = 0
    while at < len(rows):
        below = rows[at + 2 : at + 2 + _LOOKED_AT]
        joined = _joined(rows[at], rows[at + 1]) if below else None
        if joined is not None and max(len(row.cells) for row in below) in (len(joined) - 1, len(joined)):
            yield Row(joined)
            at += 2
        else:
            yield rows[at]
            at += 1


def _joined(upper: Row, lower: Row) -> list[Compact] | None:
    """The heads of the columns; None where a lower head has no place under an upper one."""
    if upper.edges or not any(head.text in _groups() for head in upper.cells):
        return None
    left = list(lower.cells)
    heads: list[Compact] = []
    for head in upper.cells:
        inner = _groups().get(head.text, frozenset())
        count = 0
        while count < len(left) and left[count].text in inner:
            count += 1
        heads += left[:count] or [head]
        del left[:count]
    return None if left else heads


@cache
def _groups() -> dict[str, frozenset[str]]:
    """The heads that may stand under each head that groups."""
    rows = read_vocabulary("head_group")
    return {
        group: frozenset(row["head"] for row in rows if row["group"] == group)
        for group in {row["group"] for row in rows}
    }
