"""Word lists of the header step as patterns, compiled once."""

import re
from collections.abc import Iterable
from functools import cache

from ingest.vocabulary.reading import read_vocabulary

YEAR = r"(?:19|20)[0-9]{2}"
CHINESE_YEAR = r"二[〇零○OoΟ0][〇零○OoΟ0一二三四五六七八九]{2}"


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def column(vocabulary: str, name: str, **where: str) -> tuple[str, ...]:
    """The words of one column of a vocabulary, of the rows that agree with `where`."""
    return tuple(
        row[name]
        for row in read_vocabulary(vocabulary)
        if all(row[key] == value for key, value in where.items())
    )
