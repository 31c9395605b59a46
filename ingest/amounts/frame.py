"""What all cells of a table share: its columns, caption and headings, and the sections that its rows open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ingest.amounts.columns import Column
from ingest.amounts.model import Item, Surroundings
from ingest.amounts.readings import Reading, read_label
from ingest.amounts.scope import Scope, read_scope
from ingest.context import ReportContext
from ingest.structure.model import Cell, Table
from ingest.vocabulary.vocabulary import Vocabulary

_CAPTION_END = 80
_WHO = re.compile(
    r"^(?:编制|填报|公开|预算)?(?:部门|单位)(?:\(单位\)|名称)?:(?!\(?(?:人民币)?[万亿千百]{0,2}元)"
)
_CARRIED = re.compile(r"结[转余]")
_TOTALS = ("总计", "合计")
_EXECUTION = re.compile(r"执行|支付数|实际支出")

Path = list[tuple[int, str]]  # the label cells of a row: column and text


def read_caption(table: Table) -> Reading:
    """What the lines above a table say, but for the name of the department (部门:某文化馆)."""
    lines = [line for line in table.caption.split("\n") if not _WHO.search(line)]
    caption = "\n".join(lines)[-_CAPTION_END:]
    return read_label(caption) if caption else Reading()


def _repeated(cells: list[Cell | None]) -> Iterator[str]:
    """The totals that label a row, or two rows below each other, twice: once for each of two panels."""
    texts = ["".join(cell.text.split()) for cell in cells if cell is not None]
    yield from (label for label in _TOTALS if texts.count(label) > 1)


@dataclass
class Frame:
    """One table while it is read."""

    table: Table
    columns: list[Column]
    vocabulary: Vocabulary
    context: ReportContext
    around: Surroundings
    caption: Reading = field(init=False)
    scope: Scope = field(init=False)
    panel: int = 0  # the column of the labels at hand
    sections: dict[int, Item] = field(default_factory=dict)  # the item over a panel's indented rows
    balances: dict[int, str] = field(default_factory=dict)  # the measure over a panel's rows of sources

    def __post_init__(self) -> None:
        self.caption = read_caption(self.table)
        self.scope = read_scope(self.context.without_own_names(self.table.headings))

    @property
    def section(self) -> Item | None:
        """The item that indented rows of the panel at hand stand under."""
        return self.sections.get(self.panel)

    @cached_property
    def has_year_total(self) -> bool:
        """Whether the table balances 本年收入合计 and 本年支出合计 with carry-overs."""
        cells = (c.text for row in self.table.rows for c in row if c is not None)
        return any(text.startswith("本年") and text.endswith("合计") for text in cells)

    @cached_property
    def balance_labels(self) -> frozenset[str]:
        """The row labels of the totals that balance income and outlay, carry-over included.

        总计 where 本年收入合计 stands above it, or where it closes two panels side by side; 合计 closes panels
        with a carry-over in them.
        """
        rows = self.table.rows
        twice = {
            label
            for row, below in zip(rows, [*rows[1:], []], strict=True)
            for label in _repeated([*row, *below])
        }
        labels = {"总计"} if self.has_year_total else set()
        if self._has_two_sides():
            labels |= twice & ({"总计", "合计"} if self._carries_over() else {"总计"})
        return frozenset(labels)

    def _has_two_sides(self) -> bool:
        words = "".join(self._words())
        return "收入" in words and "支出" in words

    def _carries_over(self) -> bool:
        return any(_CARRIED.search(word) for word in self._words())

    def _words(self) -> Iterator[str]:
        yield self.table.caption
        yield from (cell.text for cell in self.table.header_cells)
        yield from (cell.text for row in self.table.rows for cell in row if cell is not None)

    @cached_property
    def executes(self) -> bool:
        """Whether a column states execution: then row labels name sources."""
        return any(c.measure and _EXECUTION.search(c.measure) for c in self.columns)

    @cached_property
    def has_heads(self) -> bool:
        """Whether any column has a head."""
        return any(self.table.header_paths)

    @cached_property
    def heads_say_money(self) -> bool:
        """Whether a column's head says anything of the amounts below it."""
        return any(c.measure or c.funding or c.item or c.year for c in self.columns)

    @property
    def lists_classes(self) -> bool:
        """Whether the table lists classes, or is about one project: 合计 is not about one class then."""
        coded = any(c.is_code for c in self.columns)
        return coded or self.has_year_total or self.around.project is not None

    @cached_property
    def is_scoring(self) -> bool:
        """Whether rows without heads stand below heads of a scoring sheet: their numbers are marks."""
        return not self.has_heads and self.around.is_scoring

    def in_column(self, path: Path, what: str) -> bool:
        """Whether a label cell stands in a column of names: `what` is names_units, names_items, …"""
        return any(getattr(self.columns[at], what) for at, _ in path)
