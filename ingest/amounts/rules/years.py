"""Rule `year_of_clause`: a year counts where it leads its clause or stands right before item or measure.

县2016年建成校舍维修费 is a name and no statement about 2016; 上年 and 去年 mean the year before unless part
of a carry-over (上年结转) or of a comparison.
"""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from ingest.amounts.labels import Label
from ingest.amounts.model import Draft, Token
from ingest.amounts.rules import periods
from ingest.amounts.state import State
from ingest.structure.numbers import Number

_LEADS = re.compile(
    r"^(?:至|截至|截止|截止到|在|其中:?|另|按照|比|较|与|我[局委办院]|\s|\d\.|\(?[一二三四五六七八九十\d]{1,2}[).、])*$"
)
_MOVING = re.compile(r"(?:[由从]|[加长升高大少降低减缩](?:到|至|为)了?)$")  # 由2020年的…增加到2021年的…
_COMPARED_WITH = re.compile(r"[比较]$")  # 公务接待费比2020年的2.3万元增加…: the amount is that year's
_COMPARING = ("比", "较", "与", "和", "同")
_LAST_YEAR = re.compile(r"(?:上年度?|去年)(?!结|末|同期|度?结)")
_LEVEL_OF_LAST_YEAR = re.compile(
    r"^(?:其中|而|\()?(?:上年度?|去年|上一年度?)(?:同期|同口径|同比口径)?(?:决算|实际|支出|执行)*数?[为是:]?$"
)
_CARRIED_OVER = re.compile("上年(?!度?收入)")
_NEXT_YEAR = re.compile(r"(?<!结转)(?<!转[至入到])(?:下一?年度?|明年|次年)(?!结|末)")
# What is planned for, or brought into, a year, whenever it is told.
SET_FOR_THE_YEAR = frozenset({"initial_budget", "budget_adjustment", "adjusted_budget", "carryover_in"})
_SETTLED = frozenset({"expenditure", "returned", "carryover_out"})
_START = attrgetter("start")
_LONGEST_LEAD = 60  # characters
_THIS_YEAR = re.compile(r"(?<!上)本年|当年|今年")


def year_of(state: State, label: Label) -> tuple[int | None, bool]:
    """The year of the number: one that leads its clause or stands right before item or measure."""
    stated = None
    for tokens, is_near in ((label.earlier, False), (label.near, True)):
        for token in tokens:
            if token.kind != "year" or token.number is None or token.number.value < 1900:
                continue
            if _counts(state, token, tokens, is_near, label):
                stated = int(token.number.value)
    fiscal = state.context.fiscal_year
    if stated is None and fiscal is not None and _NEXT_YEAR.search(label.text):
        return fiscal + 1, True
    compares = label.has("compare_year", "weak_compare")
    if stated is not None:
        if not compares:
            state.year = stated
        return stated, True
    if fiscal is not None and not compares and _THIS_YEAR.search(label.text):
        state.year = fiscal
        return fiscal, state.last is not None and state.last.year != fiscal
    if fiscal is not None and _LEVEL_OF_LAST_YEAR.match(label.text):
        return fiscal - 1, True
    if fiscal is not None and _LAST_YEAR.search(label.text) and not compares:
        before = [
            t
            for t in label.near
            if t.kind in ("measure", "funding", "item") and _CARRIED_OVER.search(state.text, t.start, t.end)
        ]
        if not before:
            return fiscal - 1, True
    return state.year, False


def is_compared_with(text: str, at: int) -> bool:
    """Whether the year at an offset is only compared with: 比2020年, 与2020年持平."""
    return text.endswith(_COMPARING, 0, at)


def other_time(
    state: State, number: Number, year: int | None, term: str, named_year: int | None, whole: Draft | None
) -> str | None:
    """Why an amount is no level of the year that it would be entered under; None where nothing says so.

    `named_year`: a year that stands before a name, not before a measure; `whole`: what the amount is a part of.
    """
    measure = state.measure_of(term)
    if measure not in SET_FOR_THE_YEAR and state.period_at(number.start) == periods.PART:
        return "part_of_year"
    fiscal = state.context.fiscal_year
    if (
        year is not None
        and fiscal is not None
        and year > fiscal
        and "决算" not in term
        and measure in _SETTLED
    ):
        return "later_year"  # still to be spent when the year reported on ended
    if named_year and whole is not None and not whole.dropped and whole.year not in (None, named_year):
        return "other_year"  # 支出12万元，其中2020年欠款3万元
    return None


def _counts(state: State, token: Token, tokens: list[Token], is_near: bool, label: Label) -> bool:
    """Whether the year's place in its clause makes it the year of the statement."""
    floor = max(0, token.start - _LONGEST_LEAD, label.start if is_near else 0)
    clause_start = max(floor, *(state.text.rfind(c, floor, token.start) + 1 for c in "，,;；。:("))
    before = state.text[clause_start : token.start]
    if _LEADS.match(before) or _MOVING.search(before) or _COMPARED_WITH.search(before):
        return True
    behind = bisect_left(tokens, token.end, key=_START), bisect_right(tokens, token.end + 2, key=_START)
    return any(t.kind in ("item", "measure") for t in tokens[slice(*behind)])
