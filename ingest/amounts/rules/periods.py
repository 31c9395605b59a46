"""Rule `period`: what was spent in part of a year, or in several years, is a level of no one year.

截至6月底支出180万元 and 1-9月支出180万元 are not the year's spending, 2019-2021年共投入900万元 is not one
year's. The words count where they lead their clause or stand in the number's own; 全年, 年末 and December
end them. What has been paid out in full (…已全部支付) is the year's, whenever it was.
"""

import re
from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

PART, SEVERAL, WHOLE = "part", "several", "whole"

_MONTH = r"(?:1[0-2]|[1-9])"
_YEAR = r"(?:19|20)\d\d"
_TO = "[-—~至到]{1,2}"
_MAY_SPEAK = re.compile(rf"月|季度|半年|[两二三四五六七八九十]年|{_YEAR}年?度?{_TO}{_YEAR}年")
_MARK = re.compile(
    rf"(?P<months>(?:(?P<year>{_YEAR})年)?(?P<first>{_MONTH})月?(?:份|\d{{1,2}}日)?{_TO}(?:(?P<last_year>{_YEAR})年)?(?P<last>{_MONTH})月(?:份|底|末|\d{{1,2}}日)?)"
    rf"|(?P<until>(?:截至|截止到?|至)(?:{_YEAR}年|当年|本年)?(?P<month>{_MONTH})月(?:份|底|末|\d{{1,2}}日)?)"
    r"|(?P<part>[上下]半年|前?第?[一二三四1-4]个?季度|前[一二三四五六七八九十\d]{1,2}个月)"
    rf"|(?P<several>{_YEAR}年?度?{_TO}{_YEAR}年度?(?:期间)?|[近前]?[两二三四五六七八九十]年[来间内]?(?=[^，,。;]{{0,4}}(?:累计|共|合计|总[计共])))"
    rf"|(?P<whole>全年|年末|年底|年终)|(?P<one>{_YEAR}年(?!度?{_TO}|\d)|本年|当年)"
)
_LEADS = re.compile(
    r"^(?:截至|截止到?|至|在|从|自|其中|其中:|另|本年度?|当年|我[局委办院馆校站镇乡]|本[局院馆校]|[我本](?:单位|部门)|"
    r"部门|单位|项目|该项目|(?:19|20)\d\d年度?|\(?[一二三四五六七八九十\d]{1,2}[).、]|\d\.)*$"
)
_PAID_OUT = re.compile(r"全部|全额|完毕")
_BREAKS = "，,;；。:("
_LONGEST_LEAD = 60  # characters
_FURTHEST = 50  # periods named before an amount that may still hold for it
_START = attrgetter("start")


class Period(NamedTuple):
    """Words at text[start:end] that say which time the amounts behind them are of."""

    kind: str
    start: int
    end: int


def find_periods(text: str) -> list[Period]:
    """The periods that a stretch of text names, in order."""
    if _MAY_SPEAK.search(text) is None:
        return []
    return [Period(_kind(match), match.start(), match.end()) for match in _MARK.finditer(text)]


def _kind(match: re.Match[str]) -> str:
    if match["months"]:
        same_year = match["last_year"] is None or match["last_year"] == match["year"]
        return WHOLE if (match["first"], match["last"]) == ("1", "12") and same_year else PART
    if match["until"]:
        return WHOLE if match["month"] == "12" else PART
    return match.lastgroup if match.lastgroup in (PART, SEVERAL, WHOLE) else "one"


def period_of(periods: list[Period], text: str, clause: int, at: int, heading: str | None) -> str | None:
    """PART or SEVERAL where the amount at `at`, whose clause begins at `clause`, is of such a time; else None.

    `heading`: what the heading above says of it.
    """
    before = bisect_left(periods, at, key=_START)
    one_year_behind = False
    for period in reversed(periods[max(0, before - _FURTHEST) : before]):
        if period.kind == WHOLE:
            return None
        if period.kind == "one":
            one_year_behind = True
        elif _governs(period, text, clause, at):
            heading = period.kind
            break
    return None if heading == SEVERAL and one_year_behind else heading


def period_of_heading(text: str) -> str | None:
    """PART or SEVERAL where a heading, a caption or the head of a column is about such a time; else None."""
    kinds = [period.kind for period in find_periods(text)]
    if WHOLE in kinds:
        return None
    return next((kind for kind in kinds if kind in (PART, SEVERAL)), None)


def _governs(period: Period, text: str, clause: int, at: int) -> bool:
    if period.start < clause or period.kind != PART:
        floor = max(0, period.start - _LONGEST_LEAD)
        start = max(floor, *(text.rfind(mark, floor, period.start) + 1 for mark in _BREAKS))
        if not _LEADS.match(text[start : period.start]):
            return False
    between = text[period.end : at]
    return between.count(")") <= between.count("(") and not _PAID_OUT.search(between)
