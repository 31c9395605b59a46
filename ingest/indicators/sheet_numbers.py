"""Numbers the scoring sheets of a report: which sheet each line, total and subtotal belongs to.

One sheet is not one table: a page break parts a sheet, and the money block of a form (执行率, 10 marks)
is of the same sheet as the indicators under it (90 marks). So a new sheet begins only where the one
before it is known to have ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.indicators.evaluation import EXECUTION_RATE
from ingest.indicators.sheet_sums import SECTION, SHEET_SUM, SUBTOTAL, TOTAL
from ingest.records import Indicator

_FULL_MARK = Decimal(100)

Line = tuple[str | None, ...]


@dataclass(slots=True)
class _Open:
    """The sheet that is being read: what tells whether the next line is still of it."""

    project: str | None
    first: Line
    is_closed: bool = False  # a total row has ended it
    has_execution: bool = False
    weights: Decimal = Decimal(0)
    section: str | None = None  # the first level of the last line

    def count(self, row: Indicator) -> None:
        """Take in a line of this sheet."""
        self.has_execution = self.has_execution or _is_execution(row)
        self.weights += row.weight or 0
        self.section = row.level1 or self.section

    def is_over(self, row: Indicator, is_first: bool) -> bool:
        """Whether a line is one of the next sheet; `is_first` where it is the first of its block."""
        if row.project_name != self.project or _line(row) == self.first:
            return True
        if self.has_execution and _is_execution(row):
            return True
        is_complete = self.is_closed or self.weights >= _FULL_MARK
        return is_first and is_complete and (row.level1 is None or row.level1 != self.section)


class SheetNumbers:
    """Counts the scoring sheets of one report, from 1, as their blocks are read in text order."""

    def __init__(self) -> None:
        self._number = 0
        self._open: _Open | None = None

    def numbered(self, rows: Iterable[Indicator]) -> list[Indicator]:
        """The rows of one block, with the number of their sheet; those without marks have none."""
        done: list[Indicator] = []
        above: list[Indicator] = []  # sums in front of the first line that they are of
        is_first = True  # line with marks in this block
        for row in sorted(rows, key=lambda row: row.char_start):
            if row.rule == SECTION or (row.indicator_kind == SHEET_SUM and self._open is None):
                above.append(row)
            elif row.indicator_kind == SHEET_SUM:
                self._close(row.rule)
                done.append(row._replace(sheet_no=self._number))
            elif row.weight is None and row.score is None:
                done.append(row)
            else:
                self._count(row, is_first)
                is_first = False
                done += [each._replace(sheet_no=self._number) for each in (*above, row)]
                above.clear()
        return done + [each._replace(sheet_no=max(self._number, 1)) for each in above]

    def _close(self, rule: str) -> None:
        if self._open is not None and rule == TOTAL:
            self._open.is_closed = True

    def _count(self, row: Indicator, is_first: bool) -> None:
        """Count a line, to a new sheet where the one before it is over."""
        if self._open is None or self._open.is_over(row, is_first):
            self._number += 1
            self._open = _Open(row.project_name, _line(row))
        self._open.is_closed = False
        self._open.count(row)


def with_sums_in_place(rows: Iterable[Indicator]) -> list[Indicator]:
    """`rows` of a whole report in text order: a total row between lines of its sheet is a subtotal."""
    ordered = sorted(rows, key=lambda row: row.char_start)
    places: dict[int, list[int]] = defaultdict(list)
    for row in ordered:
        if row.sheet_no is not None and row.indicator_kind != SHEET_SUM:
            places[row.sheet_no].append(row.char_start)
    return [
        row._replace(rule=SUBTOTAL)
        if row.rule == TOTAL and (at := places[row.sheet_no or 0]) and at[0] < row.char_start < at[-1]
        else row
        for row in ordered
    ]


def with_retold_sheets_as_one(rows: Sequence[Indicator]) -> list[Indicator]:
    """`rows`, a sheet that repeats an earlier one line by line (in text and annex) under its number."""
    lines: dict[int, list[object]] = defaultdict(list)
    for row in rows:
        if row.sheet_no is not None and row.indicator_kind != SHEET_SUM:
            lines[row.sheet_no].append((*_line(row), row.target_text, row.actual_text, row.weight, row.score))
    first = {tuple(told): number for number, told in sorted(lines.items(), reverse=True)}
    same = {number: first[tuple(told)] for number, told in lines.items()}
    return [
        row
        if (number := same.get(row.sheet_no or 0, row.sheet_no)) == row.sheet_no
        else row._replace(sheet_no=number)
        for row in rows
    ]


def _line(row: Indicator) -> Line:
    return row.project_name, row.level1, row.level2, row.level3, row.indicator_name


def _is_execution(row: Indicator) -> bool:
    """Whether it is the line of the money block; an indicator of that name has levels."""
    return row.indicator_name == EXECUTION_RATE and row.level1 is None
