"""Rule `parts`: which amounts belong to the whole before them (其中, brackets, 按…分), and where they end.

A list ends at an item that cannot be a part of the whole (公用经费 after parts of 人员经费), or at a measure
that does not add up to it (年末结余 after parts of spending).
"""

import re
from decimal import Decimal

from ingest.amounts import labels as lb
from ingest.amounts.labels import BUDGET_PARTS, CLOSING, Label
from ingest.amounts.model import Draft, Item, Token
from ingest.amounts.state import Level, State
from ingest.vocabulary.vocabulary import Term

_REACHED_US = re.compile(r"(?:拨入|划入|进入|到位|下达).{0,4}(?:我|本)[局委办院馆校站单部]")
_DIVIDED_BY = re.compile(r"[按从][^，,。;；]{2,10}$")
_CHANGED = re.compile(
    r"[，,]?[^，,。;；\d]{1,8}(?P<amount>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|亿元|元)"
)
_NAME_FIRST = re.compile(r"[:：]?[\u4e00-\u9fff]{2}")
_ROUNDING = Decimal("0.011")  # in the unit that the report prints
_RECENT = 40  # figures back that a list without a figure of its own may refer to


def open_parts(state: State, token: Token) -> None:
    """其中 and its like: what follows are parts of the figure just before."""
    whole = state.last
    if whole is not None and _turns_to_outlay(state, token):
        whole, state.levels, state.last = None, [Level(None)], None
    elif whole is None and state.top is not None and token.start - state.sentence_start <= 2:
        whole = state.top
    if whole is None:
        whole = _whole_of_words(state, token)
    if _DIVIDED_BY.search(state.text[max(0, token.start - 14) : token.end].rstrip(":")) and (
        state.drafts or state.top
    ):
        whole = state.drafts[0] if state.drafts and state.drafts[0].whole is None else state.top
        if whole is not None and state.measure_of(whole.measure) in CLOSING:
            whole = figure_of(state, "total") or whole  # behind a balance, spending is what is divided
        state.levels = [Level(None)]
    if (
        whole is not None
        and token.term
        and "用于" in token.term.text
        and state.measure_of(whole.measure) in CLOSING
    ):
        whole = figure_of(state, whole.item.code) or whole
    by_source = token.term is not None and "来源" in token.term.text
    if whole is not None and state.whole is not whole:
        state.levels.append(Level(whole, by_source=by_source))
    state.lists_subject |= whole is None


def _turns_to_outlay(state: State, token: Token) -> bool:
    """收入包括:…、上年结转23万元;支出包括:…: the list of what is spent divides nothing of what came in."""
    received = bool(state.drafts) and state.measure_of(state.drafts[-1].measure) in lb.BUDGET
    return received and _OUTLAY_CLAUSE.search(state.text[: token.start]) is not None


_OUTLAY_CLAUSE = re.compile(r"(?:^|[，,。;；])(?:本年)?支出$")


def lists_behind(state: State, token: Token) -> bool:
    """支出87.5万元，分别是A经费5万元、…: right behind an amount 分别 opens a list of names, not of amounts."""
    if token.term is None or "respectively" not in token.term.cues or state.last is None:
        return False
    return not state.near and _NAME_FIRST.match(state.text, token.end) is not None


def divide_spending(state: State, value: Decimal) -> None:
    """支出820万元，剩余13万元收回。其中，A 386万元、…: a part larger than the balance is one of what was spent."""
    whole = state.whole
    if whole is None or state.level.firsts or value <= whole.value:
        return
    if (
        state.measure_of(whole.measure) in CLOSING
        and (spent := figure_of(state, whole.item.code)) is not None
    ):
        state.levels[-1] = Level(spent)


def return_to_compared(state: State, value: Decimal, unit: str, after: str) -> None:
    """实际支出17.86万元，其中A 11.42万元、B 6.44万元，比2018年20.15万元减少2.29万元: the change says that the
    whole is compared, not its last part. Leaves its list.
    """
    last, change = state.last, _CHANGED.match(after)
    if last is None or change is None or change["unit"] != unit:
        return
    moved = Decimal(change["amount"].replace(",", ""))
    open_wholes = [level.whole for level in state.levels if level.whole is not None]
    if unit != last.unit or abs(abs(last.value - value) - moved) <= _ROUNDING:
        return
    for whole in reversed(open_wholes):
        if not whole.dropped and whole.unit == unit and abs(abs(whole.value - value) - moved) <= _ROUNDING:
            while state.whole is not None and state.whole is not whole:
                state.levels.pop()
            state.levels.pop()
            state.last = whole
            return


def _whole_of_words(state: State, token: Token) -> Draft | None:
    """项目支出主要包括:…: the last figure of the item that the words name."""
    named = [
        t.term for t in state.near if t.kind == "item" and t.term and t.term.item and t.end <= token.start
    ]
    if not named:
        return None
    code, words = named[-1].item, named[-1]
    assert code is not None
    return figure_of(state, code, words.measure if code == "total" and words.measure else "expenditure")


def figure_of(state: State, code: str, measure: str = "expenditure") -> Draft | None:
    """The last figure of an item before here, whatever its source, of the report's year or the one spoken of."""
    year = state.context.fiscal_year
    figures = [
        draft
        for draft in reversed(state.found.drafts[-_RECENT:])
        if draft.item.code == code and not draft.dropped and state.measure_of(draft.measure) == measure
    ]
    own = next((d for d in figures if d.year in (year, None)), None)
    return own or next((d for d in figures if year is None or d.year == state.year), None)


def says_purpose(state: State, label: Label, value: Decimal) -> bool:
    """186万元，用于垃圾清运96万元、…: behind the comma the money just named is divided by use."""
    last = state.last
    return (
        last is not None
        and last.dropped is None
        and state.whole is None
        and not label.earlier
        and label.text.startswith("用于")
        and value <= last.value
        and state.measure_of(last.measure) in ("expenditure", "initial_budget", "adjusted_budget")
    )


def leave_levels(
    state: State, item: Item | None, measure: Term | None, funding: str | None, value: Decimal
) -> Draft | None:
    """Closes the lists that the number no longer belongs to; the whole of the last one closed."""
    left: Draft | None = None
    while len(state.levels) > 1:
        whole = state.whole
        assert whole is not None
        if _belongs(state, whole, item, measure, funding, value) or state.level.in_bracket:
            break
        left = state.levels.pop().whole
    return left


def is_split_of_class(state: State, item: Item, value: Decimal) -> bool:
    """初中教育支出206万元，其中:基本支出200万元，项目支出6万元: no basic spending of the department, and no code of its own."""
    whole = state.whole
    return (
        whole is not None
        and whole.item.code.startswith("function.")
        and item.code in ("basic", "project")
        and value <= whole.value
    )


def _belongs(
    state: State, whole: Draft, item: Item | None, measure: Term | None, funding: str | None, value: Decimal
) -> bool:
    """Whether a number with this label is one of the whole's parts."""
    whole_measure = state.measure_of(whole.measure)
    if item is not None:
        if lb.is_part(item.code, whole.item.code):
            return True
        if item.code == whole.item.code and item.role and not item.same(whole.item):
            named = sum((d.value for d in state.level.firsts), value)
            return named <= whole.value  # a project's own parts, as long as they fit into it
        if item.code != whole.item.code or item.role:
            return False
        if funding or (measure and measure.measure != whole_measure):
            return True
        if not whole.explicit_item and state.drafts[:1] in (
            [],
            [whole],
        ):  # the part bears the item that the whole only inherited
            whole.item = lb.whole_department(state.vocabulary)
            return True
        return False
    if measure is None:
        return True
    if completes_last(state, measure):
        return True
    if whole_measure == "expenditure":
        weak = state.is_weak(whole.measure)
        return measure.measure == "expenditure" or (weak and measure.measure in BUDGET_PARTS)
    if whole_measure == "carryover_out":
        return measure.measure in CLOSING
    return measure.measure in lb.BUDGET


def completes_last(state: State, measure: Term) -> bool:
    """接待费预算4万元，支出3万元: the second measure is said of the item just named."""
    level = state.level
    if not level.firsts or measure.measure in CLOSING:
        return False
    as_before = len(level.counts) >= 2 and level.counts[-2] >= 2
    if not level.firsts[-1].explicit_measure and not as_before:
        return False
    return state.measure_of(level.firsts[-1].measure) != measure.measure


def restates(state: State, whole: Draft, measure: Term, year: int | None) -> bool:
    """Whether the whole has this measure of this year already: then a part says it of itself.

    三公经费预算3万元，其中:公务接待费支出2.1万元，年初预算2万元.
    """
    return any(
        d.item.same(whole.item) and d.year == year and state.measure_of(d.measure) == measure.measure
        for d in reversed(state.found.drafts[-_RECENT:])
        if not d.dropped
    )


def sums_into(state: State, measure: str, whole: Draft) -> bool:
    """Whether an amount of this measure is part of the whole's amount, not merely said beside it."""
    whole_measure = state.measure_of(whole.measure)
    if measure == whole_measure or (measure in CLOSING and whole_measure == "carryover_out"):
        return True
    loose = state.is_weak(whole.measure)
    if whole_measure == "initial_budget" and not loose:
        return measure in BUDGET_PARTS and state.level.in_bracket  # what came later is said beside it
    return measure in BUDGET_PARTS and (loose or whole_measure in ("adjusted_budget", "revenue"))


def outside_reason(state: State, whole: Draft, label: Label, fixed: Item | None) -> str | None:
    """Parts of somebody else's money are somebody else's, unless the label says otherwise."""
    if whole.dropped == "cumulative" and (label.last("year") or "本年" in label.text or "当年" in label.text):
        return None
    measure = lb.measure_in(label.near)
    if measure is not None and measure.measure in CLOSING and whole.dropped == "cumulative":
        state.levels.pop()
        state.last = None
        return None
    if reached_us(label):
        return None
    if fixed is not None and fixed.role is None:
        while len(state.levels) > 1:
            state.levels.pop()
        return None
    return "foreign"


def reached_us(label: Label) -> bool:
    """Whether money striven for came to the department: 其中到位并拨入我局账户460万元."""
    return _REACHED_US.search(label.text) is not None
