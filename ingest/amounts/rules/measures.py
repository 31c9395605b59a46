"""Rule `measure_carried`: the measure of an amount that names none, and what context makes of measures."""

import re

from ingest.amounts import labels as lb
from ingest.amounts.labels import Label
from ingest.amounts.model import BUDGETED, SPENT, Item
from ingest.amounts.state import State
from ingest.context import ReportContext
from ingest.vocabulary.vocabulary import Term, Vocabulary

_MORE_THAN_BUDGET = re.compile(r"(?:包?含|其中)?.{0,4}(?:上级|上年结[转余]|中央|省级|追加)")
_DATED_BALANCE = re.compile(r"年末|期末|下年|累计")
_PLANS = frozenset({"全年预算", "本年预算", "年度预算", "全年预算安排"})
_TAKEN_BACK = re.compile(
    r"[,，(]?(?:资金|均|全部|全额|已经?|将|年末|年底|按规定|按要求)*"
    r"(?:[由被]?(?:[省市县区州]|本级|同级|上级)?级?财政(?:局|厅|部门)?(?:年末|年底|统一|统筹|全部|全额|予以|已)*(?:收回|收缴|回收)"
    r"|(?:上缴|缴回|交回|上交|退回|缴入|缴至)(?:至|到)?(?:[省市县区]级?)?(?:国库|财政))"
)
_ALLOTS = re.compile(r"安排|下达|批复|核定")
_HANDS_DOWN = re.compile(r"下达")
_ACCOUNTS = re.compile(r"决算|执行|实际|调整")


def carried_measure(state: State, label: Label, item: Item, dated: bool, explicit: bool) -> str | None:
    """The measure of a number whose label names none."""
    level = state.level
    earlier = lb.measure_in(label.earlier)
    if earlier is not None and (label.earlier_is_topic or "weak" not in earlier.cues) and level.whole is None:
        return earlier.text
    if dated and state.last is not None and not state.last.dropped:
        return state.last.measure
    if level.firsts and level.firsts[-1].explicit_measure:
        return level.firsts[-1].measure
    if level.whole is not None:
        whole = level.whole
        return whole.measure if state.measure_of(whole.measure) != "balance_total" else SPENT
    if level.firsts:
        return level.firsts[-1].measure
    if state.scope.measure is not None:
        return state.scope.measure
    if item.code == "total" and not item.role and not (explicit and item.label.endswith("支出")):
        return None
    if item.role == "other":
        return None
    return BUDGETED if _ALLOTS.search(label.text) else SPENT


def of_the_same_balance(state: State, measure: Term | None) -> Term | None:
    """年初结转和结余82万元，其中基本支出结转10万元: 结转 is the whole's, at the year's beginning."""
    whole = state.whole
    if (
        measure is None
        or whole is None
        or measure.measure != "carryover_out"
        or _DATED_BALANCE.search(measure.text)
    ):
        return measure
    own = state.vocabulary.terms[whole.measure]
    return own if own.measure == "carryover_in" else measure


def taken_back(state: State, measure: Term | None, after: str) -> Term | None:
    """结余8.16万元由县财政收回: a balance that the words behind it say is handed back."""
    if measure is None or measure.measure != "carryover_out" or not _TAKEN_BACK.match(after):
        return measure
    return state.vocabulary.terms["财政收回"]


def planned(item: Item, term: str) -> str:
    """“三公”经费全年预算6万元 is what was planned at first; only 全年预算数 and 调整 say more."""
    return BUDGETED if item.code.startswith("three_public") and term in _PLANS else term


def handed_down(state: State, label: Label, funding: str | None) -> Term | None:
    """下达我县中央财政补助资金560万元: money that a level above hands down is received from above."""
    source = state.vocabulary.terms[funding].funding or "" if funding else ""
    if not source.startswith("superior.") or not _HANDS_DOWN.search(label.text):
        return None
    return state.vocabulary.terms["=received_from_above"]


def budget_reading(term: str, year: int | None, vocabulary: Vocabulary, context: ReportContext) -> str:
    """The measure term as a budget document means it: this year's 收入, 支出 and 预算总额 are budgets."""
    if not vocabulary.is_budget_document(context.kind_term) or year != context.fiscal_year:
        return term
    if vocabulary.measure_of(term) == "balance_total" and "预算" in term:
        return BUDGETED
    if vocabulary.measure_of(term) in ("revenue", "expenditure", "adjusted_budget") and not _ACCOUNTS.search(
        term
    ):
        return BUDGETED
    return term


def says_more_than_budget(state: State, after: str, term: str) -> bool:
    """900万元(含上级资金) after a budget: it is the money available, not only the initial budget."""
    if state.measure_of(term) != "initial_budget" or "年初" in term:
        return False
    inside = after[1 : after.find(")")] if ")" in after else after[1:]
    return _MORE_THAN_BUDGET.match(inside) is not None
