"""The word lists of the rules for amounts, from `ingest/vocabulary/amount_word.csv`, by their role."""

from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import column


def words(role: str) -> tuple[str, ...]:
    """The words of one role."""
    return column("amount_word", "word", role=role)


def one_of(*roles: str) -> str:
    """A pattern that matches one word of the roles, the longest that fits."""
    return any_of(word for role in roles for word in words(role))
