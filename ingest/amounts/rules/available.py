"""Rule `available_by_parts`: a whole whose parts are budget and carry-over is money available.

2021年项目支出360万元，其中：年初预算200万元、追加120万元、上年结余40万元: the first amount is
called 支出 but is what could be spent. Without 其中 the parts must be at least two, one of them more
than the initial budget, and add up (or be three).
"""

from decimal import Decimal

from ingest.amounts.labels import BUDGET_PARTS, CLOSING
from ingest.amounts.model import AVAILABLE, SPENT, Draft
from ingest.vocabulary.vocabulary import Vocabulary

_BEYOND_INITIAL = BUDGET_PARTS - {"initial_budget"}
BALANCE = {"revenue": "收入总计", "expenditure": "支出总计"}
_TOLERANCE = Decimal("0.05")


def reread_wholes(sentence: list[Draft], vocabulary: Vocabulary) -> None:
    """Corrects the measures of the wholes of one sentence by what their parts turned out to be."""
    for at, draft in enumerate(sentence):
        if draft.dropped:
            continue
        term = vocabulary.terms[draft.measure]
        parts = [d for d in sentence if d.whole is draft]
        measures = [vocabulary.measure_of(d.measure) for d in parts]
        if _is_balance(draft, sentence[at + 1 :], vocabulary):
            draft.measure, draft.rule = (
                BALANCE[vocabulary.measure_of(draft.measure)],
                "balance_total_by_parts",
            )
            continue
        if set(measures) & {"returned"} and set(measures) <= CLOSING and term.measure == "carryover_out":
            draft.dropped = "sum_of_closing_balances"
            continue
        _settle_sources(draft, sentence)
        weak = "weak" in term.cues or term.text == SPENT
        if not weak or term.measure not in ("expenditure", "initial_budget"):
            continue
        if parts:
            budget = {m for m in measures if m in BUDGET_PARTS}
            if budget & _BEYOND_INITIAL and "expenditure" not in measures:
                draft.measure, draft.rule = AVAILABLE, "available_by_parts"
        elif term.measure == "expenditure":
            _reread_by_followers(draft, sentence[at + 1 :], vocabulary)


def _is_balance(whole: Draft, after: list[Draft], vocabulary: Vocabulary) -> bool:
    """Whether 总收入 (总支出) is this year's income (spending) and the carry-over together."""
    parts = [d for d in after if d.whole is whole]
    spent = [d for d in parts if vocabulary.measure_of(d.measure) == "expenditure"]
    left = next(
        (d for d in after if vocabulary.measure_of(d.measure) == "carryover_out" and d.item.same(whole.item)),
        None,
    )
    if (
        left is not None
        and spent
        and vocabulary.measure_of(whole.measure) == "expenditure"
        and whole.item.code == "total"
    ):
        return sum(d.value for d in [*spent, left]) == whole.value
    carried = {"revenue": "carryover_in", "expenditure": "carryover_out"}.get(
        vocabulary.measure_of(whole.measure)
    )
    parts = [
        d for d in after if d.item.code == whole.item.code and d.funding is None and d.unit == whole.unit
    ][:2]
    if carried is None or whole.item.code != "total" or len(parts) < 2:
        return False
    measures = {vocabulary.measure_of(d.measure) for d in parts}
    return (
        measures == {vocabulary.measure_of(whole.measure), carried}
        and sum(d.value for d in parts) == whole.value
    )


def _settle_sources(item: Draft, sentence: list[Draft]) -> None:
    """Sources named right after a part are sources of that part where they add up to it."""
    if not item.explicit_item or item.funding is not None:
        return
    at = next(i for i, d in enumerate(sentence) if d is item)
    run: list[Draft] = []
    for draft in sentence[at + 1 :]:
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
            draft.item, draft.whole = item.item, item


def _reread_by_followers(whole: Draft, after: list[Draft], vocabulary: Vocabulary) -> None:
    parts: list[Draft] = []
    for draft in after:
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
            draft.whole = whole
