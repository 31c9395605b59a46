"""Reads the amounts of a table: what a cell is about is said by its header, its row label and the caption.

Walking a row from the left, text cells gather into the row's label and amounts take their meaning from
the label before them, so that two panels side by side (收入 | 支出) and forms (label, value, label, value)
are read alike.
"""

import re
from itertools import pairwise

from ingest.amounts import levels, subjects
from ingest.amounts.amount_cells import (
    CHINESE,
    CODE,
    CODED_LABEL,
    LABELLED,
    amount_of,
    counts_columns,
    number_in,
)
from ingest.amounts.columns import Column, read_columns
from ingest.amounts.forms import Breakdowns, ParallelPairs, read_three_public_row
from ingest.amounts.frame import Frame, Path
from ingest.amounts.ledger import Ledger, Level, Span
from ingest.amounts.model import Findings
from ingest.amounts.readings import Reading
from ingest.amounts.rows import label_of, speaks_alone
from ingest.amounts.rules import project
from ingest.amounts.table_rates import rate_columns, read_rate
from ingest.amounts.words import one_of
from ingest.context import ReportContext
from ingest.structure.model import Cell, Table
from ingest.structure.numbers import Number
from ingest.structure.values import PLACEHOLDER
from ingest.vocabulary.vocabulary import Vocabulary

_OUTSIDE = re.compile(rf"{one_of('outside_row')}|(?<!非)税收|(?<!计划)投资额|指标\d")
_YEAR_OF_NAME = re.compile(r"^(?:19|20)\d\d年度?(?=\S{4})")
_LABEL_LENGTH = 120
_FORM_WIDTH = 4  # cells of a form's line; a wider row is a header


class TableReader:
    """State of reading one table."""

    def __init__(self, table: Table, vocabulary: Vocabulary, context: ReportContext, found: Findings) -> None:
        self.table, self.vocabulary, self.found = table, vocabulary, found
        self.columns: list[Column] = read_columns(table)
        self.frame = Frame(table, self.columns, vocabulary, context, found.around)
        self.ledger = Ledger(table, self.frame.caption.unit, found)
        self.pairs = ParallelPairs(self.frame, self.ledger)
        self.breakdowns = Breakdowns(self.frame, self.ledger)
        self.above: dict[int, Cell] = {}
        self.first_amount: int | None = None  # its column in the row above: a blank panel repeats no label
        self.panel_ends = self._panel_ends()
        # item and source of the last amount of each column: a part of the same source has no code of its own
        self.sources: dict[int, tuple[str, str | None]] = {}

    def read(self) -> None:
        """Adds the table's amounts to what was found."""
        self._note_project()
        if not any(c.may_hold_money for c in self.columns):
            return
        rates = rate_columns(self.frame)
        for row in self.table.rows:
            if (
                not counts_columns(row)
                and not read_three_public_row(self.frame, self.ledger, row)
                and not self.pairs.read(row)
            ):
                self._row(row, rates)
        self.breakdowns.enter()

    def _panel_ends(self) -> set[int]:
        """Columns that hold nothing but amounts: a label behind a blank one begins another panel."""
        held: dict[int, bool] = {}
        for row in self.table.rows if self.frame.has_heads else []:
            for at, cell in enumerate(row):
                if cell is not None and cell.text:
                    held[at] = held.get(at, True) and amount_of(cell.text) is not None
        return {at for at, is_all in held.items() if is_all}

    def _note_project(self) -> None:
        """A form's field 项目名称 names the project of the tables that follow."""
        rows: list[list[Cell | None]] = [list(self.table.header_cells), *self.table.rows]
        for row in rows:
            cells = [c for c in row if c is not None and c.text]
            if len(cells) > _FORM_WIDTH:
                continue
            for label, value in pairwise(cells):
                if project.is_field(label.text) and not project.is_field(value.text):
                    self._take_project(_YEAR_OF_NAME.sub("", value.text))

    def _take_project(self, name: str) -> None:
        """The form's project; the one at hand where its name is only shorter or longer."""
        around = self.found.around
        if around.project is None or not (name in around.project.label or around.project.label in name):
            around.project = project.named(name) or around.project

    def _row(self, row: list[Cell | None], rates: list[int]) -> None:
        before = len(self.found.drafts)
        evidence = self._amounts_of(row)
        entered = self.found.drafts[before:]
        if rates and entered and (claim := read_rate(self.frame, rates, row, entered, evidence)):
            self.found.claims.append(claim)

    def _amounts_of(self, row: list[Cell | None]) -> Span:
        """Enters the amounts of a row; where it stands."""
        row = self._with_merged_labels(row)
        cells = [c for c in row if c is not None]
        evidence = (min([c.start for c in cells]), max([c.end for c in cells])) if cells else (0, 0)
        crowded = set() if self.frame.has_heads else _crowded(row)
        path: Path = []
        label: Reading | None = None
        code: str | None = None
        is_labelled = mixed = False  # the label is complete: an amount has followed it
        for at, cell in enumerate(row):
            if cell is None or not cell.text or at >= len(self.columns):
                continue
            column = self.columns[at]
            is_code = CODE.fullmatch(cell.text) is not None and (
                column.is_code or self._is_class(cell.text, row[at + 1 : at + 2])
            )
            match = None if is_code else amount_of(cell.text)
            if match is not None:
                if not is_labelled:
                    label, is_labelled = label_of(self.frame, path), True
                    mixed = code is None and subjects.contradict(label, self.columns)
                if at in crowded or mixed or (self.frame.is_scoring and self._is_bare(match, label)):
                    self.ledger.leave(cell, number_in(match), "no_measure")
                elif column.may_hold_money:
                    self._cell(cell, match, column, label, path, evidence, code)
            elif is_code or CHINESE.search(cell.text):
                if is_labelled or (path and not self.panel_ends.isdisjoint(range(path[-1][0] + 1, at))):
                    path, code, is_labelled = [], None, False
                if is_code:
                    code = cell.text
                elif labelled := LABELLED.fullmatch(cell.text):
                    self.breakdowns.take(cell, labelled["label"], number_in(labelled))
                elif len(cell.text) <= _LABEL_LENGTH:
                    coded = self._coded(cell.text)
                    code = coded[0] if coded else code
                    path.append((at, coded[1] if coded else cell.text))
        if path:
            self._open_section(row, path)
        return evidence

    def _open_section(self, row: list[Cell | None], path: Path) -> None:
        """A row of dashes opens the section that its label names: 一、"三公"经费支出 | — | — | —."""
        columns = zip(row, self.columns, strict=False)
        held = [cell.text for cell, column in columns if cell is not None and cell.text and column.measure]
        if held and all(map(PLACEHOLDER.fullmatch, held)):
            label = label_of(self.frame, path)
            if label is not None and label.item is not None and subjects.is_fixed(label):
                self.frame.sections[self.frame.panel] = label.item

    @staticmethod
    def _is_bare(match: re.Match[str], label: Reading | None) -> bool:
        """Whether neither the number nor its label has a unit of money."""
        return not match["unit"] and (label is None or label.unit is None)

    def _coded(self, text: str) -> tuple[str, str] | None:
        """Code and name of a class that stand in one cell (2070104 图书馆)."""
        match = CODED_LABEL.fullmatch(text)
        if match is None:
            return None
        code, name = match["code"], match["label"]
        return (code, name) if self._names(code, name) else None

    def _is_class(self, code: str, following: list[Cell | None]) -> bool:
        """Whether the cell behind a bare number is the name of the class with that code: 20805 | 养老支出."""
        return any(cell is not None and self._names(code, cell.text) for cell in following)

    def _names(self, code: str, name: str) -> bool:
        official = self.vocabulary.class_names.get(f"{'function' if code[0] == '2' else 'economic'}.{code}")
        return official is not None and len(name) > 1 and official[:2] == name[:2]

    def _with_merged_labels(self, row: list[Cell | None]) -> list[Cell | None]:
        """The row with blank label cells filled from above, where a narrower label stands to their right."""
        filled = list(row)
        first_text = next((i for i, c in enumerate(row) if c is not None and c.text), 0)
        for at in range(first_text):
            if self.first_amount is None or not at < self.first_amount < first_text:
                filled[at] = self.above.get(at)
        for at, cell in enumerate(filled):
            if cell is not None and cell.text:
                if cell.text[0].isdigit() and amount_of(cell.text):
                    self.first_amount = at
                    break
                self.above[at] = cell
        return filled

    def _cell(
        self,
        cell: Cell,
        match: re.Match[str],
        column: Column,
        label: Reading | None,
        path: Path,
        evidence: Span,
        code: str | None,
    ) -> None:
        if label is None and not speaks_alone(column):
            return
        if label is not None and code is None and self._is_no_money(label, column):
            return
        for part, name in enumerate(("first", "second")):
            if name in match.re.groupindex and match[name]:
                self._amount(cell, number_in(match, name), part, column, label, path, evidence, code)

    def _is_no_money(self, label: Reading, column: Column) -> bool:
        """Whether a row states a change, a count or what is not the department's money."""
        if label.is_change:
            return True
        outside = label.is_other or label.is_outside or _OUTSIDE.search(label.text) is not None
        section = self.frame.section
        listed = section is not None and section.code == "project" and column.measure is not None
        return outside and not listed and not (label.item and label.item.code not in ("total", "other"))

    def _amount(
        self,
        cell: Cell,
        number: Number,
        part: int,
        column: Column,
        label: Reading | None,
        path: Path,
        evidence: Span,
        code: str | None,
    ) -> None:
        subject = subjects.subject_of(self.frame, column, label, path, code)
        if subject is None:
            self.ledger.leave(cell, number, "no_item")
            return
        item, budget_unit = subject
        measure = levels.measure_of(self.frame, column, label, item, part)
        if measure is None:
            self.ledger.leave(cell, number, "no_measure")
            return
        if not levels.is_of_the_year(self.frame, column, label, measure):
            self.ledger.leave(cell, number, "part_of_year")
            return
        funding = levels.funding_of(self.frame, column, label, item, measure)
        source = (item.code, funding and self.vocabulary.terms[funding].funding)
        if label is not None and label.is_part and funding and self.sources.get(cell.column) == source:
            self.ledger.leave(cell, number, "finer_source")
            return
        self.sources[cell.column] = source
        level = Level(item, measure, levels.year_of(self.frame, column, label), funding, budget_unit)
        self.ledger.enter("table_cell", cell, number, level, evidence, column, label)


def _crowded(row: list[Cell | None]) -> set[int]:
    """Columns of amounts that share a label: without heads, nothing says which is which."""
    groups: list[list[int]] = [[]]
    for at, cell in enumerate(row):
        if cell is not None and cell.text:
            if amount_of(cell.text):
                groups[-1].append(at)
            elif CHINESE.search(cell.text):
                groups.append([])
    return {at for group in groups[1:] if len(group) > 1 for at in group}


def read_table(table: Table, vocabulary: Vocabulary, context: ReportContext, found: Findings) -> None:
    """Adds the amounts of one table to `found`."""
    TableReader(table, vocabulary, context, found).read()
