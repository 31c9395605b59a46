"""Reads what a sentence states of a figure without being a level: shares, rates, changes, differences, averages, orders."""

import re

from ingest.amounts import labels as lb
from ingest.amounts.labels import Label
from ingest.amounts.model import Claim, Draft, Item, Token
from ingest.amounts.rules import comparison, names
from ingest.amounts.state import State
from ingest.structure.numbers import Number

_RECENT = 40  # figures back that words may speak of
_BESIDE = 4  # characters behind an average that make it a standard (0.05万元以内)
_LED_BY_YEAR = re.compile(
    r"((?:19|20)\d\d)年度?(?:同比|[比较]上年|[比较]去年|与上年|与去年|相应)?(?:增|减|下降|上升|降低|提高)"
)
_IN_PLACE = re.compile(r"到位率[为达是约]*$")
_SMALL_FIRMS = re.compile(r"授予(?:中小|小微|小型|微型)[^,，。;；]{0,8}合同金?额")
_ORDERS = {"大于": 1, "高于": 1, "小于": -1, "低于": -1, "等于": 0}
_ORDER = re.compile(
    r"(?:决算|支出|执行)数?(?P<order>大于|高于|小于|低于|等于)(?:年初|全年|调整后?)?预算数?(?!的?\d)"
    r"|[与和同](?:年初|全年|调整后?)?预算数?(?:相比)?(?:持平|一致|相等|相同)"
)
# What each kind of average divides: training per head is per trainee, a car bought is no car kept.
_AVERAGED = {
    "per_person": frozenset(
        {
            "basic",
            "basic.personnel",
            "basic.operating",
            "agency_operating",
            "three_public",
            "three_public.reception",
        }
    ),
    "per_vehicle": frozenset({"three_public.vehicle", "three_public.vehicle_operation"}),
}
_OF_AVERAGES = frozenset({"per_head", "per_person", "per_vehicle", "own", "weak", "spend"})
_IS_STANDARD = re.compile(r"标准|定额|限额|以内|以下")
_SAME_AS_LAST_YEAR = re.compile(
    r"[与和同较比](?:上年|去年)(?:度|同期|决算数?|支出数?)?(?:相比)?(?:持平|一致|相同|无变化)"
)


def read_ratio(state: State, number: Number, label: Label) -> None:
    """Adds what a percentage says of the figure before it, if it says anything of the kind."""
    if state.last is None:
        state.mentioned = names.item_mentioned(label, state.vocabulary) or state.mentioned
    if number.kind != "percent":
        return
    if _IN_PLACE.search(label.text):
        claim(state, "in_place_rate", number, label)
    elif label.has("up", "down", "same"):
        budget = state.against_budget or label.has("compare_budget")
        if not budget or comparison.with_last_year(label):
            claim(state, "change_pct", number, label)
    elif label.has("execution_rate") or (state.against_budget and label.text == "的"):
        claim(state, "execution_rate", number, label)
    elif label.has("share") and not label.has("foreign", "actor"):  # 授予中小企业合同金额占94% is theirs
        claim(state, "share_of_whole", number, label)


def read_orders(state: State, begin: int, end: int) -> None:
    """Adds what words alone say in text[begin:end]: more or less than the budget, the same as last year."""
    for relation, pattern in (("budget_order", _ORDER), ("year_order", _SAME_AS_LAST_YEAR)):
        for match in pattern.finditer(state.text, begin, end):
            start, stop = state.span(match.start(), match.end())
            figure = next((d for d in reversed(state.drafts) if d.end <= start), None)
            if figure is None or state.measure_of(figure.measure) != "expenditure":
                continue
            order = match.groupdict().get("order")
            state.found.claims.append(
                Claim(
                    relation,
                    start,
                    stop,
                    None,
                    None,
                    _ORDERS[order] if order else 0,
                    state.evidence,
                    figure,
                    year=figure.year,
                    base_year=figure.year - 1 if relation == "year_order" and figure.year else None,
                )
            )


def read_contracts(state: State, number: Number, label: Label) -> None:
    """Adds contracts to small firms, which are money of others but a part of the department's procurement."""
    if _SMALL_FIRMS.search(label.text) is None:
        return
    figure = _recent(state, Item("procurement", "政府采购", "政府采购"), "expenditure")
    if figure is not None:
        state.found.claims.append(
            Claim(
                "small_firm_contracts",
                *state.span(number.start, number.end),
                number.value,
                number.unit or None,
                None,
                state.evidence,
                figure,
                year=figure.year,
            )
        )


def read_average(state: State, number: Number, label: Label, named: Item | None, after: str) -> bool:
    """Adds what a figure comes to per person or vehicle: 公务接待费1.2万元，人均0.1万元; False where more is said.

    `named` is the item that the label names, `after` what follows the amount.
    """
    relation = next((r for r in _AVERAGED if label.has(r)), None)
    if relation is None or number.approximate or number.in_range or state.others_scope:
        return False
    cues = [t.term.cues for t in label.near if t.kind == "cue" and t.term]
    stated = lb.measure_in(label.near)
    if stated is not None and stated.measure != "expenditure":
        return False
    if _IS_STANDARD.search(label.text + after[:_BESIDE]) or not all(said <= _OF_AVERAGES for said in cues):
        return False
    if named is not None and named.code in _AVERAGED[relation]:
        figure = None if label.residue() else _recent(state, named, "expenditure")
    else:
        is_bare = (named is None and not label.residue()) or _is_short_name(label, relation, state.last)
        figure = state.last if is_bare else None
    if figure is None or figure.dropped or figure.item.code not in _AVERAGED[relation]:
        return False
    if state.measure_of(figure.measure) != "expenditure":
        return False
    state.found.claims.append(
        Claim(
            relation,
            *state.span(number.start, number.end),
            number.value,
            number.unit or None,
            None,
            state.evidence,
            figure,
            year=figure.year,
        )
    )
    return True


def _is_short_name(label: Label, relation: str, figure: Draft | None) -> bool:
    """Whether the label holds, beside the word of averaging, but a part of the figure's name: 车均运行维护费."""
    cue = label.cue(relation)
    if cue is None or cue.term is None or figure is None:
        return False
    return label.text.replace(cue.term.text, "") in figure.item.label


def _spoken_of(state: State, label: Label, words: list[Token]) -> Draft | None:
    """The figure that the words speak of: that of the item they name, else the last one."""
    figure = state.last or state.top
    named = lb.item_in(label, words, None, state.vocabulary)
    if named is None or named.code == "other" or (figure is not None and figure.item.same(named)):
        return figure
    if named.code == "total" and figure is not None and figure.item.code == "total":
        return figure
    return _recent(state, named, "expenditure")


def _recent(state: State, item: Item, measure: str) -> Draft | None:
    """The last figure of an item before here, of the year spoken of."""
    return next(
        (
            d
            for d in reversed(state.found.drafts[-_RECENT:])
            if d.item.same(item)
            and d.year == state.year
            and not d.dropped
            and state.measure_of(d.measure) == measure
        ),
        None,
    )


def _shared(state: State, label: Label) -> tuple[Draft | None, Draft | None]:
    """The part and the whole of a share: what stands before 占, and what is named behind it."""
    cue = label.cue("share")
    assert cue is not None
    part = _spoken_of(state, label, [t for t in label.near if t.start < cue.start])
    named = lb.item_in(label, [t for t in label.near if t.start >= cue.end], None, state.vocabulary)
    if part is None:
        return None, None
    if named is None or named.code in ("total", "other"):
        return part, part.whole or _whole_of_list(state, part)
    whole = _recent(state, named, state.measure_of(part.measure))
    return (part, whole) if whole is not None and whole is not part else (None, None)


def _whole_of_list(state: State, part: Draft) -> Draft | None:
    """The whole that the share before was of, where the list just goes on: 甲30万元，占60%。乙20万元，占40%。"""
    before = state.found.claims[-1] if state.found.claims else None
    if (
        before is None
        or before.relation != "share_of_whole"
        or before.figure not in state.found.drafts[-2:-1]
    ):
        return None
    return before.base


def _change_before(state: State) -> Claim | None:
    """The change in amount that a change in per cent goes on about: 减少1.78万元，下降13.64%."""
    if not state.found.claims:
        return None
    before = state.found.claims[-1]
    follows = state.last is None or state.last.end <= before.start
    same_sentence = before.evidence == state.evidence
    return before if before.relation == "change_amount" and same_sentence and follows else None


def _of_year(state: State, figure: Draft | None, year: int) -> Draft | None:
    """2019年支出13.05万元，2020年同比减少1.78万元: the change is of 2020's figure, not of the one just named."""
    if figure is None or figure.year == year:
        return figure
    return next(
        (
            d
            for d in reversed(state.found.drafts[-_RECENT:])
            if d.year == year
            and not d.dropped
            and d.item.same(figure.item)
            and state.measure_of(d.measure) == state.measure_of(figure.measure)
        ),
        None,
    )


def claim(state: State, relation: str, number: Number, label: Label) -> None:
    """Adds one stated relation of the last figure (of this sentence, else of the one before)."""
    base: Draft | None = None
    if relation == "share_of_whole":
        figure, base = _shared(state, label)
    else:
        figure = _spoken_of(state, label, label.near)
    if figure is not None and figure.dropped == "foreign":
        return
    year, base_year = state.year, None
    if relation.startswith("change") and (led := _LED_BY_YEAR.search(label.text)) is not None:
        year = int(led[1])
        figure, base_year = _of_year(state, figure, year), year - 1
    elif relation == "change_pct" and (amount := _change_before(state)) is not None:
        figure, year, base_year = amount.figure, amount.year, amount.base_year
    elif relation.startswith("change") and year is not None:
        stated = [
            int(t.number.value) for t in label.near if t.kind == "year" and t.number and t.number.value > 1900
        ]
        base_year = stated[-1] if stated else year - 1
    state.found.claims.append(
        Claim(
            relation,
            *state.span(number.start, number.end),
            number.value,
            number.unit or None,
            comparison.direction(label),
            state.evidence,
            figure,
            base,
            year,
            base_year,
        )
    )
