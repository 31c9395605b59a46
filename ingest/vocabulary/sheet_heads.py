"""What the heads of an indicator table say of their columns, and the names of its levels.

The words are data: `indicator_column.csv` (role of a column by its head) and `indicator_level_term.csv`.
"""

from functools import cache, lru_cache

from ingest.vocabulary.reading import read_vocabulary

_LONGEST_HEAD = 18  # characters
_REMEMBERED = 4096


@lru_cache(_REMEMBERED)
def role_of_head(words: str) -> str | None:
    """What a column so headed holds (target, actual, weight, …), or None.

    `words` are the head's, without blanks and remarks. The longest term in them decides, the last of equals.
    """
    if not words or len(words) > _LONGEST_HEAD:
        return None
    found = [(len(term), words.rfind(term), role) for term, role in column_roles().items() if term in words]
    return max(found)[2] if found else None


@cache
def column_roles() -> dict[str, str]:
    """Role of a column by each word that may head it."""
    return {row["term"]: row["role"] for row in read_vocabulary("indicator_column")}


@cache
def level_terms() -> frozenset[str]:
    """The names of first and second levels, such as 数量指标."""
    return frozenset(row["term"] for row in read_vocabulary("indicator_level_term"))
