"""The word lists of the indicator extractors, compiled once per process.

The lists themselves are data: `ingest/vocabulary/*.csv`. Headings, column heads and labels are
compared by their bare words: without blanks, bracketed remarks, enumerators and end punctuation.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from ingest.structure.model import Heading
from ingest.vocabulary.reading import read_vocabulary
from ingest.vocabulary.sheet_heads import role_of_head

_REMARK = re.compile(r"\([^()]*\)|\s+")
_ENUMERATOR = re.compile(
    r"^(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.](?!\d)|[①-⑳⑴-⒇㈠-㈩]|其中:?|指标\d*:|目标\d+:)"
)
_REMEMBERED = 4096  # labels and heads, which repeat within a report and from report to report


@lru_cache(_REMEMBERED)
def bare(text: str) -> str:
    """The words of a label: no blanks, bracketed remarks, enumerators or end punctuation."""
    words = _REMARK.sub("", text)
    while match := _ENUMERATOR.match(words):
        words = words[match.end() :]
    return words.strip(":：、.,，。;")


@lru_cache(_REMEMBERED)
def column_role(head: str) -> str | None:
    """What a column so headed holds (target, actual, weight, ...), or None; see indicator_column.csv."""
    return role_of_head(bare(head))


@lru_cache(_REMEMBERED)
def level_of(label: str) -> tuple[int, str] | None:
    """(level, usual parent) of a well-known first or second level name, such as 数量指标; else None."""
    return _levels().get(bare(label))


@cache
def _levels() -> dict[str, tuple[int, str]]:
    return {
        row["term"]: (int(row["level"]), row["parent"]) for row in read_vocabulary("indicator_level_term")
    }


@cache
def operators(place: str) -> tuple[tuple[str, str], ...]:
    """(word, operator) of the words `before` or `after` a target number, or in a `cell` of their own, longest first."""
    words = [
        (row["word"], row["operator"]) for row in read_vocabulary("target_operator") if row["place"] == place
    ]
    return tuple(sorted(words, key=lambda word: -len(word[0])))


@cache
def claim_words(place: str) -> tuple[str, ...]:
    """The claim words of a place: lead, trail, verb ... (claim_word.csv)."""
    return tuple(row["word"] for row in read_vocabulary("claim_word") if row["place"] == place)


def section_role(headings: Sequence[Heading]) -> str | None:
    """What the prose under `headings` is: silent (no claims), goal, result, money; None if not known.

    The innermost heading with a role decides, except that all under a silent one is silent. An outline
    (duties, organisation) claims nothing itself, but results may stand under it.
    """
    roles = [role for heading in headings if (role := _heading_role(heading.text))]
    if "silent" in roles:
        return "silent"
    return None if not roles else "silent" if roles[-1] == "outline" else roles[-1]


@lru_cache(_REMEMBERED)
def _heading_role(heading: str) -> str | None:
    return next((row["role"] for row in read_vocabulary("narrative_section") if row["term"] in heading), None)


@cache
def staffing_categories() -> dict[str, str]:
    """Category (编制, 在职, 离退休, 编外, 车辆) by staffing term."""
    return {row["term"]: row["category"] for row in read_vocabulary("staffing_term")}


@cache
def asset_terms() -> tuple[str, ...]:
    """Names of assets and liabilities."""
    return tuple(row["term"] for row in read_vocabulary("asset_term"))
