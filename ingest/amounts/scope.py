"""What the headings over a block say: its topic, and whether its money is likely the department's own."""

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.amounts import labels as lb
from ingest.amounts.lexer import tokenize
from ingest.amounts.model import Item
from ingest.amounts.rules import periods
from ingest.amounts.words import one_of
from ingest.structure.model import Heading
from ingest.vocabulary.vocabulary import Term, load_vocabulary

_ACHIEVEMENT = re.compile(rf"{one_of('achievement_heading')}|实施情况$|概况$")
_MONEY = re.compile(one_of("money_heading"))
_CLASS_PATH = re.compile(r"\((?:[类款项]|\d{2,3})\)")
_EXECUTES = re.compile(r"执行|决算|使用|支出情况|完成情况")
# A heading that is a project's name: 1.优抚对象疗养项目, but not 项目支出, 资金管理 or 三公经费.
_PROJECT = re.compile(
    r"\s*(?:[(]?[一二三四五六七八九十\d]{1,2}[).、])?\s*(?P<name>[^，,。;:()\s]{3,30}?(?:项目|工程|资金|经费|补助|补贴|奖补|专项))"
)
# Under a heading that lists projects, every heading is the name of one: (四)重点项目 › 4.信息化运维.
_LISTS_PROJECTS = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}[).、])?(?:年度)?(?:重点|主要|重大|具体)(?:预算)?(?:项目|专项)(?:资金|支出|执行|使用|实施)*(?:情况)?"
)
_LISTED = re.compile(r"\s*(?:[(]?[一二三四五六七八九十\d]{1,2}[).、])?\s*(?P<name>[\u4e00-\u9fff\"()、]{3,30})")
_NO_NAME = re.compile(
    r"^(?:.{0,4}人员类?(?:支出)?(?:项目|资金|经费)|.{0,4}(?:特定目标|运转|其他|基本|公用|一般|重点|主要|各类|部分|预算|财政|上级|本级|部门|单位|本年|全年|年度|整体)类?.{0,4}"
    r"(?:项目|资金|经费|工程|专项)|.*(?:支出|收入|决算|管理|使用|执行|安排|拨付|到位|结转|结余|问题|建议|绩效|评价|情况|三公|采购|机关运行|分析).*)$"
)


class Scope(NamedTuple):
    """The topic of the nearest heading that has one, and the kind of section."""

    item: Item | None = None
    funding: str | None = None  # a funding term, where the heading limits the section to one budget
    measure: str | None = None  # a measure term, where the heading states one
    is_achievement: bool = False
    period: str | None = None  # where the heading speaks of part of a year


def _limits_section(source: Term) -> bool:
    """Whether a source in a heading is one budget; 财政拨款 is mere style, 单位资金收支情况 is of all money."""
    return "loose_funding" not in source.cues and source.funding != "other"


@lru_cache(maxsize=4096)
def read_scope(headings: tuple[Heading, ...]) -> Scope:
    """The scope that a block under these headings stands in."""
    item: Item | None = None
    measure: str | None = None
    funding: str | None = None
    achievement = False
    period: str | None = None
    lists_projects = False
    vocabulary = load_vocabulary()
    for heading in headings:
        text = heading.text[:60]
        period = periods.PART if periods.period_of_heading(text) == periods.PART else period
        money = _MONEY.search(text) is not None
        if (
            _ACHIEVEMENT.search(text)
            and not _CLASS_PATH.search(text)
            and not (money and not re.search(r"绩效|成效|效益|问题|建议", text))
        ):
            achievement = True
            continue
        named = _PROJECT.fullmatch(text) or (_LISTED.fullmatch(text) if lists_projects else None)
        lists_projects = _LISTS_PROJECTS.fullmatch(text) is not None
        if named is not None and not _NO_NAME.search(named["name"]):
            item = Item("project.item", None, named["name"])
            continue
        tokens = tokenize(text, vocabulary)
        if not money and not any(t.kind == "item" for t in tokens):
            continue
        achievement = False
        source = next(
            (
                t.term
                for t in tokens
                if t.kind == "funding" and t.term and _limits_section(t.term)
            ),
            None,
        )
        funding = source.text if source else funding
        classed = lb.item_in(
            lb.Label(text, 0, len(text), tokens), tokens, item.code if item else None, vocabulary
        )
        if classed is not None and classed.code.split(".")[0] in ("function", "economic"):
            item = classed
            continue
        items = [t for t in tokens if t.kind == "item" and t.term and t.term.item]
        if items:
            term = items[-1].term
            assert term is not None and term.item is not None
            if len({t.term.item for t in items if t.term}) == 1 or term.item != "total":
                codes = [t.term.item for t in items if t.term and t.term.item]
                first = items[0].term
                assert first is not None and first.item is not None
                item = Item(first.item, first.text, first.text) if len(set(codes)) == 1 else None
        measures = [t for t in tokens if t.kind == "measure" and t.term and "weak" not in t.term.cues]
        # 预算安排及执行情况 is about both: it lends no measure to a bare 支出
        stated = measures[-1].term if len(measures) == 1 else None
        both = stated is not None and stated.measure in lb.BUDGET and _EXECUTES.search(text) is not None
        measure = stated.text if stated is not None and not both else None
    return Scope(item, funding, measure, achievement, period)
