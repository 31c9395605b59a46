"""The words that stand before an amount, and what they say: item, measure, funding, year."""

import re
from dataclasses import dataclass, field

from ingest.amounts.model import Item, Token
from ingest.amounts.words import one_of, words
from ingest.vocabulary.vocabulary import WHOLE_DEPARTMENT, Term, Vocabulary

BUDGET_PARTS = frozenset({"initial_budget", "budget_adjustment", "carryover_in", "transfer_in"})
BUDGET = BUDGET_PARTS | {"adjusted_budget", "revenue"}
CLOSING = frozenset({"returned", "carryover_out"})

_BARE_TOTALS = frozenset(words("bare_total"))
# Words that add nothing to a label: what is left when they are gone is a name.
FILLER = re.compile(
    rf"{one_of('filler')}|"
    r"[共总合为达约近计是有的数额中其按经区县市省州镇乡我本局办委院馆校站年月日度末底,，、:;；\"()\s在于从由了已均各和及与将对至所该等另\d.-]"
)
CARRIER = re.compile(rf"{one_of('carrier')}$")


@dataclass(slots=True)
class Label:
    """The stretch between the previous number (or the sentence's start) and a number."""

    text: str  # of the last clause
    start: int  # where the last clause begins, in the paragraph
    end: int  # where the number begins
    near: list[Token] = field(default_factory=list)  # terms of the last clause
    earlier: list[Token] = field(default_factory=list)  # terms of clauses before it, since the last number
    earlier_is_topic: bool = False  # those clauses end in a colon

    _cues: frozenset[str] | None = None

    def has(self, *cues: str) -> bool:
        """Whether a cue of one of the kinds stands in the last clause."""
        if self._cues is None:
            self._cues = frozenset().union(*(t.term.cues for t in self.near if t.kind == "cue" and t.term))
        return not self._cues.isdisjoint(cues)

    def cue(self, *cues: str) -> Token | None:
        """The last cue of one of the kinds in the last clause."""
        if not self.has(*cues):
            return None
        return next(
            t for t in reversed(self.near) if t.kind == "cue" and t.term and not t.term.cues.isdisjoint(cues)
        )

    def last(self, kind: str) -> Token | None:
        """The last token of a kind in the last clause."""
        return next((t for t in reversed(self.near) if t.kind == kind), None)

    def residue(self, begin: int | None = None, end: int | None = None) -> str:
        """What is left of a stretch of the last clause without terms and fillers."""
        begin, end = self.start if begin is None else begin, self.end if end is None else end
        return residue(self.text, self.start, begin, end, self.near)


def residue(text: str, offset: int, begin: int, end: int, tokens: list[Token]) -> str:
    """The characters of `text` (standing at `offset`) in [begin, end) that no token and no filler covers."""
    kept: list[str] = []
    at = begin
    for token in tokens:
        if token.end <= at or token.start >= end:
            continue
        kept.append(text[at - offset : max(at, token.start) - offset])
        at = token.end
    kept.append(text[at - offset : max(at, end) - offset])
    return FILLER.sub("", "|".join(kept)).replace("|", "")


def whole_department(vocabulary: Vocabulary) -> Item:
    """The item of a figure that names no narrower one."""
    return Item("total", WHOLE_DEPARTMENT, "整体支出")


def measure_in(tokens: list[Token]) -> Term | None:
    """The measure that a stretch states: the last one, unless that is weak and a strong one precedes it."""
    found = [t.term for t in tokens if t.kind == "measure" and t.term]
    if not found:
        return None
    last = found[-1]
    if "weak" in last.cues:
        strong = [t for t in found if "weak" not in t.cues]
        if strong:
            return strong[-1]
    return last


def item_in(label: Label, tokens: list[Token], parent: str | None, vocabulary: Vocabulary) -> Item | None:
    """The narrowest item that the tokens name; classes are resolved by path and by `parent` code."""
    named = [t for t in tokens if t.kind == "item" and t.term]
    if not named:
        return None
    narrow = [t for t in named if t.term and t.term.item != "total"]
    token = narrow[-1] if narrow else named[-1]
    term = token.term
    assert term is not None
    if term.item:
        if term.item == "total" and term.text in _BARE_TOTALS and parent:
            return None
        if term.item == "other":
            return Item("other", None, term.text)
        return Item(term.item, term.text, term.text)
    code = resolve_class(term, [t.term for t in named[: named.index(token)] if t.term], parent)
    if code is None:
        return Item("other", None, term.text)
    return Item(code, code, term.text)


def resolve_class(term: Term, path: list[Term], parent: str | None) -> str | None:
    """The one class code that a name means under the classes named before it, or None if several fit."""
    above = [c for t in path for c in t.classes] + (
        [parent] if parent and parent.split(".")[0] in _CLASS_KINDS else []
    )
    candidates = list(term.classes)
    for code in reversed(above):
        under = [c for c in candidates if c.startswith(code) and c != code]
        if under:
            candidates = under
            break
    else:
        if parent and parent.split(".")[0] == "basic":
            candidates = [c for c in candidates if c.startswith("economic.")] or candidates
    shortest = min(candidates, key=len)
    if term.official and len(shortest.split(".")[1]) == 3:
        return shortest
    return shortest if all(c.startswith(shortest) for c in candidates) else None


_CLASS_KINDS = frozenset({"function", "economic"})


def is_part(part: str, whole: str) -> bool:
    """Whether an item code can be a part of another."""
    if part == whole or part == "total":
        return False
    if whole == "total":
        return True
    if part.startswith(whole + ".") or (whole.split(".")[0] in _CLASS_KINDS and part.startswith(whole)):
        return True
    return part.split(".")[0] in _LOOSE_PARTS.get(whole, frozenset()) or part in _LOOSE_PARTS.get(
        whole, frozenset()
    )


_LOOSE_PARTS: dict[str, frozenset[str]] = {
    "basic": frozenset({"economic", "other", "three_public", "function"}),
    "basic.personnel": frozenset({"economic.301", "economic.303", "economic", "other"}),
    "basic.operating": frozenset({"economic", "three_public", "other"}),
    "project": frozenset({"function", "economic", "other", "procurement", "three_public"}),
    "project.item": frozenset({"other", "economic"}),
    "three_public.vehicle": frozenset({"three_public.vehicle_purchase", "three_public.vehicle_operation"}),
    "agency_operating": frozenset({"economic", "other"}),
    "procurement": frozenset({"other"}),
}


def common_parent(codes: list[str]) -> str:
    """The nearest item code above all of `codes`."""
    parts = [c.split(".") for c in codes]
    shared: list[str] = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return ".".join(shared) if shared and shared != ["function"] and shared != ["economic"] else "total"
