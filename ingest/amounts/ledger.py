"""Writes the amounts of one table: finds each one's unit and enters it, or says why it is not read."""

from dataclasses import dataclass
from typing import NamedTuple

from ingest.amounts.columns import Column
from ingest.amounts.model import Draft, Findings, ForeignAmount, Item
from ingest.amounts.readings import Reading
from ingest.structure.model import Cell, Table
from ingest.structure.numbers import Number

Span = tuple[int, int]


class Level(NamedTuple):
    """What an amount says: measure and funding are vocabulary terms."""

    item: Item
    measure: str
    year: int | None
    funding: str | None = None
    budget_unit: str | None = None


@dataclass
class Ledger:
    """The findings, seen from one table."""

    table: Table
    caption_unit: str | None
    found: Findings

    def unit_of(self, number: Number, column: Column, label: Reading | None) -> tuple[str | None, str | None]:
        """The unit of a number, and a qualifier that says how far from it the unit was found."""
        if number.unit:
            return number.unit, None
        near = column.unit or (label.unit if label else None) or self.table.unit_text or self.caption_unit
        if near:
            return near, "unit_from_caption"
        return self.found.around.unit, "unit_inherited"

    def enter(
        self,
        rule: str,
        cell: Cell,
        number: Number,
        level: Level,
        evidence: Span,
        column: Column,
        label: Reading | None = None,
    ) -> None:
        """Adds an amount of a cell; one that has no unit is unread."""
        start, end = cell.span(number.start, number.end)
        unit, qualifier = self.unit_of(number, column, label)
        if unit is None:
            self.found.unread.append((start, end, "no_unit", evidence))
            return
        self.found.drafts.append(
            Draft(
                rule,
                level.item,
                level.measure,
                number.value,
                unit,
                start,
                end,
                evidence,
                year=level.year,
                funding=level.funding,
                budget_unit=level.budget_unit,
                qualifier=qualifier,
                source_form="table",
            )
        )

    def leave(self, cell: Cell, number: Number, reason: str) -> None:
        """Notes an amount that is no figure of the department's."""
        self.found.foreign.append(ForeignAmount(*cell.span(number.start, number.end), number, reason))
