"""Rule `comparison`: numbers that state a change, a difference or a bound are no levels.

较上年减少2.5万元 is a change; 比2021年执行数1380万元增加120万元 is a level (1380) and a change (120);
超支4万元 and 比预算节约2万元 are differences; 未突破20万元的预算控制数 is the budget; in 完成年初预算7万元的84.2%
the amount is what is compared with. But 由5万元降至3万元 states two levels.
"""

import re
from dataclasses import replace

from ingest.amounts.labels import Label
from ingest.amounts.words import one_of
from ingest.vocabulary.vocabulary import Term, Vocabulary

CHANGE, DIFFERENCE, BASE, LIMIT = "change", "difference", "base", "limit"

_GROWS_AFTER = re.compile(
    r"(?:各|均|分别|都|又|也|相应|实际|同比)?(?:增加|减少|增长|下降|降低|上升|节约|超支|压减|压缩|提高|多|少)"
)
_COMPARED_AFTER = re.compile(r"(?:相比|相较|对比|持平|一致|基本持平)")
_SHARE_AFTER = re.compile(r"的(?:约|近)?[\d.]+[%％]")
_THAN_LAST_YEAR = re.compile(r"[比较与](?:上年|去年|(?:19|20)\d\d年)|同比")
_OF_RATE = re.compile(r"^[完成占为达到]+|的$")
_NAME_BEHIND = re.compile(r"(?:工程|项目|行动|计划|资金|经费|补助|专项|奖补)(?:项目|资金|经费|支出|投入)*$")
_COMPARES = re.compile(r"[与和较比同]")
_MOVES = rf"{one_of('movement')}(?:到|至|为)"
_REACHES = re.compile(rf"{_MOVES}了?(?:(?:19|20)\d\d年度?的?)?(?:约|近)?$")
_LEFT_BEHIND = re.compile(rf"(?:(?:年?[，,]|最终|逐步|相应|再|又|已)*{_MOVES})")
_FROM = re.compile(r"[由从](?:原来?的?)?[^，,]{0,12}$")
_OF_SOME = re.compile(r"(?:超支|节支|节约|结余)的?(?:项目|科目|单位)[合共小]计")
_BUDGET_AFTER = re.compile(r"(?:以内)?的?(?:年初|全年)?预算")


def kind_of(label: Label, after: str) -> str | None:
    """Which comparison the number behind `label` states; None for a level. `after` is what follows it."""
    change = label.cue("up", "down")
    if change and change.term and "improves" in change.term.cues and _NAME_BEHIND.search(label.text):
        change = None  # 质量提升工程资金600万元: the word is part of a name
    if label.has("over", "under"):
        return DIFFERENCE
    moved = label.last("measure")
    is_movement = moved is not None and moved.term and moved.term.measure == "budget_adjustment"
    if change and not (is_movement and moved is not None and moved.start > change.start):
        return DIFFERENCE if label.has("compare_budget") else CHANGE
    if is_movement and _THAN_LAST_YEAR.search(label.text):
        return CHANGE
    if (
        label.has("compare_budget")
        and label.last("measure")
        and label.text.endswith(("结余", "少", "多", "差"))
    ):
        return DIFFERENCE
    if label.has("weak_compare", "compare_year", "compare_budget") and _GROWS_AFTER.match(after):
        return BASE
    if _SHARE_AFTER.match(after) and label.has("execution_rate"):
        return BASE
    if _COMPARED_AFTER.match(after) and _COMPARES.search(label.text):
        return BASE
    return LIMIT if label.has("limit") else None


def level_reached(label: Label) -> Label | None:
    """The label of a level that a movement leads to (增加到300万元), without the words of moving; else None."""
    found = _REACHES.search(label.text)
    if found is None:
        return None
    moving = label.start + found.start()
    near = [t for t in label.near if t.kind not in ("cue", "measure") or t.end <= moving]
    return replace(label, text=label.text[: found.start()], end=moving, near=near, _cues=None)


def is_left_behind(label: Label, after: str) -> bool:
    """Whether a movement leads away from the number: 由5万元降至…."""
    return _LEFT_BEHIND.match(after) is not None and _FROM.search(label.text) is not None


def is_of_some(label: Label) -> bool:
    """Whether the words sum up some items only: 超支项目合计超支60万元 is not the department's difference."""
    return _OF_SOME.search(label.text) is not None


def is_part(label: Label) -> bool:
    """Whether the amount is named as a part of a difference: 预决算差异还包括机构划转资金20万元."""
    difference, listed = label.cue("over", "under"), label.cue("parts")
    return difference is not None and listed is not None and difference.end <= listed.start


def budget_of_rate(label: Label, vocabulary: Vocabulary) -> Term | None:
    """The budget that a rate is of: 年初预算 in 完成年初预算7万元的84.2%."""
    cue = label.cue("execution_rate")
    return vocabulary.terms.get(_OF_RATE.sub("", cue.term.text)) if cue and cue.term else None


def with_last_year(label: Label) -> bool:
    """Whether the words compare with a year; a bare 相比 does not say with what."""
    cue = label.cue("compare_year")
    return cue is not None and cue.term is not None and cue.term.text != "相比"


def is_limit_on_budget(after: str) -> bool:
    """Whether the words behind a bound say that it is the budget (…20万元的预算控制数)."""
    return _BUDGET_AFTER.match(after) is not None


def direction(label: Label) -> int | None:
    """+1 where the words say more, -1 less, 0 unchanged."""
    if label.has("up", "over"):
        return 1
    if label.has("down", "under"):
        return -1
    return 0 if label.has("same") else None
