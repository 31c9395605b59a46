"""Rows of forms that state more than their label says: parallel columns, breakdowns, three public expenses.

What such a row leaves out is taken from the row or the total above it, and only where that is certain:
as many pairs as above, or parts that sum to one stated total.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ingest.amounts import levels, subjects
from ingest.amounts.amount_cells import AMOUNT, CHINESE, amount_of, number_in
from ingest.amounts.columns import Column
from ingest.amounts.frame import Frame
from ingest.amounts.ledger import Ledger, Level, Span
from ingest.amounts.model import Draft
from ingest.amounts.readings import Reading, read_label
from ingest.amounts.rules import three_public
from ingest.structure.model import Cell
from ingest.structure.numbers import Number
from ingest.structure.values import PLACEHOLDER

_RECEIVED = (None, "transfer_in", "revenue", "carryover_in")  # what a source's name may say besides
_BREAKDOWN = re.compile(r"按\S{2,6}分")
_PUBLIC_WIDTHS = (6, 12)
_SHORT_TEXT = 32
_LOOK_BACK = 12
_BUDGETS = {"initial_budget", "adjusted_budget"}

Row = Sequence[Cell | None]


class _Pair(NamedTuple):
    label: Reading
    cell: Cell
    number: Number


class ParallelPairs:
    """计划安排资金 95 | 实际到位资金 80 | 实际支出 78, and below each 其中:中央财政 30, 省财政 25, …"""

    def __init__(self, frame: Frame, ledger: Ledger) -> None:
        self.frame, self.ledger = frame, ledger
        self.heads: list[Reading] = []  # the labels of the last row that stated measures
        self.has_parts = False

    def read(self, row: Row) -> bool:
        """Enters a row of sources under a row of measures; False where the row is none."""
        if self.frame.heads_say_money:
            return False
        pairs = _pairs(row)
        if pairs and all(pair.label.measure and not pair.label.funding for pair in pairs):
            follows = len(pairs) == 1 and not self.has_parts
            self.heads = [*(self.heads if follows else []), *(pair.label for pair in pairs)]
            self.has_parts = False
            return False
        if not pairs or not self.heads or not all(self._is_source(pair.label) for pair in pairs):
            self.heads = []
            return False
        self.has_parts |= pairs[0].label.is_part
        if len(self.heads) == 1 and not self.has_parts:
            return False
        if len(pairs) != len(self.heads):  # a pair is lost, and which cannot be told
            for pair in pairs:
                self.ledger.leave(pair.cell, pair.number, "no_measure")
            return True
        evidence = _evidence(row)
        for pair, head in zip(pairs, self.heads, strict=True):
            _enter(self.frame, self.ledger, pair, head.measure or "", evidence, head.unit)
        return True

    def _is_source(self, label: Reading) -> bool:
        code = self.frame.vocabulary.measure_of(label.measure) if label.measure else None
        return label.funding is not None and label.is_exact and label.item is None and code in _RECEIVED


def _enter(
    frame: Frame, ledger: Ledger, pair: _Pair, measure: str, evidence: Span, unit: str | None = None
) -> None:
    """Enters an amount whose label names only a source or a part; the measure comes from elsewhere."""
    label = pair.label._replace(measure=None, unit=pair.label.unit or unit)
    found = subjects.subject_of(frame, Column(), label, [], None)
    if found is None:
        ledger.leave(pair.cell, pair.number, "no_item")
        return
    item, budget_unit = found
    funding = levels.funding_of(frame, Column(), label, item, measure)
    level = Level(item, measure, levels.year_of(frame, Column(), label), funding, budget_unit)
    ledger.enter("table_cell", pair.cell, pair.number, level, evidence, Column(), label)


def _pairs(row: Row) -> list[_Pair]:
    """Label and amount in turn; empty for any other row."""
    cells = [c for c in row if c is not None and c.text]
    pairs = []
    for label, cell in zip(cells[::2], cells[1::2], strict=False):
        match = AMOUNT.fullmatch(cell.text)
        if match is None or not CHINESE.search(label.text):
            return []
        pairs.append(_Pair(read_label(label.text), cell, number_in(match)))
    return pairs if 2 * len(pairs) == len(cells) else []


class Breakdowns:
    """其中:基本支出:1,234.5 in one cell: parts of one of the totals above, told by which one they sum to."""

    def __init__(self, frame: Frame, ledger: Ledger) -> None:
        self.frame, self.ledger = frame, ledger
        self.parts: dict[int, list[_Pair]] = defaultdict(list)  # by column

    def take(self, cell: Cell, label: str, number: Number) -> None:
        """Keeps a part until the table is read; labels that say more or less than an item are passed by."""
        reading = read_label(label)
        if _BREAKDOWN.search(label) or reading.is_other or reading.is_change or not reading.is_exact:
            return
        if reading.funding or (reading.item is not None and reading.item.code in ("basic", "project")):
            self.parts[cell.column].append(_Pair(reading, cell, number))

    def enter(self) -> None:
        """Enters the parts of each column whose sum is one of the totals stated above."""
        for parts in self.parts.values():
            total = self._total(sum((pair.number.value for pair in parts), Decimal(0)))
            for pair in parts:
                if total is None:
                    self.ledger.leave(pair.cell, pair.number, "no_measure")
                else:
                    span = (pair.cell.start, pair.cell.end)
                    _enter(self.frame, self.ledger, pair, total.measure, span, total.unit)

    def _total(self, value: Decimal) -> Draft | None:
        """The one total of the last row of totals that is `value`; of two budgets the later one."""
        totals = [
            d
            for d in self.ledger.found.drafts[-_LOOK_BACK:]
            if d.source_form == "table" and d.funding is None and d.item.code in ("total", "project.item")
        ]
        codes = {
            self.frame.vocabulary.measure_of(d.measure): d
            for d in totals
            if d.evidence == totals[-1].evidence and d.value == value
        }
        if len(codes) == 1 or (codes and codes.keys() <= _BUDGETS):
            return codes.get("adjusted_budget") or next(iter(codes.values()))
        return None


def read_three_public_row(frame: Frame, ledger: Ledger, row: Row) -> bool:
    """Enters the row of the national form of the three public expenses; False where it is none."""
    if len(row) < min(_PUBLIC_WIDTHS):
        return False
    amounts = _public_amounts(row)
    if amounts is None:
        return False
    numbers = [number for _, number in amounts]
    read = three_public.read_row([n.value if n else Decimal(0) for n in numbers], _words_around(frame))
    if read is None:
        return False
    for (cell, number), (item, measure) in zip(amounts, read, strict=True):
        if cell is not None and number is not None:
            column = frame.columns[cell.column] if cell.column < len(frame.columns) else Column()
            level = Level(item, measure, frame.context.fiscal_year)
            ledger.enter("three_public_row", cell, number, level, _evidence(row), column)
    return True


def _public_amounts(row: Row) -> list[tuple[Cell | None, Number | None]] | None:
    """The six or twelve cells of such a row, blank ones without a number; None for another row."""
    found: list[tuple[Cell | None, Number | None]] = []
    label = None
    for cell in row:
        if cell is None or not cell.text or PLACEHOLDER.fullmatch(cell.text):
            found.append((cell, None))
        elif (match := amount_of(cell.text)) is not None:
            found.append((cell, number_in(match)))
        elif found or label is not None or not cell.text.startswith("公务"):
            return None
        else:
            label = cell  # the last head of a table that came as one stream of cells
    filled = [pair for pair in found if pair[1] is not None]
    counted = _without_column_numbers(filled)
    if len(counted) < len(filled):
        found = filled = counted
    if label is not None:
        return filled if len(filled) == max(_PUBLIC_WIDTHS) else None
    return filled if len(filled) in _PUBLIC_WIDTHS else found if len(found) in _PUBLIC_WIDTHS else None


def _without_column_numbers(
    amounts: list[tuple[Cell | None, Number | None]],
) -> list[tuple[Cell | None, Number | None]]:
    """The amounts without the numbers 1 to 12 of the columns before them."""
    width = max(_PUBLIC_WIDTHS)
    head = [number.value for _, number in amounts[:width] if number is not None]
    return amounts[width:] if head == [Decimal(n + 1) for n in range(width)] else amounts


def _words_around(frame: Frame) -> str:
    """Caption, heads and short cells of the table, and the short lines before it."""
    cells = (c.text for row in frame.table.rows for c in row if c is not None and len(c.text) < _SHORT_TEXT)
    heads = (cell.text for cell in frame.table.header_cells)
    return "".join([*frame.around.short_lines, frame.table.caption, *cells, *heads])


def _evidence(row: Row) -> Span:
    cells = [c for c in row if c is not None]
    return min(c.start for c in cells), max(c.end for c in cells)
