"""Turns a paragraph into tokens: numbers, terms, years and punctuation, in text order.

Each role of a term (item, measure, funding, cue) is matched leftmost-longest by itself, because one
stretch often says two things: 三公经费预算 names an item and a measure. A cue inside a longer item,
measure or funding term is part of a name and no cue (对企业补助); a term inside a longer cue likewise
(公用经费控制率).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from ingest.amounts.model import Token
from ingest.structure.numbers import Number, find_numbers
from ingest.vocabulary.vocabulary import Term, Vocabulary

_MARKS = re.compile(r"[。，,;；:、()！!?？]|\.(?=[^\d.])")
_TRANSPARENT = frozenset({"compare_year", "compare_budget", "parts", "own", "weak", "loose_funding", "spend"})
_INCOME = frozenset({"transfer_in", "revenue"})
_CODE_DIGITS = frozenset({3, 5, 7})
SENTENCE_MARKS = frozenset("。!！?？.")
_CLASS_PATH = re.compile(r"\((?:类|款|项)\)")
_SHARED_UNIT_LINK = re.compile(r"[、和与及,，/]{1,2}")

_Found = tuple[int, int, Term]
_PLACE = attrgetter("start", "end")


def _longest_first(found: _Found) -> tuple[int, int]:
    return found[0], -found[1]


def tokenize(text: str, vocabulary: Vocabulary, found_numbers: list[Number] | None = None) -> list[Token]:
    """The tokens of folded `text`, whose numbers may be given. Tokens of different roles may overlap."""
    numbers = share_units(text, find_numbers(text) if found_numbers is None else found_numbers)
    inside_number = _mask(len(text), ((n.start, n.unit_end) for n in numbers))
    found = [
        (start, end + 1, term)
        for end, term in vocabulary.automaton.iter(text)
        if not inside_number[start := end + 1 - len(term.text)]
    ]
    items, measures, funding, cues = _by_role(found)
    items = _coded(items, numbers)
    if funding:  # 彩票公益金, by itself or within 福利彩票公益金, is a source, no class
        within = _holders(items, funding)
        items = [
            i
            for i, source in zip(items, within, strict=True)
            if i[2].item or (source is None and not _is_source(i[2]))
        ]
    hiding = [c for c in cues if not c[2].cues & _TRANSPARENT]
    items, measures = _outside(items, hiding), _outside(measures, hiding)
    measures = _free_of_names(measures, items, funding)
    items = _outside(items, [m for m in measures if m[2].measure in _INCOME and m[2].funding])
    for others in (items, measures, funding):
        cues = _outside(cues, others)
    tokens = [Token("item", *f) for f in items]
    tokens += [Token("measure", *f) for f in measures]
    tokens += [Token("funding", *f) for f in funding]
    tokens += [Token("cue", *f) for f in cues]
    names = [(s, e) for s, e, _ in items]
    names += (m.span() for m in _CLASS_PATH.finditer(text))
    inside_name = _mask(len(text), names)
    tokens += [
        Token("mark", at, m.end(), None, None, m[0])
        for m in _MARKS.finditer(text)
        if not inside_number[at := m.start()] and not inside_name[at]
    ]
    tokens += [
        Token("year" if n.kind in ("year", "date") else "number", n.start, n.unit_end, None, n)
        for n in numbers
    ]
    tokens.sort(key=_PLACE)
    return tokens


def share_units(text: str, numbers: list[Number]) -> list[Number]:
    """Gives bare numbers of a list the unit that stands once behind the last (310.5、46.2、38万元)."""
    shared = list(numbers)
    for i in range(len(shared) - 2, -1, -1):
        here, after = shared[i], shared[i + 1]
        if (
            here.kind == "bare"
            and after.kind == "money"
            and _SHARED_UNIT_LINK.fullmatch(text[here.end : after.start])
        ):
            shared[i] = here._replace(kind="money", unit=after.unit)
    return shared


def _mask(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """For each character of a text whether one of the spans holds it."""
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask


def _by_role(found: list[_Found]) -> tuple[list[_Found], list[_Found], list[_Found], list[_Found]]:
    """Items, measures, funding and cues: of overlapping ones the leftmost-longest, of measures the rightmost.

    In 部门收入预算 the last word is the head, which is the measure.
    """
    items: list[_Found] = []
    measures: list[_Found] = []
    funding: list[_Found] = []
    cues: list[_Found] = []
    item_end = funding_end = cue_end = 0
    found.sort(key=_longest_first)
    for match in found:
        start, end, term = match
        if start >= item_end and (term.item or term.classes):
            items.append(match)
            item_end = end
        if start >= funding_end and term.funding:
            funding.append(match)
            funding_end = end
        if start >= cue_end and term.cues:
            cues.append(match)
            cue_end = end
        if term.measure:
            measures.append(match)
    return items, _head_final(measures), funding, cues


def _is_source(term: Term) -> bool:
    """Whether a term names where money is from, though a class is named alike (彩票公益金)."""
    return term.funding is not None and bool(term.classes) and not term.text.endswith("支出")


def _coded(items: list[_Found], numbers: list[Number]) -> list[_Found]:
    """Classes that a code right before the name tells apart: 2010301行政运行."""
    codes = {n.end: str(n.value) for n in numbers if n.kind == "bare" and n.end - n.start in _CODE_DIGITS}
    if not codes:
        return items
    coded = []
    for start, end, term in items:
        known = [c for c in term.classes if c.partition(".")[2] == codes.get(start)]
        coded.append((start, end, replace(term, classes=tuple(known)) if known else term))
    return coded


def _outside(found: list[_Found], others: list[_Found]) -> list[_Found]:
    """Those that do not lie within a longer one of `others`; both as `_holders` needs them."""
    if not found or not others:
        return found
    return [f for f, holder in zip(found, _holders(found, others), strict=True) if holder is None]


def _holders(found: list[_Found], others: list[_Found]) -> list[Term | None]:
    """For each of `found` the longer one of `others` that it lies within; both in order, the others apart."""
    holders: list[Term | None] = []
    at, count = 0, len(others)
    for start, end, _ in found:
        while at < count and others[at][0] <= start:
            at += 1
        first, last, term = others[at - 1] if at else (0, 0, None)
        holders.append(term if end <= last and last - first > end - start else None)
    return holders


def _head_final(found: list[_Found]) -> list[_Found]:
    """The rightmost-longest of overlapping matches."""
    kept: list[_Found] = []
    for match in sorted(found, key=lambda f: (-f[1], f[0])):
        if not kept or match[1] <= kept[-1][0]:
            kept.append(match)
    return kept[::-1]


def _free_of_names(measures: list[_Found], items: list[_Found], funding: list[_Found]) -> list[_Found]:
    """Without what is only part of a name: 支出 in 基本支出, 预算 in 预算外, 财政拨款 before an item."""
    item_starts = {s for s, _, _ in items}
    in_items, in_funding = _holders(measures, items), _holders(measures, funding)
    kept = []
    for measure, item, source in zip(measures, in_items, in_funding, strict=True):
        _, end, term = measure
        weak = "weak" in term.cues
        is_of_item = item is not None and not (item.item or "").startswith("procurement.")
        if weak and is_of_item and term.measure == "expenditure":
            continue
        if source is not None and (weak or term.measure == "initial_budget"):
            continue  # 政府预算资金
        if not (term.funding and term.measure == "revenue" and end in item_starts):
            kept.append(measure)
    return kept
