"""Word lists as regular expressions."""

import re
from collections import defaultdict
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of `words`, the longest first; usable as a group of its own or within one.

    It branches character by character (在(?:职|编|岗)), because the matcher tries the branches of a plain
    alternation one by one at every position.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[:1]].append(word[1:])
    has_end = by_first.pop("", None) is not None
    branches = [re.escape(first) + any_of(rests) for first, rests in by_first.items()]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 else "|".join(branches)
    if has_end:
        return f"(?:{pattern})?"
    return pattern if len(branches) == 1 else f"(?:{pattern})"
