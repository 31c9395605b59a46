"""Rows of scoring sheets that lost the merged cells of their levels: the marks say how far they stand to the left.

A page's text has a level (产出指标, 数量指标) only in its first line; in the others what remains begins
further left, and 分值 and 得分 stand where other columns should.
"""

import re
from collections.abc import Sequence

from ingest.vocabulary.sheet_heads import level_terms, role_of_head

_MARK = re.compile(r"\d{1,3}(?:\.\d{1,2})?分?")
_REMARK = re.compile(r"\([^()]*\)")
_LEVELS = ("level1", "level2", "name_alone")


def lacking_levels(texts: Sequence[str], heads: Sequence[str], width: int) -> int:
    """How many columns a row stands too far left; 0 where its marks do not say so."""
    if len(heads) != width:
        return 0
    roles = [role_of_head(_REMARK.sub("", head)) for head in heads]
    weight = next((at for at in range(width - 1) if roles[at : at + 2] == ["weight", "score"]), None)
    if weight is None:
        return 0
    pairs = [
        at for at in range(1, len(texts) - 1) if _MARK.fullmatch(texts[at]) and _MARK.fullmatch(texts[at + 1])
    ]
    shift = weight - pairs[-1] if pairs else 0
    if shift <= 0 or len(texts) + shift > width:
        return 0
    levels = [at + shift for at, text in enumerate(texts) if _REMARK.sub("", text) in level_terms()]
    fits = all(roles[at] in _LEVELS for at in levels)
    return shift if fits and all(role in _LEVELS for role in roles[:shift]) else 0
