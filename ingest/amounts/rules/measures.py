"""Rule `measure_carried`: the measure of an amount that names none, and what context makes of measures."""

import re
from decimal import Decimal

from ingest.amounts import labels as lb
from ingest.amounts.labels import Label
from ingest.amounts.model import AVAILABLE, BUDGETED, SPENT, Item, Token
from ingest.amounts.rules import sources
from ingest.amounts.state import State
from ingest.context import ReportContext
from ingest.vocabulary.vocabulary import Term, Vocabulary

_RECENT = 60  # figures back that a bare amount may repeat
_MORE_THAN_BUDGET = re.compile(r"(?:包?含|其中)?.{0,4}(?:上级|上年结[转余]|中央|省级|追加)")
_SPENDS = re.compile(r"支出|支付|使用|用于|执行")
_OPENING = re.compile(r"年初(?:财政拨款|资金|项目)?(?:累计)?[结节][转余]")
_DATED_BALANCE = re.compile(r"年末|期末|下年|累计")
_MORE_THAN_PLANNED = re.compile(r"^=|调整|全年预算数|可用|指标")
_TAKEN_BACK = re.compile(
    r"[,，(]?(?:资金|均|全部|全额|已经?|将|年末|年底|按规定|按要求)*"
    r"(?:收回(?:至|到)?(?:[省市县区]级?)?(?:国库|财政)|"
    r"[由被]?(?:[省市县区州]|本级|同级|上级)?级?财政(?:局|厅|部门)?(?:年末|年底|统一|统筹|全部|全额|予以|已)*(?:收回|收缴|回收)"
    r"|(?:上缴|缴回|交回|上交|退回|缴入|缴至)(?:至|到)?(?:[省市县区]级?)?(?:国库|财政))(?!\D{0,3}\d)"
)
_CARRIED_ON = re.compile(
    r"(?:资金|已经?|均|将|全部|按规定|按要求|继续)*结转(?:至|到)?(?:下一?年|次年|(?:19|20)\d\d年)"
)
_CAME_IN = re.compile(r"(?:资金)?(?:目前|现|均|已|全部|全额|按时|及时|足额)*到位")
_BUDGET_NEXT = re.compile(r"[，,](?:而)?(?:年初|全年|调整后?的?)?预算数?[为是]?\d")
_ALLOTS = re.compile(r"安排|下达|批复|核定")
_FROM_ABOVE = re.compile(
    r"(?:上级|中央|省级?|自治区|市级?|州)财政(?:厅|局|部门)?(?:提前|追加)?(?:下达|拨付|下拨)(?:给|到)?[我本]"
)
_HANDS_DOWN = re.compile(r"下达")
_PLANNED_INCOME = re.compile("预算.*收入|收入.*预算")
_PLAIN_OUTLAY = frozenset({"支出", "总支出"})
_ADJUSTS = re.compile("[调核追变]")
_ADJUSTED = "调整后预算"
_ACCOUNTS = re.compile(r"决算|执行|实际|调整")


def carried_measure(
    state: State, label: Label, item: Item, value: Decimal, dated: bool, explicit: bool
) -> str | None:
    """The measure of a number whose label names none; `explicit`: it names the item itself."""
    if (stated := _stated_before(state, item, value)) is not None and explicit:
        return stated
    level = state.level
    earlier = lb.measure_in(label.earlier)
    if earlier is not None and (label.earlier_is_topic or "weak" not in earlier.cues) and level.whole is None:
        return earlier.text
    if dated and state.last is not None and not state.last.dropped:
        return state.last.measure
    if level.firsts and level.firsts[-1].explicit_measure:
        return _as_outlay(state, label, level.firsts[-1].measure)
    if level.whole is not None:
        whole = level.whole
        return whole.measure if state.measure_of(whole.measure) != "balance_total" else SPENT
    if level.firsts:
        return level.firsts[-1].measure
    if state.scope.measure is not None:
        return _as_outlay(state, label, state.scope.measure)
    if item.code == "project.item" and item is state.found.around.project:
        return SPENT if _SPENDS.search(label.text) else AVAILABLE
    if item.code == "total" and not item.role and not (explicit and item.label.endswith("支出")):
        return None
    if item.role == "other":
        return SPENT if label.text.endswith("项目支出") else None
    return BUDGETED if _ALLOTS.search(label.text) else SPENT


def _as_outlay(state: State, label: Label, term: str) -> str:
    """What is called 支出 was spent, though it stands in a list or a section of what came in."""
    received = state.measure_of(term) == "revenue" and label.text.endswith("支出")
    return SPENT if received else term


def _stated_before(state: State, item: Item, value: Decimal) -> str | None:
    """The measure under which the report has given the very amount of a named project already."""
    if item.role is None:
        return None
    return next(
        (
            d.measure
            for d in reversed(state.found.drafts[-_RECENT:])
            if d.value == value and d.item.same(item) and not d.dropped and not d.funding
        ),
        None,
    )


def is_outlay_before_budget(item: Item, after: str) -> bool:
    """接待费支出2.05万元，年初预算为2万元: what stands before its budget was spent."""
    return item.label.endswith("支出") and _BUDGET_NEXT.match(after) is not None


def of_the_same_balance(state: State, measure: Term | None, label: Label) -> Term | None:
    """年初结转和结余82万元，其中基本支出结转10万元: 结转 is the whole's, at the year's beginning."""
    if measure is not None and measure.measure == "carryover_out" and _OPENING.search(label.text):
        return state.vocabulary.terms["年初结转和结余"]
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


def said_behind(state: State, measure: Term | None, after: str, end: int) -> Term | None:
    """What the words behind an amount make of it: 结余8.16万元由县财政收回, 尚有17.84万元按规定结转下年使用.

    `end`: where the amount with its unit ends in the stretch being read; the words are not the next number's.
    """
    on, back = _CARRIED_ON.match(after), _TAKEN_BACK.match(after)
    if measure is None and on:
        state.said_until = end + on.end()
        return state.vocabulary.terms["结转下年"]
    if measure is None and _CAME_IN.match(after):
        return state.vocabulary.terms["到位"]
    if back and (measure is None or measure.measure == "carryover_out"):
        state.said_until = end + back.end()
        return state.vocabulary.terms["财政收回"]
    return measure


def is_budget(label: Label) -> bool:
    """Whether the label states a budget."""
    measure = lb.measure_in(label.near)
    return measure is not None and measure.measure in lb.BUDGET


def of_planned_outlay(state: State, measure: Term) -> str:
    """部门预算总收入3200万元，总支出3200万元: beside planned income, plain outlay is planned too."""
    last = state.last
    beside_plan = last is not None and not last.dropped and _PLANNED_INCOME.search(last.measure) is not None
    return BUDGETED if beside_plan and measure.text in _PLAIN_OUTLAY else measure.text


def settle_movement(state: State, label: Label, year: int | None) -> None:
    """预算300万元，压减到260万元; 调整为260万元: what a budget is moved to is the adjusted one. Adds the measure."""
    last = state.last
    moves_budget = (
        last is not None
        and not last.dropped
        and last.year == year
        and state.measure_of(last.measure) == "initial_budget"
    )
    stated = lb.measure_in(label.near)
    if moves_budget or (stated is None and _ADJUSTS.match(state.text, label.end)):
        label.near.append(Token("measure", label.end, label.end, state.vocabulary.terms[_ADJUSTED]))
    elif stated is None and label.text.endswith("预算"):  # 预算压减 was one word
        label.near.append(Token("measure", label.end - 2, label.end, state.vocabulary.terms["预算"]))


def planned(item: Item, term: str, vocabulary: Vocabulary) -> str:
    """“三公”经费全年预算6万元 is what was planned at first; only 全年预算数 and 调整 say more."""
    if not item.code.startswith("three_public") or term == AVAILABLE or _MORE_THAN_PLANNED.search(term):
        return term
    return BUDGETED if vocabulary.measure_of(term) == "adjusted_budget" else term


def handed_down(state: State, label: Label, funding: str | None) -> tuple[Term | None, str | None]:
    """下达我县中央财政补助资金560万元: what a level above hands down is received from above. With its source."""
    if "下达" not in label.text and "拨" not in label.text:
        return None, funding
    received = state.vocabulary.terms["=received_from_above"]
    leading = funding or sources.source_leading(label)
    source = state.vocabulary.terms[leading].funding or "" if leading else ""
    if _FROM_ABOVE.search(label.text) or (source.startswith("superior.") and _HANDS_DOWN.search(label.text)):
        return received, leading
    return None, funding


def plan_before_payment(
    state: State, label: Label, item: Item, measure: Term | None, named: Item | None
) -> None:
    """设备购置项目130万元，已支付128万元: before what was paid, the bare amount is what was planned."""
    last = state.last
    if last is None or last.dropped or named is not None or measure is None:
        return
    bare = last.explicit_item and not last.explicit_measure and last.item.role == "project.item"
    if not bare or measure.measure != "expenditure" or not last.item.same(item):
        return
    if state.measure_of(last.measure) == "expenditure" and not label.has("compare_year"):
        last.measure, last.whole = BUDGETED, None


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
