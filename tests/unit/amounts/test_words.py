"""The word lists of the rules for amounts hold together."""

import re
from collections import Counter
from pathlib import Path

import pytest

import ingest.amounts
from ingest.amounts.words import one_of, words
from ingest.errors import VocabularyError
from ingest.structure.fold import fold
from ingest.vocabulary.reading import read_vocabulary

ROWS = read_vocabulary("amount_word")
ROLES = sorted({row["role"] for row in ROWS})


def test_no_word_stands_twice_in_a_role() -> None:
    counts = Counter((row["role"], row["word"]) for row in ROWS)
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_words_are_folded() -> None:
    assert [row["word"] for row in ROWS if fold(row["word"]) != row["word"] or not row["word"]] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_used(role: str) -> None:
    folder = Path(ingest.amounts.__file__).parent
    used = (path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    assert any(re.search(rf"""(?:one_of|words)\([^)]*["']{role}["']""", text) for text in used)


def test_the_longest_word_is_matched() -> None:
    assert re.match(one_of("zero_planned"), "未安排预算")[0] == "未安排预算"  # type: ignore[index]


def test_a_role_without_words_is_an_error() -> None:
    with pytest.raises(VocabularyError, match="no word of role nothing"):
        words("nothing")
