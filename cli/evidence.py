"""Where a figure stands in the sentence that is its evidence.

The evidence is the sentence or table row with its blanks drawn together and names of people masked, cut where it
is long. Offsets into the report's text do not count in it, so the figure is looked up by its words and neighbours.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

_BESIDE = 400  # characters of the text on each side that tell one of several equal numbers from the others
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")

Span = tuple[int, int]


def figure_in(evidence: str, text: str, start: int, end: int) -> Span | None:
    """The place in `evidence` of what stands at `text[start:end]`; None where the evidence does not hold it."""
    places = occurrences(evidence, _flat(text[start:end]))
    before, after = _flat(text[max(0, start - _BESIDE) : start]), _flat(text[end : end + _BESIDE])

    def likeness(place: Span) -> int:
        left = _alike(evidence[: place[0]].rstrip()[::-1], before[::-1])
        return left + _alike(evidence[place[1] :].lstrip(), after)

    return max(places, key=likeness, default=None)


def occurrences(evidence: str, number: str) -> list[Span]:
    """Every place where this number stands by itself: 3 is not in 13.5."""
    if not number:
        return []
    pattern = rf"(?<![0-9.,]){re.escape(number)}(?![0-9]|[.,][0-9])"
    return [found.span() for found in re.finditer(pattern, evidence)]


def figures_in(evidence: str, numbers: Iterable[str]) -> list[Span]:
    """Every place of any of these numbers, none within another."""
    taken: list[Span] = []
    for number in sorted(set(numbers), key=len, reverse=True):
        for begin, stop in occurrences(evidence, number):
            if all(stop <= other[0] or begin >= other[1] for other in taken):
                taken.append((begin, stop))
    return sorted(taken)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _flat(text: str) -> str:
    return " ".join(text.split())


def differing(sentence: str, other: str) -> list[Span]:
    """The numbers of a sentence that another one does not have as often."""
    left = Counter(_NUMBER.findall(other))
    spans = []
    for found in _NUMBER.finditer(sentence):
        if left[found[0]]:
            left[found[0]] -= 1
        else:
            spans.append(found.span())
    return spans
