"""Word lists as regular expressions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

_MANY = 24  # branches; from here on looking ahead costs less than trying them
_GROUP = 12


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of `words`, the longest first; usable as a group of its own or within one.

    It branches character by character (在(?:职|编|岗)), because the matcher tries the branches of a plain
    alternation one by one at every position. Where many branches are left, it first looks whether two
    characters can begin a word at all, and then in which few of the branches it may stand.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[:1]].append(word[1:])
    has_end = by_first.pop("", None) is not None
    branches = [re.escape(first) + any_of(rests) for first, rests in by_first.items()]
    if not branches:
        return ""
    if len(branches) > _MANY:
        pattern = _beginning(by_first) + f"(?:{'|'.join(_in_groups(list(by_first), branches))})"
    else:
        pattern = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{pattern})?" if has_end else pattern


def _beginning(by_first: Mapping[str, Iterable[str]]) -> str:
    """Looks ahead for what all words begin with: one of their first characters and one of the second."""
    alone = "".join(first for first, rests in by_first.items() if "" in rests)
    seconds = "".join({rest[0] for rests in by_first.values() for rest in rests if rest})
    pairs = f"[{re.escape(''.join(by_first))}][{re.escape(seconds)}]"
    return f"(?=[{re.escape(alone)}]|{pairs})" if alone else f"(?={pairs})"


def _in_groups(firsts: Sequence[str], branches: Sequence[str]) -> Iterator[str]:
    for at in range(0, len(branches), _GROUP):
        group = slice(at, at + _GROUP)
        yield f"(?=[{re.escape(''.join(firsts[group]))}])(?:{'|'.join(branches[group])})"
