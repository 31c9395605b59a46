"""Rule `zero_word`: 公务接待费零支出, 未安排因公出国费 state a zero in words.

Only a fixed item right beside the word makes a fact; the amount's text is the word.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ingest.amounts.model import BUDGETED, SPENT, Item, Token
from ingest.amounts.words import one_of

_WORD = re.compile(
    rf"(?<=为)(?P<bare>[0零])(?=[，,。;；)、]|$)|(?P<spent>{one_of('zero_spent')})|(?P<planned>{one_of('zero_planned')})"
)
_BREAK = re.compile(r"[，,。;；:]")
_NARROW = ("three_public", "procurement")


class ZeroWord(NamedTuple):
    """A zero in words: where the word stands, the item and the measure."""

    start: int
    end: int
    item: Item
    measure: str
    value: Decimal = Decimal(0)


def may_hold(text: str) -> bool:
    """Whether a text has such a word at all."""
    return ("未" in text or "为0" in text or "零" in text or "无" in text or "没有" in text) and _WORD.search(
        text
    ) is not None


def find_zero_words(text: str, tokens: list[Token]) -> Iterator[ZeroWord]:
    """The zeros in words of one sentence."""
    narrow = [t for t in tokens if t.kind == "item" and t.term and (t.term.item or "").startswith(_NARROW)]
    starts = [t.start for t in narrow]
    breaks = [match.start() for match in _BREAK.finditer(text)]
    for match in _WORD.finditer(text):
        before, behind = bisect_left(breaks, match.start()), bisect_left(breaks, match.end())
        left = breaks[before - 1] + 1 if before else 0
        right = breaks[behind] if behind < len(breaks) else len(text)
        items = [t for t in narrow[bisect_left(starts, left) : bisect_left(starts, right)] if t.end <= right]
        clause = text[left : match.start()]
        planned = match["planned"] is not None or (
            match["bare"] is not None and "预算" in clause and "算数、" not in clause
        )
        for token in _beside(items, match.start(), match.end()):
            assert token.term is not None and token.term.item is not None
            word = match["planned"] or match["spent"] or match["bare"]
            end = (
                match.start() + len(word.removesuffix("预算").removesuffix("费用"))
                if word.startswith("未")
                else match.end()
            )
            yield ZeroWord(
                match.start(),
                end,
                Item(token.term.item, token.term.text, token.term.text),
                BUDGETED if planned else SPENT,
            )


def _beside(items: list[Token], start: int, end: int) -> list[Token]:
    """The items that the word is said of: those before it, else the ones right behind it."""
    before = [t for t in items if t.end <= start and start - t.end <= 6]
    if before:
        return before[-1:]
    return [t for t in items if t.start >= end and t.start - end <= 4][:1]
