"""Rule `available_by_parts`: a whole whose parts are budget and carry-over is money available.

2021年项目支出360万元，其中：年初预算200万元、追加120万元、上年结余40万元: the first amount is
called 支出 but is what could be spent. Without 其中 the parts must be at least two, one of them more
than the initial budget, and add up (or be three).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import islice

from ingest.amounts.labels import BUDGET_PARTS, CLOSING
from ingest.amounts.model import AVAILABLE, SPENT, Draft
from ingest.vocabulary.vocabulary import Vocabulary

_BEYOND_INITIAL = BUDGET_PARTS - {"initial_budget"}
BALANCE = {"revenue": "收入总计", "expenditure": "支出总计"}
_TOLERANCE = Decimal("0.05")


class _Parts:
    """The parts of each whole of a sentence; a draft that is joined to a whole leaves the one it had."""

    def __init__(self, sentence: list[Draft]) -> None:
        self._by_whole: dict[int, dict[int, Draft]] = defaultdict(dict)
        for draft in sentence:
            if draft.whole is not None:
                self._by_whole[id(draft.whole)][id(draft)] = draft

    def of(self, whole: Draft) -> Collection[Draft]:
        return self._by_whole[id(whole)].values()

    def join(self, draft: Draft, whole: Draft) -> None:
        if draft.whole is not None:
            self._by_whole[id(draft.whole)].pop(id(draft), None)
        draft.whole = whole
        self._by_whole[id(whole)][id(draft)] = draft


def reread_wholes(sentence: list[Draft], vocabulary: Vocabulary) -> None:
    """Corrects the measures of the wholes of one sentence by what their parts turned out to be."""
    parts_of = _Parts(sentence)
    for at, draft in enumerate(sentence):
        if draft.dropped:
            continue
        term = vocabulary.terms[draft.measure]
        parts = parts_of.of(draft)
        measures = {vocabulary.measure_of(d.measure) for d in parts}
        if _is_balance(sentence, at, parts, vocabulary):
            draft.measure, draft.rule = (
                BALANCE[vocabulary.measure_of(draft.measure)],
                "balance_total_by_parts",
            )
            continue
        if "returned" in measures and measures <= CLOSING and term.measure == "carryover_out":
            draft.dropped = "sum_of_closing_balances"
            continue
        _settle_sources(sentence, at, parts_of)
        weak = "weak" in term.cues or term.text == SPENT
        if not weak or term.measure not in ("expenditure", "initial_budget"):
            continue
        if measures:
            if measures & BUDGET_PARTS & _BEYOND_INITIAL and "expenditure" not in measures:
                draft.measure, draft.rule = AVAILABLE, "available_by_parts"
        elif term.measure == "expenditure":
            _reread_by_followers(sentence, at, parts_of, vocabulary)


def _behind(sentence: list[Draft], at: int) -> Iterator[Draft]:
    """The drafts behind the one at `at`. Not a slice: most readers stop at the first or second."""
    return (sentence[i] for i in range(at + 1, len(sentence)))


def _is_balance(sentence: list[Draft], at: int, parts: Collection[Draft], vocabulary: Vocabulary) -> bool:
    """Whether 总收入 (总支出) is this year's income (spending) and the carry-over together."""
    whole = sentence[at]
    measure = vocabulary.measure_of(whole.measure)
    carried = {"revenue": "carryover_in", "expenditure": "carryover_out"}.get(measure)
    if carried is None or whole.item.code != "total":
        return False
    spent = [d for d in parts if vocabulary.measure_of(d.measure) == "expenditure"]
    if spent and measure == "expenditure":
        left_over = (
            d
            for d in _behind(sentence, at)
            if vocabulary.measure_of(d.measure) == "carryover_out" and d.item.same(whole.item)
        )
        if (left := next(left_over, None)) is not None:
            return sum(d.value for d in [*spent, left]) == whole.value
    alike = (
        d
        for d in _behind(sentence, at)
        if d.item.code == whole.item.code and d.funding is None and d.unit == whole.unit
    )
    first_two = list(islice(alike, 2))
    return (
        len(first_two) == 2
        and {vocabulary.measure_of(d.measure) for d in first_two} == {measure, carried}
        and sum(d.value for d in first_two) == whole.value
    )


def _settle_sources(sentence: list[Draft], at: int, parts_of: _Parts) -> None:
    """Sources named right after a part are sources of that part where they add up to it."""
    item = sentence[at]
    if not item.explicit_item or item.funding is not None:
        return
    run: list[Draft] = []
    for draft in _behind(sentence, at):
        if (
            draft.explicit_item
            or draft.funding is None
            or draft.measure != item.measure
            or draft.unit != item.unit
        ):
            break
        run.append(draft)
    if len(run) >= 2 and run[0].item != item.item and sum((d.value for d in run), Decimal()) == item.value:
        for draft in run:
            draft.item = item.item
            parts_of.join(draft, item)


def _reread_by_followers(sentence: list[Draft], at: int, parts_of: _Parts, vocabulary: Vocabulary) -> None:
    whole = sentence[at]
    parts: list[Draft] = []
    for draft in _behind(sentence, at):
        measure = vocabulary.measure_of(draft.measure)
        if draft.explicit_item or measure not in BUDGET_PARTS or draft.item.code != whole.item.code:
            break
        parts.append(draft)
    measures = {vocabulary.measure_of(d.measure) for d in parts}
    if len(parts) < 2 or not measures & _BEYOND_INITIAL or any(d.unit != whole.unit for d in parts):
        return
    total = sum((d.value * vocabulary.terms[d.measure].sign for d in parts), Decimal())
    if len(parts) >= 3 or abs(total - whole.value) <= _TOLERANCE:
        whole.measure, whole.rule = AVAILABLE, "available_by_parts"
        for draft in parts:
            parts_of.join(draft, whole)
