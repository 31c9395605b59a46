"""Says how every number of a report ended: as a fact, as context of one, or unread with a reason.

Nothing is lost in silence: number_count = fact_count + context_count + unread_count.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ingest.amounts import AmountResult
from ingest.header import HeaderReading
from ingest.indicators.privacy import mask
from ingest.records import Indicator, UnreadNumber
from ingest.structure.fold import fold
from ingest.structure.model import Block, Cell, Paragraph
from ingest.structure.numbers import find_numbers
from ingest.vocabulary.reading import read_seed

# A number of these kinds says when, where in a list, or by which document; it is no quantity.
CONTEXT_KINDS = frozenset({"year", "date", "month", "day", "ordinal", "enumerator", "identifier"})
OTHERS_MONEY = "others_money"
OUTSIDE_BLOCKS = "outside_blocks"
# Reason codes and what they mean stand in the seed unread_reason.
REASON_OF_KIND = {
    kind: row["reason_code"] for row in read_seed("unread_reason") for kind in row["kinds"].split("|") if kind
}
_EVIDENCE = 60  # characters either side of a number that no sentence or row gives evidence for
_CLAUSE_END = re.compile(r"[。；;，,\n]")
_BESIDE_PAGE = " \u3000-\n"  # what may stand round the number of a page


class Accounts(NamedTuple):
    """How the numbers of one report ended."""

    fact_count: int
    context_count: int
    unread: list[UnreadNumber]

    @property
    def number_count(self) -> int:
        """All numbers of the text."""
        return self.fact_count + self.context_count + len(self.unread)


# A number at start:end of the stored text: (start, end, kind, span of its table row or None).
_Found = tuple[int, int, str, tuple[int, int] | None]


def account(
    text: str, blocks: list[Block], header: HeaderReading, amounts: AmountResult, indicators: list[Indicator]
) -> Accounts:
    """Accounts for every number of `text`, the stored text that all offsets count in."""
    report_id = header.header.report_id
    facts = _Spans(
        [(figure.char_start, figure.char_end) for figure in amounts.figures]
        + [(relation.char_start, relation.char_end) for relation in amounts.relations]
        + [(indicator.char_start, indicator.char_end) for indicator in indicators]
        + ([header.score_span] if header.score_span else [])
    )
    of_others = _Spans([(amount.start, amount.end) for amount in amounts.foreign])
    # their evidence was cut around the number, which may be a contact
    unread = [
        number._replace(evidence=mask(number.evidence))
        for number in amounts.unread
        if not facts.touches(number.char_start, number.char_end)
    ]
    known = _Spans([(number.char_start, number.char_end) for number in unread])
    fact_count = context_count = 0
    for start, end, kind, row in _all_numbers(text, blocks):
        if facts.touches(start, end):
            fact_count += 1
        elif known.touches(start, end):
            continue  # counted with its own reason
        elif (
            kind in CONTEXT_KINDS
            or _is_page_number(text, start, end)
            or (row is not None and facts.touches(*row))
        ):
            context_count += 1  # the rest of a row whose fact was read: weights, criteria, ratios
        else:
            reason = OTHERS_MONEY if of_others.touches(start, end) else REASON_OF_KIND.get(kind, kind)
            first, last = row or _around(text, start, end)
            evidence = mask(" ".join(text[first:last].split()))
            unread.append(UnreadNumber(report_id, text[start:end], reason, start, end, evidence))
    return Accounts(fact_count, context_count, sorted(unread, key=lambda number: number.char_start))


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The words about a number, from the beginning of a clause: a name is masked by the label before it."""
    first = max(0, start - _EVIDENCE)
    mark = _CLAUSE_END.search(text, first, start) if first else None
    return mark.end() if mark else first, end + _EVIDENCE


def _all_numbers(text: str, blocks: list[Block]) -> list[_Found]:
    """The numbers of the blocks, and those of the text that no block holds, such as page numbers."""
    found: list[_Found] = []
    held: list[tuple[int, int]] = []
    for holder, row in _holders(blocks):
        for number in holder.numbers:
            found.append((*holder.span(number.start, number.end), number.kind, row))
        if holder.offsets is None:
            held.append((holder.start, holder.start + len(holder.text)))
        else:
            held += _pieces(holder, holder.offsets, text)
    found = list(dict.fromkeys(found))  # a cell may stand in two tables, as the caption of one
    for start, end in _gaps(text, held):
        found += _numbers_between(text, start, end)
    return found


def _holders(blocks: list[Block]) -> Iterator[tuple[Paragraph | Cell, tuple[int, int] | None]]:
    """The paragraphs and cells, and the span of the table row that a cell stands in."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block, None
            continue
        for cell in block.header_cells:
            yield cell, None
        for row in block.rows:
            cells = [cell for cell in row if cell is not None]
            if cells:
                span = min([cell.start for cell in cells]), max([cell.end for cell in cells])
                for cell in cells:
                    yield cell, span


def _gaps(text: str, held: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches with ink that no block holds, given those that are held."""
    done = 0
    for start, end in sorted([*held, (len(text), len(text))]):
        if start > done and not text[done:start].isspace():
            yield done, start
        done = max(done, end)


def _pieces(holder: Paragraph | Cell, offsets: list[int], text: str) -> Iterator[tuple[int, int]]:
    """The stretches of the stored text that the holder was made of; it may leave out a page number."""
    start, end = offsets[0], offsets[-1] + 1
    if len("".join(text[start:end].split())) == len(holder.text.replace(" ", "")):  # only blanks left out
        yield start, end
        return
    for before, after in pairwise(offsets):
        if after != before + 1:
            yield start, before + 1
            start = after
    yield start, end


def _numbers_between(text: str, start: int, end: int) -> Iterator[_Found]:
    for number in find_numbers(fold(text[start:end])):
        kind = number.kind if number.kind in CONTEXT_KINDS else OUTSIDE_BLOCKS
        yield start + number.start, start + number.end, kind, None


def _is_page_number(text: str, start: int, end: int) -> bool:
    """A number with nothing but dashes on its line."""
    if text[start - 1 : start] not in _BESIDE_PAGE or text[end : end + 1] not in _BESIDE_PAGE:
        return False
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    beside = text[line_start:start] + text[end : line_end if line_end >= 0 else len(text)]
    return "-" in beside and not beside.strip(_BESIDE_PAGE)


class _Spans:
    """Spans in order, asked whether one overlaps. Spans may overlap each other."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest: list[int] = []  # largest end of all spans up to here
        for _, end in ordered:
            self._furthest.append(max(end, self._furthest[-1]) if self._furthest else end)

    def touches(self, start: int, end: int) -> bool:
        """Whether a span overlaps start:end."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start
