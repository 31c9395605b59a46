"""Word lists as patterns find what a plain alternation, longest word first, would find."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.vocabulary.patterns import any_of


@given(
    st.lists(st.text("在职编.|", min_size=1, max_size=4), min_size=1, max_size=8),
    st.text("在职编.|", max_size=40),
)
def test_the_longest_word_is_found(words: list[str], text: str) -> None:
    plain = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    assert re.findall(any_of(words), text) == re.findall(plain, text)
