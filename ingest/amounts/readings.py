"""What a table's header, row label, caption or heading says about the amounts that it governs."""

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.amounts import labels as lb
from ingest.amounts.lexer import tokenize
from ingest.amounts.model import Item
from ingest.amounts.rules import names, periods
from ingest.amounts.words import one_of, words
from ingest.structure.values import COUNTED
from ingest.vocabulary.vocabulary import load_vocabulary

_UNIT = re.compile(
    r"[(:](?:金额)?(?:单位)?:?(?P<unit>万元|元|千元|百万元|亿元)\)?|^(?:金额)?(?:单位)?:?(?P<bare>万元|亿元|千元)$|(?P<tail>万元|亿元)$"
)
_OTHER_UNIT = re.compile(rf"\((?:%|分|天|万?(?:{COUNTED}))\)")
_ENUMERATOR = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}[)、.]|\(?\d{1,2}(?:\)|[、.．](?!\d))|[①-⑳]|\d{1,2}\s)\s*"
)
_NOTE = re.compile(r"\((?:其中)?(?:不?含|包括|包含)[^()]*\)")  # says what the amount holds, not what it is
_NOT_MONEY = re.compile(rf"{one_of('no_money_head')}|率$|^标准")
_NAME_HEADER = re.compile(rf"{one_of('project_head')}|^项目\(专项\)")
_UNIT_HEADER = re.compile(rf"{one_of('unit_head')}|^单位$|^部门$")
_LAST_YEAR = re.compile(r"上年(?!结|末|度?结)|去年|上一年")
_NEXT_YEAR = re.compile(r"(?<!结转)(?<!转[至入到])(?:下一?年|明年|次年)(?!结|末)")
_CUMULATIVE = re.compile(r"(?<![年月度])累计(?!结|预算|下达预算)")
_CHANGE = re.compile(one_of("change_head"))
_TOTALS = frozenset(words("total_label"))


class Reading(NamedTuple):
    """The readable parts of one label; None where it says nothing of the kind."""

    text: str = ""
    item: Item | None = None
    measure: str | None = None
    funding: str | None = None
    year: int | None = None
    year_shift: int = 0
    period: str | None = None  # of rule `period`: part of a year, or several
    unit: str | None = None
    is_part: bool = False  # begins with 其中
    is_change: bool = False
    is_outside: bool = False  # money that is an asset or somebody else's
    is_other: bool = False  # governs no money: a rate, a count, a code
    names_items: bool = False  # the cells under it are names of projects
    names_units: bool = False  # the cells under it are budget units
    is_total: bool = False  # 合计, 汇总
    name: str = ""  # the words as a name of their own
    is_exact: bool = False  # nothing but known terms
    left: str = ""  # what no term covers


@lru_cache(maxsize=8192)
def read_label(text: str, parent: str | None = None) -> Reading:
    """Reads one label, such as a header cell (2019年决算数) or a row label (其中:公务用车购置费)."""
    plain = text.replace(" ", "").replace("\n", "").replace("\t", "")
    unit_match = _UNIT.search(plain)
    unit = (unit_match["unit"] or unit_match["bare"] or unit_match["tail"]) if unit_match else None
    stripped = _ENUMERATOR.sub("", plain)
    is_part = stripped.startswith("其中")
    stripped = _ENUMERATOR.sub("", re.sub(r"^其中[:，,、]?", "", stripped)).strip(":：，,")
    stripped = re.sub(r"^[^:()]{2,6}:(?=\(\d\))\(\d\)|\([类款项]\)", "", stripped)
    if unit_match:
        stripped = stripped.replace(unit_match[0], "") or stripped
    vocabulary = load_vocabulary()
    spoken = _NOTE.sub("", stripped) or stripped
    tokens = [t for t in tokenize(spoken, vocabulary) if t.kind != "mark"]
    label = lb.Label(spoken, 0, len(spoken), tokens)
    item = lb.item_in(label, tokens, parent, vocabulary)
    left = lb.residue(spoken, 0, 0, len(spoken), tokens)
    years = [int(t.number.value) for t in tokens if t.kind == "year" and t.number and t.number.value > 1900]
    bare_year = (
        re.search(r"(?<![\d.])((?:19|20)\d\d)(?=年|$|[\u4e00-\u9fff])(?!元|万)", stripped)
        if not years
        else None
    )
    measure = lb.measure_in(tokens)
    funding = next(
        (t for t in reversed(tokens) if t.kind == "funding" and t.term and t.term.funding != "all"), None
    )
    core = re.sub(r"\(.*?\)", "", stripped)
    return Reading(
        text=stripped,
        item=item,
        measure=measure.text if measure else None,
        funding=funding.term.text if funding and funding.term else None,
        year=int(bare_year[1]) if bare_year else (years[-1] if years else None),
        year_shift=-1 if _LAST_YEAR.search(stripped) else 1 if _NEXT_YEAR.search(stripped) else 0,
        period=periods.SEVERAL if _CUMULATIVE.search(stripped) else periods.period_of_heading(stripped),
        unit=unit,
        is_part=is_part,
        is_change=_CHANGE.search(stripped) is not None
        and (measure is None or measure.measure != "budget_adjustment"),
        is_outside=(item is None or item.code == "total") and label.has("asset", "foreign"),
        is_other=(_NOT_MONEY.search(stripped) is not None or _OTHER_UNIT.search(plain) is not None)
        and unit is None,
        names_items=_NAME_HEADER.search(stripped) is not None,
        names_units=_UNIT_HEADER.search(stripped) is not None,
        is_total=core in _TOTALS
        or core.endswith(("汇总", "总计"))
        or (core.endswith("合计") and item is None),
        name=names.name_before(core) if core else "",
        is_exact=not left,
        left=left,
    )
