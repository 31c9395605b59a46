"""Rule `ownership`: whose money is it? Only the department's own becomes a figure.

Words of others' money (企业, 合同额, 招商, 医保基金), of assets, of money merely striven for, of rates per
head and of sums over several years keep an amount out, unless the label itself names one of the
contract's fixed items (对企业补助支出, 工会经费 are names and hide such words).
"""

import re

from ingest.amounts.labels import Label
from ingest.amounts.model import Draft

_PAYS_OUT = re.compile(r"向[\u4e00-\u9fff]{2,10}(?:兑付|支付|拨付|兑现)")
_NOT_OURS = re.compile(
    r"[^。;]{0,12}?(?:不在|未列入|不列入|不属于|未纳入|不纳入|不计入)(?:我|本)[局委办院馆校镇乡街站中单部]"
)
_ASKS_FOR = re.compile(r"建议|恳请|请求|呼吁")
# What a sentence asks for from here on; 根据审计建议收回… does not ask.
_ASKS = re.compile(
    r"(?:^|[，,;；:。!]|[一二三四五六七八九十]是|[).、]|下一步|今后)(?:建议|恳请|请求|呼吁|希望|申请(?:[省市区县州镇乡]级?)?(?:财政|上级)(?:部门|局)?(?:安排|增加|给予|提高))"
)
# 30万元以上的工程: a bound on what something else is about, not an amount of its own.
_THRESHOLD = re.compile(r"(?:\(含\)|及)?以[上下](?:\([^()]{1,6}\))?的?[\u4e00-\u9fff\"]")
_PART_OF_YEAR = re.compile(r"[,，(]?其中[,，:]?(?:本年|当年|今年|(?:19|20)\d\d年)")
_OUTSIDE = ("foreign", "asset", "gain")


def outside_reason(
    label: Label, after: str, others_scope: bool, has_item: bool, in_own_list: bool
) -> str | None:
    """Why an amount is not the department's own level of one year; None where nothing says so.

    `after`: what follows the amount (…320万元，不在我局预算内); `others_scope`: the sentence speaks of a whole county or trade; `has_item`: the label names a fixed item
    of the contract; `in_own_list`: the number stands in a list of own projects, whose names may
    well speak of firms and farmers.
    """
    if label.has("per_head"):
        return "per_head"
    sums_years = label.has("cumulative") or ("累计" in label.text and "累计结" not in label.text)
    if sums_years and (not _within_year(label) or _PART_OF_YEAR.match(after)):
        return "cumulative"
    if "争取" in label.text or _NOT_OURS.match(after):
        return "foreign"
    if label.has("asset"):
        return "asset"
    if others_scope:
        return "scope"
    if has_item and not label.has("gain"):
        return None
    if label.has("actor") and not in_own_list:
        return "foreign"
    if label.has(*_OUTSIDE):
        return "foreign"
    return None


def asks_for(label: Label, clause: str) -> bool:
    """Whether the words ask for money rather than state it. `clause`: from the sentence's start or its last ;."""
    return _ASKS_FOR.search(label.text) is not None or _ASKS.search(clause) is not None


def is_threshold(after: str) -> bool:
    """Whether an amount only says from or up to where something holds; `after` is what follows it."""
    return _THRESHOLD.match(after) is not None


def pays_out(label: Label, last: Draft | None) -> bool:
    """科技创新券年初预算80万元，向企业兑付71.5万元: who is paid out of an own project's budget."""
    return (
        last is not None
        and not last.dropped
        and last.item.role == "project.item"
        and _PAYS_OUT.search(label.text) is not None
    )


def _within_year(label: Label) -> bool:
    """截至2020年12月31日，累计支付… is of that year; 2018年至2020年，累计投入… is not."""
    years = {t.number.value for t in [*label.earlier, *label.near] if t.kind == "year" and t.number}
    return len(years) == 1 or any(w in label.text for w in ("本年", "当年", "全年", "年度"))
