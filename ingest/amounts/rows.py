"""What a table row and column say together: the subject, measure, funding and year of their cell.

Of two items the narrower wins; of two measures the head, except where the row names a balance that the
head only dates (上年结转 | 决算数). In forms of execution (预算数 | 执行数) row labels are sources.
"""

import re
from dataclasses import replace

from ingest.amounts import labels as lb
from ingest.amounts.columns import Column
from ingest.amounts.model import BUDGETED, SPENT, Item, Surroundings
from ingest.amounts.readings import Reading, read_label
from ingest.amounts.rules import names, project
from ingest.amounts.rules.measures import budget_reading
from ingest.amounts.scope import read_scope
from ingest.context import ReportContext
from ingest.structure.model import Table
from ingest.vocabulary.vocabulary import Vocabulary

_PLACEHOLDER = re.compile(r"^(?:任务|项目|目标|事项)\d{0,2}$")
_MOVEMENT = lb.CLOSING | lb.BUDGET_PARTS - {"initial_budget"}
_LONG_LABEL = 24


class RowMeaning:
    """Combines row labels with columns; remembers the section that indented rows stand under."""

    def __init__(
        self,
        table: Table,
        caption: Reading,
        columns: list[Column],
        vocabulary: Vocabulary,
        context: ReportContext,
        around: Surroundings,
    ) -> None:
        self.table, self.caption, self.columns = table, caption, columns
        self.vocabulary, self.context, self.around = vocabulary, context, around
        self.scope = read_scope(table.headings)
        self.sections: dict[int, Item] = {}  # by the column of the labels, so that two panels do not mix
        self.panel = 0
        self.has_year_total = any(
            c is not None and c.text.startswith("本年") and c.text.endswith("合计")
            for r in table.rows
            for c in r
        )
        self.executes = any(c.measure and re.search(r"执行|支付数|实际支出", c.measure) for c in columns)

    @property
    def section(self) -> Item | None:
        """The item that indented rows of the panel at hand stand under."""
        return self.sections.get(self.panel)

    # labels ------------------------------------------------------------------------------------

    def label_of(self, path: list[tuple[int, str]]) -> Reading | None:
        """The reading of a row's label: names under their own head, else the nearest that says something."""
        named = [text for at, text in path if self.columns[at].names_items or self.columns[at].names_units]
        if named:
            name = (
                next((t for t in named if not _PLACEHOLDER.match(t)), None)
                or self._after_placeholder(path)
                or named[-1]
            )
            return read_label(name)._replace(funding=None)
        if not path:
            return self.head_label()
        self.panel = path[0][0]
        readings = [read_label(text, self.section.code if self.section else None) for _, text in path]
        for reading in reversed(readings):
            says = (
                reading.item is not None
                or reading.measure is not None
                or reading.funding is not None
                or reading.is_total
            )
            if says and (reading.is_exact or len(reading.text) <= _LONG_LABEL):
                for outer in reversed(readings):
                    reading = reading._replace(
                        measure=reading.measure or outer.measure, funding=reading.funding or outer.funding
                    )
                return reading
        return readings[0] if readings else None

    @staticmethod
    def _after_placeholder(path: list[tuple[int, str]]) -> str | None:
        """任务1 | 文物日常看护: the words beside a mere number are the name."""
        at = next((i for i, (_, text) in enumerate(path) if _PLACEHOLDER.match(text)), None)
        return path[at + 1][1] if at is not None and at + 1 < len(path) else None

    def head_label(self) -> Reading | None:
        """The first column's head, which stands for the label of rows that have none."""
        first = self.table.header_paths[0] if self.table.header_paths else ()
        return read_label(first[-1]) if first and first[-1] else None

    def speaks_alone(self, column: Column) -> bool:
        """Whether a column says enough for a cell in a row without label."""
        return column.item is not None or (column.measure is not None and column.unit is not None)

    # subject -----------------------------------------------------------------------------------

    def subject_of(
        self, column: Column, label: Reading | None, path: list[tuple[int, str]], code: str | None
    ) -> tuple[Item, str | None] | None:
        """Item and budget unit of a cell; None where it has no item of its own."""
        if column.budget_unit is not None and not self._in_column(path, "names_units"):
            found = self.subject_of(replace(column, budget_unit=None), label, path, code)
            return found and (found[0], self._unit_name(read_label(column.budget_unit)))
        if (
            label is not None
            and self._in_column(path, "names_units")
            and not self._in_column(path, "names_items")
        ):
            return column.item or lb.whole_department(self.vocabulary), self._unit_name(label)
        item = self._item(column, label, path, code)
        if (
            item is not None
            and self.around.project is not None
            and project.means_project(item)
            and not self._in_column(path, "names_items")
        ):
            item = self.around.project
        return (item, None) if item is not None else None

    def _in_column(self, path: list[tuple[int, str]], what: str) -> bool:
        return any(getattr(self.columns[at], what) for at, _ in path)

    def _item(
        self, column: Column, label: Reading | None, path: list[tuple[int, str]], code: str | None
    ) -> Item | None:
        if label is None:
            return column.item or self._under_section(column)
        if code is not None:
            return self._class_row(code, label, column)
        if label.is_total and (label.item is None or label.item.code == "total"):
            return self._total_item(column)
        if self._in_column(path, "names_items") and not self._is_contract_item(label):
            return self._project(label, column)
        if self._is_fixed(label) and label.item is not None:
            if len(path) == 1 or not label.is_part:
                self.sections[self.panel] = label.item
            return self._narrower(label.item, column.item)
        if label.measure is not None or (label.is_exact and label.funding is not None):
            return (
                self._under_section(column)
                if label.is_part or self.section is None or self.executes
                else self._beside_section(column)
            )
        return self._named_row(label, column)

    def _class_row(self, code: str, label: Reading, column: Column) -> Item | None:
        """A row with a class code: the total column is the class; basic and project have no code."""
        prefix = "function" if code[0] == "2" else "economic"
        full = f"{prefix}.{code}"
        if full not in self.vocabulary.class_names or (
            column.item is not None and column.item.code != "total"
        ):
            return None
        return Item(full, full, label.text)

    def _is_fixed(self, label: Reading) -> bool:
        if label.item is None or label.item.code == "other":
            return False
        listed = "、" in label.text and "、" not in label.item.label
        return label.is_exact and not listed

    @staticmethod
    def _is_contract_item(label: Reading) -> bool:
        return (
            label.is_exact
            and label.item is not None
            and label.item.code.split(".")[0] in ("basic", "total", "three_public")
        )

    def _narrower(self, row: Item, column: Item | None) -> Item | None:
        if column is None or column.code == "total" or column.code == row.code:
            return row
        if row.code == "total" or lb.is_part(column.code, row.code):
            return column
        return row if lb.is_part(row.code, column.code) else None

    def _under_section(self, column: Column) -> Item | None:
        if column.item is not None and column.item.code != "total":
            return column.item
        return (
            self.section
            or self.around.project
            or self.scope.item
            or column.item
            or lb.whole_department(self.vocabulary)
        )

    def _beside_section(self, column: Column) -> Item | None:
        """A row of a measure or source that is no part of the row above is about the whole."""
        if self.section is not None and self.section.code.split(".")[0] in (
            "basic",
            "project",
            "three_public",
            "function",
            "economic",
        ):
            return (
                column.item
                if column.item is not None
                else self.scope.item or lb.whole_department(self.vocabulary)
            )
        return self._under_section(column)

    def _total_item(self, column: Column) -> Item | None:
        """合计 of a list of projects is project spending; of other tables the caption's item or all."""
        if column.item is not None and column.item.code != "total":
            return column.item
        for item in (self.caption.item, self.scope.item):
            if item is not None and item.role is None:
                return item
        if any(c.names_projects for c in self.columns):
            return Item("project", "项目支出", "项目支出")
        return lb.whole_department(self.vocabulary)

    def _project(self, label: Reading, column: Column) -> Item | None:
        if column.item is not None and column.item.code not in ("total", "project"):
            return None
        name = _without_note(label.text)
        return Item("project.item", None, name) if names.is_name(name) else None

    def _named_row(self, label: Reading, column: Column) -> Item | None:
        """A row whose label is a name: a project, or under basic spending a kind of cost."""
        name = _without_note(label.text)
        if not names.is_name(name) or (
            column.item is not None and column.item.code not in ("total", "project")
        ):
            return None
        parent = self.section.code if self.section else (self.scope.item.code if self.scope.item else "")
        if parent.split(".")[0] in ("basic", "economic", "procurement"):
            return Item("other", None, name)
        if parent.split(".")[0] == "project" or names.ends_in_carrier(name):
            return Item("project.item", None, name)
        return None

    def _unit_name(self, label: Reading) -> str | None:
        """The budget unit of a row; None where it is the department as a whole."""
        name = label.text
        department = self.context.department_name or ""
        if any(
            name == text or (position == "end" and name.endswith(text))
            for text, position in self.vocabulary.whole_labels
        ):
            return None
        if label.is_total or name in self.context.own_names or department.endswith(name):
            return None
        if name.endswith("部门") and name.removesuffix("部门") in department:
            return None
        return name

    # measure, funding, year ----------------------------------------------------------------------

    def measure_of(self, column: Column, label: Reading | None, item: Item, part: int) -> str | None:
        """The measure term of a cell, None where neither row, column nor caption says one."""
        term = self._stated_measure(column, label, item, part)
        if term is None:
            return None
        return budget_reading(term, self.year_of(column, label), self.vocabulary, self.context)

    def _stated_measure(self, column: Column, label: Reading | None, item: Item, part: int) -> str | None:
        row = label.measure if label else None
        if self.has_year_total and label is not None and label.text == "总计":
            return "收支总计"
        head = column.measures[part] if part < len(column.measures) else column.measure
        if row and head:
            return self._of_two(row, head, label)
        if row or head:
            term = row or head
            assert term is not None
            if (
                head is None
                and self._is_budget_table()
                and self.vocabulary.measure_of(term) in ("revenue", "expenditure")
            ):
                return BUDGETED
            return term
        if self.caption.measure or self.scope.measure:
            return self.caption.measure or self.scope.measure
        if item.code == "total" or item.role == "other" or column.funding or (label and label.funding):
            return None
        return SPENT

    def _of_two(self, row: str, head: str, label: Reading | None) -> str:
        """Row and head both state a measure: the head wins, unless the row names a balance or movement."""
        row_code, head_code = self.vocabulary.measure_of(row), self.vocabulary.measure_of(head)
        if head_code == "balance_total" or row_code == "balance_total":
            return row
        if (
            self.executes
            and label is not None
            and (label.funding is not None or row_code == "adjusted_budget")
        ):
            return head
        if head_code == "expenditure":
            settled = "决算" in head
            return (
                row
                if (row_code in _MOVEMENT and (settled or row_code in lb.CLOSING))
                or (row_code == "revenue" and settled)
                else head
            )
        if head_code in ("initial_budget", "adjusted_budget"):
            return row if row_code in _MOVEMENT or row_code == "adjusted_budget" else head
        return row if "weak" not in self.vocabulary.terms[row].cues else head

    def _is_budget_table(self) -> bool:
        """Whether caption or heading says 预算 and nothing of accounts: all its levels are budgets."""
        stated = self.caption.measure or self.scope.measure
        text = self.table.caption + "".join(h.text for h in self.table.headings[-1:])
        return (
            stated is not None
            and self.vocabulary.measure_of(stated) == "initial_budget"
            and not re.search(r"决算|执行", text)
        )

    def funding_of(self, column: Column, label: Reading | None, item: Item, measure: str) -> str | None:
        """The funding term of a cell; a carry-over or transfer already says where its money is from."""
        of_row = (
            label is not None
            and not self._is_fixed(label)
            and (item.role is None or item is self.around.project)
        )
        funding = column.funding or (label.funding if label and of_row else None) or self._funding_of_table()
        if funding is None:
            return "其他资金" if "非财政拨款结余" in measure else None
        source = self.vocabulary.terms[funding].funding or "all"
        if "非财政拨款结余" in measure:
            return "其他资金"
        own_source = self.vocabulary.measure_of(measure) in ("carryover_in", "transfer_in")
        return None if own_source and source in ("superior", "carryover", "other", "local") else funding

    def _funding_of_table(self) -> str | None:
        """The source that the caption limits the whole table to (一般公共预算财政拨款支出决算表)."""
        funding = self.caption.funding
        if funding is None or "loose_funding" in self.vocabulary.terms[funding].cues:
            return None
        one_budget = ("general_public_budget", "government_fund", "state_capital")
        return funding if self.vocabulary.terms[funding].funding in one_budget else None

    def year_of(self, column: Column, label: Reading | None) -> int | None:
        """The year of a cell: its column's, else its row's, else the report's (shifted by 上年)."""
        fiscal = self.context.fiscal_year
        year = column.year or (label.year if label and label.is_exact else None)
        if year is not None:
            return year
        shift = column.year_shift or (label.year_shift if label else 0)
        return fiscal + shift if fiscal is not None else None


def _without_note(name: str) -> str:
    """The name without a remark in brackets behind it."""
    return re.sub(r"\([^()]*\)$", "", name) or name
