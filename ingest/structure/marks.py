"""Rows of scoring sheets that lost the merged cells of their levels: the marks say how far they stand to the left.

A page's text has a level (产出指标, 数量指标) only in its first line; in the others what remains begins
further left, and 分值 and 得分 stand where other columns should.
"""

import re
from collections.abc import Sequence

_WEIGHT = re.compile(r"(?:指标)?(?:分值|权重|满分|标准分值?)(?:\(.*\))?")
_SCORE = re.compile(r"(?:自评|评价|实际|评定)?(?:得分|评分|自评分)(?:\(.*\))?")
_MARK = re.compile(r"\d{1,3}(?:\.\d{1,2})?分?")
_LEVEL = re.compile(r"[\u4e00-\u9fff]{2,9}指标")
_LEVEL_HEAD = re.compile(r"[一二]级指标|指标(?:类型|类别)|绩效指标")


def lacking_levels(texts: Sequence[str], heads: Sequence[str], width: int) -> int:
    """How many columns a row stands too far left; 0 where its marks do not say so."""
    if len(heads) != width:
        return 0
    weight = next(
        (
            at
            for at in range(width - 1)
            if _WEIGHT.fullmatch(heads[at]) and _SCORE.fullmatch(heads[at + 1])
        ),
        None,
    )
    if weight is None:
        return 0
    pairs = [
        at for at in range(1, len(texts) - 1) if _MARK.fullmatch(texts[at]) and _MARK.fullmatch(texts[at + 1])
    ]
    shift = weight - pairs[-1] if pairs else 0
    if shift <= 0 or len(texts) + shift > width:
        return 0
    levels = [at + shift for at, text in enumerate(texts) if _LEVEL.fullmatch(text)]
    fits = all(_LEVEL_HEAD.search(heads[at]) for at in levels)
    return shift if fits and all(_LEVEL_HEAD.search(head) for head in heads[:shift]) else 0
