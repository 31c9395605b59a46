"""Aligns a header row that lost its spans with the row below it.

A merged header cell stands once, though it covers several columns; a cell merged downwards leaves empty
cells in the rows below. Given the row below at full width, each upper cell gets a span so that the spans
add up, by the cheapest assignment: filled cells below want a shared parent, empty ones a parent of their
own, 其中 wants several, words shared with the parent draw a child to it, and equal division decides ties.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

_PART = ("其中", "其中:")
_LONGEST_LABEL = 12
_WIDEST = 40


@lru_cache(maxsize=2048)
def align(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[int, ...] | None:
    """The span of each cell of `upper` over the columns of `lower`; None if they cannot add up, or are too many."""
    count, width = len(upper), len(lower)
    if count == width:
        return (1,) * width
    if not 0 < count < width <= _WIDEST:
        return None

    @cache
    def best(cell: int, column: int) -> tuple[float, tuple[int, ...]]:
        if cell == count:
            return (0.0, ()) if column == width else (float("inf"), ())
        options = []
        for span in range(1, width - column - (count - cell - 1) + 1):
            cost, spans = best(cell + 1, column + span)
            options.append((cost + _cost(upper[cell], lower[column : column + span]), (span, *spans)))
        return min(options)

    return best(0, 0)[1]


def _cost(parent: str, children: Sequence[str]) -> float:
    filled = [c for c in children if c]
    if len(children) == 1:
        if not filled:
            return 6.0 if parent in _PART else 0.0  # merged downwards
        return 4.0 if parent else 3.0  # a parent of one child would be odd
    cost = 0.3 * len(children) ** 2  # equal division is cheapest
    if not parent:
        cost += 8.0
    if not filled:
        cost += 3.0
    elif len(filled) < len(children):
        cost += 5.0 * (len(children) - len(filled))
    if filled and filled[0].startswith(_PART) and not parent.startswith(_PART):
        cost += 2.0  # a part follows its whole under the same parent
    cost += sum(0.2 * max(0, len(child) - _LONGEST_LABEL) for child in filled)  # long texts stand alone
    kin = sum(_is_kin(parent, child) for child in filled)
    strangers = len(filled) - kin if kin else 0
    return cost - 1.5 * kin + 2.0 * strangers


def _is_kin(parent: str, child: str) -> bool:
    """Whether the child shares two characters in a row with its parent (结余 over 当年结余)."""
    if parent.startswith(_PART):
        return False
    return any(parent[i : i + 2] in child for i in range(len(parent) - 1))
