"""Takes out what cannot be a fact of a report, so that one odd report never stops the others.

A year that nobody reports on, a number too long to be counted, a unit without a scale, words that hold a
telephone number: such a record would fail a cast or a check of the whole warehouse. What is taken out
here is not lost: its number becomes an unread one.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ingest.indicators.privacy import holds_contact, mask
from ingest.records import Figure, Indicator, ReportHeader, StatedRelation
from ingest.vocabulary.reading import read_seed

FIRST_YEAR = 1994  # the year in which the present fiscal system began
MOST_YUAN = Decimal(10) ** 12  # a million million: more than any department moves
MOST_COUNTED = Decimal(10) ** 11
MOST_PER_CENT = Decimal(10) ** 6
MOST_PEOPLE = Decimal(10) ** 6
MOST_SCORE = Decimal(10) ** 4
LEAST_MARK = Decimal("0.01")  # marks are published to the hundredth; no sheet gives less, save nothing at all

_SCALES = {row["unit_text"]: Decimal(row["scale"]) for row in read_seed("money_unit")}
_UNSCALED_MONEY = re.compile(r"[万亿百千]元?$")


class Limits(NamedTuple):
    """What holds for one report: the last year that it can speak of as its own or as planned."""

    last_year: int

    def header(self, header: ReportHeader) -> ReportHeader:
        """The header without an impossible year, and without names and numbers of people in its title."""
        year = header.fiscal_year if self._is_year(header.fiscal_year) else None
        return header._replace(fiscal_year=year, title=header.title and mask(header.title))

    def figures(self, figures: Sequence[Figure]) -> list[Figure]:
        """The plausible ones, their items without names of people; a part whose whole was taken out stands alone."""
        kept = [_without_names(figure) for figure in figures if self._is_figure(figure)]
        numbers = {figure.figure_no for figure in kept}
        return [f if f.part_of is None or f.part_of in numbers else f._replace(part_of=None) for f in kept]

    def relations(
        self, relations: Iterable[StatedRelation], figures: Iterable[Figure]
    ) -> list[StatedRelation]:
        """The plausible ones, said only of figures that are still there."""
        numbers = {figure.figure_no for figure in figures} | {None}
        return [
            relation
            for relation in relations
            if {relation.figure_no, relation.base_figure_no} <= numbers
            and self._is_year(relation.fiscal_year)
            and self._is_year(relation.base_year)
            and _is_told(relation)
            and not holds_contact(relation.evidence)
        ]

    def indicators(self, indicators: Iterable[Indicator]) -> list[Indicator]:
        return [indicator for indicator in indicators if self._is_indicator(indicator)]

    def _is_year(self, year: int | None) -> bool:
        return year is None or FIRST_YEAR <= year <= self.last_year

    def _is_figure(self, figure: Figure) -> bool:
        scale = _SCALES.get(figure.unit_text)
        return (
            scale is not None
            and self._is_year(figure.fiscal_year)
            and _below(MOST_YUAN, figure.value * scale)
            and not holds_contact(figure.evidence, figure.item_label, figure.budget_unit)
        )

    def _is_indicator(self, indicator: Indicator) -> bool:
        units = (indicator.target_unit, indicator.actual_unit)
        words = (
            indicator.indicator_name,
            indicator.level1,
            indicator.level2,
            indicator.level3,
            indicator.project_name,
            indicator.target_text,
            indicator.actual_text,
            _named_value(indicator, indicator.target_value, indicator.target_unit),
            _named_value(indicator, indicator.actual_value, indicator.actual_unit),
        )
        most = MOST_PEOPLE if indicator.indicator_kind == "staffing" else MOST_COUNTED
        return (
            self._is_year(indicator.fiscal_year)
            and not any(unit and unit not in _SCALES and _UNSCALED_MONEY.search(unit) for unit in units)
            and _below(most, indicator.target_value, indicator.actual_value)
            and _below(MOST_PER_CENT, indicator.yoy_pct, indicator.completion_rate)
            and _below(MOST_SCORE, indicator.weight, indicator.score)
            and _are_marks(indicator.weight, indicator.score)
            and not (indicator.indicator_kind == "staffing" and (indicator.actual_value or 0) < 0)
            and not holds_contact(indicator.evidence, *words)
        )


def _named_value(indicator: Indicator, value: Decimal | None, unit: str | None) -> str | None:
    """Name, value and unit as the sides of a check print them."""
    return None if value is None else f"{indicator.indicator_name}{value.normalize():f}{unit or ''}"


def _is_told(relation: StatedRelation) -> bool:
    """Whether the share, rate or change is one that a report can state."""
    if relation.value is None:
        return True
    scale = _SCALES.get(relation.unit_text or "")
    return (
        _below(MOST_PER_CENT, relation.value) if scale is None else _below(MOST_YUAN, relation.value * scale)
    )


def _without_names(figure: Figure) -> Figure:
    item, unit = figure.item_label, figure.budget_unit
    masked = item and mask(item), unit and mask(unit)
    return figure if masked == (item, unit) else figure._replace(item_label=masked[0], budget_unit=masked[1])


def _are_marks(*values: Decimal | None) -> bool:
    """Whether none would be published as 0.00 without being zero: a share of 0.001 is no mark."""
    return not any(value is not None and 0 < abs(value) < LEAST_MARK for value in values)


def _below(most: Decimal, *values: Decimal | None) -> bool:
    for value in values:  # noqa: SIM110 (asked for every record; all() takes twice as long)
        if value is not None and abs(value) >= most:
            return False
    return True
