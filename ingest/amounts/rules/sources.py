"""Rule `source`: which budget or level the money comes from, and when such a word is none.

区财政 in 区财政批复的 is an actor, 财政拨款 before an item mere style; 上年结余支出 among parts
of spending is a source and no carry-over; a part inherits the source of its whole.
"""

import re

from ingest.amounts import labels as lb
from ingest.amounts.labels import BUDGET, BUDGET_PARTS, CLOSING, Label
from ingest.amounts.model import Draft, Item, Token
from ingest.amounts.rules import names
from ingest.amounts.state import State
from ingest.amounts.words import words
from ingest.vocabulary.vocabulary import Term

_PLAIN_SOURCES = frozenset(
    {"superior", "carryover", "local", "other", "all"}
)  # a movement's measure says as much
_PLAIN_MONEY = re.compile(r"(?:资金|补助|补贴|专款|配套|拨款|转移支付)$")
_MOVEMENTS = CLOSING | BUDGET_PARTS - {"initial_budget"}
_CLASSED = frozenset({"function", "economic"})
_WITHIN_BUDGET = frozenset({"function", "economic", "basic", "project"})
_OTHER_BUDGETS = frozenset({"government_fund", "state_capital"})
_MATCHING = frozenset(words("matching_source"))  # of no level that is named
_OWN_LEVEL = ("局本级", "委本级", "办本级", "厅本级", "部门本级", "单位本级", "机关本级")


def source_of(state: State, label: Label, measure: Term | None) -> tuple[str | None, Term | None]:
    """Funding term and measure; 上年结余支出 among parts of spending is a source, not a measure."""
    token = _strong_source(label)
    whole = state.whole
    spending = whole is not None and state.measure_of(whole.measure) == "expenditure"
    near_measures = [t for t in label.near if t.kind == "measure"]
    if (
        whole
        and spending
        and token
        and measure
        and measure.measure in (BUDGET_PARTS | {"revenue", "carryover_out"})
    ):
        says_spent = label.text.rstrip().endswith("支出")
        firm = state.level.by_source or not state.is_weak(whole.measure)
        of_money_held = firm and measure.measure in ("transfer_in", "carryover_in")
        if says_spent or measure.measure == "revenue" or of_money_held:
            return token.term.text if token.term else None, None
    if token is None or token.term is None or not _is_adjacent(state, token, label):
        return None, measure
    if state.text[: token.end].endswith(_OWN_LEVEL) or (
        token.term.text.startswith("本级") and state.text[token.start - 1] in "局委办厅院校馆"
    ):
        return None, measure
    in_income_list = (
        whole is not None
        and not whole.dropped
        and state.measure_of(whole.measure) == "revenue"
        and not label.last("item")
    )
    if in_income_list and measure is not None and measure.measure == "revenue":
        return token.term.text, measure
    planned = whole is not None and not whole.dropped and state.measure_of(whole.measure) == "initial_budget"
    if planned and measure is not None and measure.measure == "revenue" and not label.last("item"):
        return token.term.text, None  # 收入预算900万元，其中财政拨款850万元: a part of what was planned
    income = whole is not None and not whole.dropped and state.measure_of(whole.measure) == "revenue"
    if income and measure is not None and measure.measure == "initial_budget" and "年初" not in measure.text:
        return token.term.text, None
    if "loose_funding" in token.term.cues and (
        label.last("item") or (near_measures and not _covers(token, near_measures))
    ):
        return None, measure
    if measure is not None and measure.measure in _MOVEMENTS and (token.term.funding or "") in _PLAIN_SOURCES:
        return None, measure
    if measure is not None and measure.measure == "revenue" and "loose_funding" in token.term.cues:
        return None, measure
    return token.term.text, measure


def share_of_project(state: State, label: Label) -> str | None:
    """中央财政水利发展资金 among the parts of one project's money, or of any where these are told by source
    (按资金来源分:中央政法转移支付资金725万元): the level that pays, not another project.
    """
    whole = state.whole
    if whole is None or whole.dropped:
        return None
    if not state.level.by_source and whole.item.code != "project.item":
        return None
    if state.measure_of(whole.measure) not in BUDGET and state.measure_of(whole.measure) != "expenditure":
        return None
    return source_leading(label)


def is_part_of_name(state: State, item: Item, funding: str) -> bool:
    """Whether 其他 is but the name of a class (其他支出), or 配套资金 the end of a project's, and no source."""
    if item.role == "project.item" and funding in _MATCHING:
        return item.label.endswith(funding) and item.label != funding
    return (
        item.code.startswith(("function", "economic")) and state.vocabulary.terms[funding].funding == "other"
    )


def source_leading(label: Label) -> str | None:
    """The source that the name in the label begins with, if that name is one of plain money (…补助资金)."""
    name = names.name_before(label.text)
    if not _PLAIN_MONEY.search(name):
        return None
    return next(
        (
            t.term.text
            for t in label.near
            if t.kind == "funding"
            and t.term
            and name.startswith(t.term.text)
            and (t.term.funding or "").startswith(("superior", "local"))
        ),
        None,
    )


def _is_adjacent(state: State, token: Token, label: Label) -> bool:
    """Whether a source stands right at an item, a measure or the number (区财政批复的… is an actor)."""
    gap = 1
    edges = [
        label.end,
        *(t.start for t in label.near if t.kind in ("item", "measure") and t.end > token.start),
    ]
    return any(token.start < edge <= token.end + gap for edge in edges) or any(
        t.start <= token.start and token.end <= t.end for t in label.near if t.kind == "measure"
    )


def _covers(token: Token, measures: list[Token]) -> bool:
    """Whether a source is itself (part of) a measure, such as 财政拨款收入."""
    return any(m.start <= token.start and token.end <= m.end for m in measures)


def carried_source(
    state: State, item: Item, term: str, whole: Draft | None, left_whole: Draft | None, explicit_item: bool
) -> str | None:
    """The source that a whole, the same item just before, or the heading limits the number to.

    `left_whole`: whose list of parts the number has just ended; it is said of that whole, not of the last part.
    """
    if whole is not None and not whole.dropped:
        return whole.funding
    if left_whole is not None and not left_whole.dropped and not explicit_item and left_whole.item.same(item):
        return left_whole.funding
    if state.last is not None and not state.last.dropped and not explicit_item and state.last.item.same(item):
        of_measure = state.last.funding == state.last.measure  # 财政拨款收入: the source is of that word only
        return (
            None
            if of_measure and state.measure_of(term) != state.measure_of(state.last.measure)
            else state.last.funding
        )
    if state.scope.funding is not None:
        source = state.vocabulary.terms[state.scope.funding].funding
        if item.code.split(".")[0] in _CLASSED or source in _OTHER_BUDGETS:
            return state.scope.funding
    for listed in (state.divided, state.found.around.listed):
        if listed is None or not listed.funding or not lb.is_part(item.code, listed.item.code):
            continue
        if item.code.split(".")[0] in _WITHIN_BUDGET:
            return listed.funding
    return None


def of_other_budget(state: State) -> str | None:
    """The budget that the heading limits even balances to: 政府性基金, 国有资本经营."""
    heading = state.scope.funding
    return heading if heading and state.vocabulary.terms[heading].funding in _OTHER_BUDGETS else None


def _strong_source(label: Label) -> Token | None:
    """The last source that the label names; a loose one (财政拨款) yields to the firm one right before it."""
    found = [t for t in label.near if t.kind == "funding"]
    if (
        len(found) >= 2
        and found[-2].end == found[-1].start
        and found[-1].term
        and "loose_funding" in found[-1].term.cues
    ):
        return Token("funding", found[-2].start, found[-1].end, found[-2].term)
    return found[-1] if found else None


def is_local_share(state: State, term: str, funding: str) -> bool:
    """Whether a source that a list of transfers goes on with is none: 县级配套 is no transfer."""
    return state.measure_of(term) == "transfer_in" and state.vocabulary.terms[funding].funding == "local"


def is_budget_part(state: State, term: str) -> bool:
    """Whether a measure is a movement or balance, whose source need not be the whole's."""
    return state.measure_of(term) in (BUDGET_PARTS | CLOSING)
