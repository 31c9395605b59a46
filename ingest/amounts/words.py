"""The word lists of the rules for amounts, from `ingest/vocabulary/amount_word.csv`, by their role."""

from ingest.errors import VocabularyError
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import column


def words(role: str) -> tuple[str, ...]:
    """The words of one role. Raises VocabularyError for a role without any."""
    found = column("amount_word", "word", role=role)
    if not found:
        raise VocabularyError(
            f"ingest/vocabulary/amount_word.csv has no word of role {role}. Restore its lines."
        )
    return found


def one_of(*roles: str) -> str:
    """A pattern that matches one word of the roles, the longest that fits."""
    return any_of(word for role in roles for word in words(role))
