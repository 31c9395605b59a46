"""Reads the amounts of a table: what a cell is about is said by its header, its row label and the caption.

Walking a row from the left, text cells gather into the row's label and amounts take their meaning from
the label before them, so that two panels side by side (收入 | 支出) and forms (label, value, label, value)
are read alike.
"""

import re
from itertools import pairwise

from ingest.amounts.columns import Column, read_columns
from ingest.amounts.model import Draft, Findings, ForeignAmount
from ingest.amounts.readings import Reading, read_label
from ingest.amounts.rows import RowMeaning
from ingest.amounts.rules import project, three_public
from ingest.context import ReportContext
from ingest.structure.model import Cell, Table
from ingest.structure.numbers import Number, parse_number
from ingest.vocabulary.vocabulary import Vocabulary

_NUMERAL = r"(?:\d{1,3}(?:[,， ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_AMOUNT_CELL = re.compile(
    rf"\s*¥?\s*(?P<minus>[-(]\s*)?(?P<first>{_NUMERAL})\)?\s*(?P<unit>万元|亿元|千元|元|万|亿)?\s*(?:\([^\d].*\))?\s*",
    re.DOTALL,
)
_TWO_IN_ONE = re.compile(rf"(?P<minus>)(?P<first>{_NUMERAL})(?P<unit>)\s*/\s*(?P<second>{_NUMERAL})")
_FULL_UNIT = {"万": "万元", "亿": "亿元"}
_CODE = re.compile(r"^\d{3,7}$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OUTSIDE = re.compile(
    r"资产|负债|编制|人数|楼堂馆所|面积|房屋|车辆数|保有|企业|产值|(?<!非)税收|投资额|合同额|电话|邮编|联系|满意度|指标\d|得分|评分|结余分配"
)
_LABEL_LENGTH = 120
_FORM_WIDTH = 4  # cells of a form's line; a wider row is a header


class TableReader:
    """State of reading one table."""

    def __init__(self, table: Table, vocabulary: Vocabulary, context: ReportContext, found: Findings) -> None:
        self.table, self.vocabulary, self.context, self.found = table, vocabulary, context, found
        caption = read_label(table.caption[-80:]) if table.caption else Reading()
        self.caption_unit = caption.unit
        self.columns: list[Column] = read_columns(table)
        self.meaning = RowMeaning(table, caption, self.columns, vocabulary, context, found.around)
        self.above: dict[int, Cell] = {}
        # item and source of the last amount of each column: a part of the same source has no code of its own
        self.sources: dict[int, tuple[str, str | None]] = {}

    def read(self) -> None:
        """Adds the table's amounts to what was found."""
        self._note_project()
        if not any(c.may_hold_money for c in self.columns):
            return
        for row in self.table.rows:
            if not _counts_columns(row) and not self._three_public_row(row):
                self._row(row)

    def _note_project(self) -> None:
        """A form's field 项目名称 names the project of the tables that follow."""
        rows: list[list[Cell | None]] = [list(self.table.header_cells), *self.table.rows]
        for row in rows:
            cells = [c for c in row if c is not None and c.text]
            if len(cells) > _FORM_WIDTH:
                continue
            for label, value in pairwise(cells):
                if project.is_field(label.text) and not project.is_field(value.text):
                    self.found.around.project = project.named(value.text) or self.found.around.project

    def _three_public_row(self, row: list[Cell | None]) -> bool:
        """Reads the row of the national form of the three public expenses; False where it is none."""
        cells = [(c, m) for c in row if c is not None and (m := _AMOUNT_CELL.fullmatch(c.text)) is not None]
        if len(cells) not in (6, 12) or any(_CHINESE.search(c.text) for c in row if c is not None):
            return False
        texts = [
            self.table.caption,
            *(c.text for r in self.table.rows for c in r if c is not None and len(c.text) < _FORM_WIDTH * 8),
        ]
        numbers = [_number(match, "first") for _, match in cells]
        read = three_public.read_row(
            [n.value for n in numbers], "".join([*texts, *(h for p in self.table.header_paths for h in p)])
        )
        if read is None:
            return False
        evidence = (cells[0][0].start, cells[-1][0].end)
        for (cell, _), number, (item, measure) in zip(cells, numbers, read, strict=True):
            unit, qualifier = self._unit(
                number, self.columns[cell.column] if cell.column < len(self.columns) else Column(), None
            )
            if unit is not None:
                span = cell.span(number.start, number.end)
                self.found.drafts.append(
                    Draft(
                        "three_public_row",
                        item,
                        measure,
                        number.value,
                        unit,
                        *span,
                        evidence,
                        year=self.context.fiscal_year,
                        qualifier=qualifier,
                        source_form="table",
                    )
                )
        return True

    def _row(self, row: list[Cell | None]) -> None:
        row = self._with_merged_labels(row)
        path: list[tuple[int, str]] = []
        after_number = False
        code: str | None = None
        for at, cell in enumerate(row):
            if cell is None or not cell.text or at >= len(self.columns):
                continue
            column = self.columns[at]
            if column.is_code and _CODE.match(cell.text):
                code = cell.text
            elif (match := _TWO_IN_ONE.fullmatch(cell.text) or _AMOUNT_CELL.fullmatch(cell.text)) is not None:
                after_number = True
                if column.may_hold_money:
                    self._cell(cell, match, column, path, row, code)
            elif _CHINESE.search(cell.text):
                if after_number:
                    path, after_number = [], False
                if len(cell.text) <= _LABEL_LENGTH:
                    path.append((at, cell.text))

    def _with_merged_labels(self, row: list[Cell | None]) -> list[Cell | None]:
        """The row with blank label cells filled from above, where a narrower label stands to their right."""
        filled = list(row)
        first_text = next((i for i, c in enumerate(row) if c is not None and c.text), None)
        for at in range(first_text or 0):
            filled[at] = self.above.get(at)
        for at, cell in enumerate(filled):
            if cell is not None and cell.text:
                if cell.text[0].isdigit() and _AMOUNT_CELL.fullmatch(cell.text):
                    break
                self.above[at] = cell
        return filled

    def _cell(
        self,
        cell: Cell,
        match: re.Match[str],
        column: Column,
        path: list[tuple[int, str]],
        row: list[Cell | None],
        code: str | None,
    ) -> None:
        label = self.meaning.label_of(path)
        if label is None and not self.meaning.speaks_alone(column):
            return
        if label is not None:
            outside = label.is_other or label.is_outside or _OUTSIDE.search(label.text)
            listed = (
                self.meaning.section is not None
                and self.meaning.section.code == "project"
                and column.measure is not None
            )
            if label.is_change or (
                outside and not listed and not (label.item and label.item.code not in ("total", "other"))
            ):
                return
        for part, name in enumerate(("first", "second")):
            if match.groupdict().get(name):
                self._amount(cell, _number(match, name), part, column, label, path, row, code)

    def _amount(
        self,
        cell: Cell,
        number: Number,
        part: int,
        column: Column,
        label: Reading | None,
        path: list[tuple[int, str]],
        row: list[Cell | None],
        code: str | None,
    ) -> None:
        span = cell.span(number.start, number.end)
        evidence = (min(c.start for c in row if c is not None), max(c.end for c in row if c is not None))
        subject = self.meaning.subject_of(column, label, path, code)
        if subject is None:
            self.found.foreign.append(ForeignAmount(*span, number, "no_item"))
            return
        item, budget_unit = subject
        measure = self.meaning.measure_of(column, label, item, part)
        if measure is None:
            self.found.foreign.append(ForeignAmount(*span, number, "no_measure"))
            return
        unit, qualifier = self._unit(number, column, label)
        if unit is None:
            self.found.unread.append((*span, "no_unit", evidence))
            return
        funding = self.meaning.funding_of(column, label, item, measure)
        source = (item.code, funding and self.vocabulary.terms[funding].funding)
        if label is not None and label.is_part and funding and self.sources.get(cell.column) == source:
            self.found.foreign.append(ForeignAmount(*span, number, "finer_source"))
            return
        self.sources[cell.column] = source
        self.found.drafts.append(
            Draft(
                "table_cell",
                item,
                measure,
                number.value,
                unit,
                *span,
                evidence,
                year=self.meaning.year_of(column, label),
                funding=funding,
                budget_unit=budget_unit,
                qualifier=qualifier,
                source_form="table",
            )
        )

    def _unit(self, number: Number, column: Column, label: Reading | None) -> tuple[str | None, str | None]:
        """The unit and how far from the number it was found."""
        if number.unit:
            return number.unit, None
        near = column.unit or (label.unit if label else None) or self.table.unit_text or self.caption_unit
        if near:
            return near, "unit_from_caption"
        return self.found.around.unit, "unit_inherited"


def _counts_columns(row: list[Cell | None]) -> bool:
    """Whether the row only numbers the columns (栏次 1 2 3 …)."""
    digits = [c.text for c in row if c is not None and c.text and c.text.isdigit()]
    others = [
        c.text
        for c in row
        if c is not None and c.text and not c.text.isdigit() and c.text not in ("栏次", "—", "-")
    ]
    return (
        len(digits) >= 3
        and not others
        and [int(d) for d in digits] == list(range(int(digits[0]), int(digits[0]) + len(digits)))
    )


def _number(found: re.Match[str], name: str) -> Number:
    """The number of one group of a matched cell; an accountants' bracket or a minus negates it."""
    start, end = found.span(name)
    value = parse_number(found[name])
    unit_text = found["unit"] or ""
    if found["minus"]:
        start, value = found.start("minus"), -value
        end += found.string.startswith(")", end)
    unit = _FULL_UNIT.get(unit_text, unit_text)
    return Number(start, end, value, "money" if unit else "bare", unit, unit_text, end, end + len(unit_text))


def read_table(table: Table, vocabulary: Vocabulary, context: ReportContext, found: Findings) -> None:
    """Adds the amounts of one table to `found`."""
    TableReader(table, vocabulary, context, found).read()
