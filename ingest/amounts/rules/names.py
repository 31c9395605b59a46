"""Rule `named_item`: an amount whose label is a name of its own (a project, a fund, a kind of cost).

The name runs from the previous number, colon or comma up to the measure words before the amount; a
list inside it (A、B、C等工作85万元) is one name, because only its end carries an amount.
"""

import re

from ingest.amounts.labels import CARRIER, Label, item_in
from ingest.amounts.model import Item
from ingest.amounts.words import one_of, words
from ingest.vocabulary.vocabulary import Vocabulary

_HEAD = re.compile(
    r"^(?:[\s:、，,;(]|其中|另外|另|此外|主要用于|主要是|主要有|主要|用于|包括|包含|不含|含|具体|分别|"
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[是、,，]|其[一二三四五六][是、,，]|首先|其次|[①-⑳]|"
    r"\(?[一二三四五六七八九十\d]{1,2}[).、]|和|及|以及|与|支持|安排了?|下达|兑现|拨付了?|支付了?|发放|投入|落实|完成|列支|收到|兑付|已|"
    r"我[局委办院馆校站镇乡县区市]|本单位|本部门|(?:中央|省|自治区|市|县|区|州|上级)级?(?:财政[厅局]?)?(?:提前)?下达(?:我[局区县市镇州校院])?|"
    r"为|是|即|由|本年度?|当年|今年|全年|共|(?:19|20)\d\d年度?(?=预算|安排|投入|支出|下达|拨付|支付|[省市]级?财政|中央|上级))+"
)
ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[是、,，]?|其[一二三四五六]是?|[①-⑳]|\(?[一二三四五六七八九十\d]{1,2}[).、]"
)
_TAIL = re.compile(rf"(?:{one_of('name_tail')}|[比较与](?:上年|(?:19|20)\d\d年)度?的?|[:，,、\s])+$")
_AFTER = re.compile(r"^为(?P<name>[^，,。;；()]{3,40}?)(?:支出|开支)(?=[，,。;；]|$)")
_ANAPHOR = re.compile(
    r"(?:(?:19|20)\d\d年度?|当年|全年|截至目前)?(?:该|本|此|上述|前述|这一|这项)(?:个|项|笔)?(?:专项)?(?:项目|专项|工程|资金|经费|项目资金|项目经费)(?:资金|支出)?"
)
_HAS_NAME = re.compile(r"[\u4e00-\u9fff]{2}")


def name_before(text: str) -> str:
    """The name in a label: its words without connectives before and measures behind."""
    name = _HEAD.sub("", text)
    previous = None
    while previous != name:
        previous, name = name, _TAIL.sub("", name)
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name


def starts_point(text: str) -> bool:
    """Whether a text begins with an ordinal."""
    return ORDINAL.match(text) is not None


def without_note(name: str) -> str:
    """The name without a remark in brackets behind it."""
    return re.sub(r"\([^()]*\)$", "", name) or name


def name_after(after: str) -> str | None:
    """The name in …400万元为某专户支出, or None."""
    match = _AFTER.match(after)
    return match["name"] if match else None


def is_anaphor(name: str) -> bool:
    """Whether the words only point back to a project named before: 该项目, 上述专项资金."""
    return _ANAPHOR.fullmatch(name) is not None


def is_name(name: str) -> bool:
    """Whether the words can name an item at all."""
    return 2 <= len(name) <= 90 and _HAS_NAME.search(name) is not None


def ends_in_carrier(name: str) -> bool:
    """Whether the name ends in a word that carries money: 经费, 项目, 补助, 费, …"""
    return CARRIER.search(name) is not None


def with_money(name: str, label: str) -> str:
    """A name with the word for money that a measure took from it: 疫情防控 in 疫情防控资金到位."""
    if ends_in_carrier(name):
        return name
    behind = label[label.find(name) + len(name) :]
    return next((name + word for word in _MONEY if behind.startswith(word)), name)


_MONEY = ("资金", "经费")
_COST = re.compile(r"(?<![经])费用?$")
_MONEY_OF_PROJECT = re.compile(r"项目(?:实际|财政|专项|总|到位|投入|预算|配套)+(?:资金|经费|投入)")
_GENERIC = frozenset(words("generic_name"))
_PLAIN_WORDS = rf"(?:(?:19|20)\d\d年度?|{one_of('plain_word')})+"
_YEAR = re.compile(r"^(?:19|20)\d\d年度?")
_LEADING, _TRAILING = re.compile("^" + _PLAIN_WORDS), re.compile(_PLAIN_WORDS + "$")


def is_generic(name: str) -> bool:
    """Whether the words name a kind of money, not one project."""
    if _LEADING.sub("", name) in _GENERIC or name in _GENERIC or _YEAR.sub("", name) in _GENERIC:
        return True
    return _MONEY_OF_PROJECT.fullmatch(name) is not None


def vehicle_cost(name: str, sentence: str) -> Item | None:
    """运行维护费 or 购置费 in a sentence about official cars."""
    if name not in ("运行维护费", "运行费", "维护费", "购置费") or not re.search(r"公务用车|公车", sentence):
        return None
    code, term = (
        ("vehicle_purchase", "公务用车购置费")
        if name == "购置费"
        else ("vehicle_operation", "公务用车运行维护费")
    )
    return Item(f"three_public.{code}", term, name)


def has_own_name(prefix: str) -> bool:
    """Whether the words before a generic term (办案 + 专项) make it a name."""
    return len(_LEADING.sub("", _TRAILING.sub("", _HEAD.sub("", prefix)))) >= 2


def is_end_of_name(item: Item, text: str) -> bool:
    """Whether 专项 or 项目资金 in `text` is but the end of one project's name: 茶产业发展专项."""
    if item.code != "project" or item.label.endswith("支出"):
        return False
    return has_own_name(text[: max(text.rfind(item.label), 0)])


def item_mentioned(label: Label, vocabulary: Vocabulary) -> Item | None:
    """The fixed item that a label speaks of without giving its level; the end of a project's name is none."""
    item = item_in(label, label.near, None, vocabulary)
    return None if item is not None and is_end_of_name(item, label.text) else item


def named_item(name: str, parent: str) -> Item:
    """The item of that name: under basic spending it is `other`, else a project."""
    code = (
        "other"
        if parent.split(".")[0] in ("basic", "three_public", "procurement", "agency_operating")
        else "project.item"
    )
    if parent == "total" and _COST.search(name):
        code = "other"
    if name.startswith(("其他", "其它")) and len(name) <= 6:
        code = "other"
    return Item(code, None, _YEAR.sub("", name) if code == "other" else name)
