"""Rule `other_body`: whose money it is where a clause names another body as its subject.

县水利局项目支出500万元 in a report of the archives is the water bureau's; 下属单位县图书馆支出260万元 is a
budget unit's of the department. What a body only hands out, approves or takes back (县财政局下达…) is no
spending of its own. Nothing is said where the report does not tell whose it is.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.amounts.labels import Label
from ingest.amounts.model import Token
from ingest.amounts.words import one_of
from ingest.context import ReportContext
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import read_vocabulary


def _suffixes(*kinds: str) -> str:
    return any_of(row["suffix"] for row in read_vocabulary("organisation_suffix") if row["body"] in kinds)


_NAME = r"[^的在将为是了由被把及其与和向对从经受按根据我本该各全约支付用含\W\da-zA-Z_]"
_LEVEL = r"(?:[\u4e00-\u9fff]{1,6})?(?:自治)?[省市县区州旗]"
_UNDER = re.compile(
    r"(?:(?:我|本)?(?:[局委办院校馆]|单位|部门)?(?:下属|所属|直属|下设|二级|下辖)(?:的|预算)?(?:事业|行政)?(?:单位|机构)?[:的]?)"
)
_BODY = re.compile(
    rf"(?P<authority>{_NAME}{{1,14}}?(?<![格布大全结开当时])(?:{_suffixes('authority')}))"
    rf"|(?P<office>{_LEVEL}{_NAME}{{0,12}}?(?:{_suffixes('office')}))"
    rf"|(?P<unit>{_LEVEL}{_NAME}{{0,12}}?(?:{_suffixes('unit')}))"
)
_UNIT = re.compile(rf"{_NAME}{{1,14}}?(?:{_suffixes('authority', 'office', 'unit')})")
_SEAT = re.compile(r"(?P<seat>[局委办院厅会馆]机关(?:本级)?|[局委办院厅]本级)")
_ENDS = frozenset("级关局厅委会室处府院部所队校馆站中心学园联协办台社团署段狱")
_BEFORE = re.compile(
    r"(?:其中:?|另|同期|同时|和|与|[、\"]|(?:19|20)\d\d年度?|本年度?|当年|全年|\(?[一二三四五六七八九十\d]{1,2}[).、])*"
)
_TIME = re.compile(
    r"(?:(?:19|20)\d\d年度?|本年度?|当年|全年|上年度?|实际|共计?|累计|部门|机关|本级|整体|的)*"
)
_HANDS_OUT = re.compile(one_of("hands_out"))
_TREASURY = re.compile(one_of("treasury"))
_OUTLAYS = frozenset({"expenditure", "carryover_out"})
_SHORTEST = 2
_VERB_WITHIN = 6  # characters behind the name that a verb of handing out may stand in


class Body(NamedTuple):
    """The subject of a clause; a budget unit of the department, or somebody else."""

    name: str
    end: int  # in the sentence
    is_own_unit: bool


def body_in(label: Label, context: ReportContext, divides_own: bool) -> Body | None:
    """The body that the label names as the subject of its amount, where that is not the department itself.

    `divides_own`: the amount is a part of what the whole department has; then it is a budget unit's.
    """
    if context.department_name is None or _ENDS.isdisjoint(label.text):
        return None
    text = label.text
    at = _end_of(_BEFORE, text, 0)
    under = _UNDER.match(text, at)
    found = _UNIT.match(text, under.end()) if under else _BODY.match(text, at)
    if found is None and divides_own:
        found = _SEAT.match(text, at)
    if found is None:
        return None
    name, end = found[0], label.start + found.end()
    is_part = under is not None or (divides_own and found.lastgroup in ("unit", "seat"))
    if not is_part and (len(name) <= _SHORTEST or is_own(name, context)):
        return None
    return Body(name, end, is_part) if _is_subject(label, name, end) else None


def behind(label: Label, body: Body) -> Label:
    """The label behind the body's name."""
    near = [t for t in label.near if t.start >= body.end]
    return Label(
        label.text[body.end - label.start :], body.end, label.end, near, label.earlier, label.earlier_is_topic
    )


def _is_subject(label: Label, name: str, end: int) -> bool:
    """Whether an item or a measure follows the name, and no word of handing money out."""
    if any(t.start < end < t.end for t in label.near):
        return False  # 县政府采购支出
    after = label.start + _end_of(_TIME, label.text, end - label.start)
    following = [
        t for t in label.near if t.kind in ("item", "measure", "funding") and end <= t.start <= after < t.end
    ]
    if not following:
        return False
    said = label.text[following[0].start - label.start :]
    if _HANDS_OUT.search(said[:_VERB_WITHIN]) or said.startswith("财政"):
        return False
    return not _TREASURY.search(name) or any(_is_outlay(t) for t in label.near)


def _is_outlay(token: Token) -> bool:
    """Whether the word says spending, not money that a treasury gives away."""
    term = token.term
    if term is None:
        return False
    return term.measure in _OUTLAYS or (term.item is not None and not term.item.startswith("project"))


def names_own(text: str, context: ReportContext) -> bool:
    """Whether a text names the reporting department."""
    return any(own and own in text for own in (*context.own_names, context.department_name))


def is_own(name: str, context: ReportContext) -> bool:
    """Whether a name is one of the department's own: a spelling, a part, or an abbreviation of it."""
    return _is_own(name, (*context.own_names, context.department_name or ""))


@lru_cache(maxsize=1024)
def _is_own(name: str, own_names: tuple[str, ...]) -> bool:
    core = re.sub(rf"^{_LEVEL}(?=\S\S)", "", name)
    return any(own and (own in name or name in own or _abbreviates(core, own)) for own in own_names)


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in the same order (教科局, 教育和科学技术局)."""
    rest = iter(full)
    return all(character in rest for character in short)


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
