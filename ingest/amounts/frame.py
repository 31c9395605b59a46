"""What all cells of a table share: its columns, caption and headings, and the sections that its rows open."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from ingest.amounts.columns import Column
from ingest.amounts.model import Item, Surroundings
from ingest.amounts.readings import Reading, read_label
from ingest.amounts.scope import Scope, read_scope
from ingest.context import ReportContext
from ingest.structure.model import Table
from ingest.vocabulary.vocabulary import Vocabulary

_CAPTION_END = 80
_WHO = re.compile(
    r"^(?:编制|填报|公开|预算)?(?:部门|单位)(?:\(单位\)|名称)?:(?!\(?(?:人民币)?[万亿千百]{0,2}元)"
)
_EXECUTION = re.compile(r"执行|支付数|实际支出")

Path = list[tuple[int, str]]  # the label cells of a row: column and text


def read_caption(table: Table) -> Reading:
    """What the lines above a table say, but for the name of the department (部门:某文化馆)."""
    lines = [line for line in table.caption.split("\n") if not _WHO.search(line)]
    caption = "\n".join(lines)[-_CAPTION_END:]
    return read_label(caption) if caption else Reading()


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
        self.scope = read_scope(self.table.headings)

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
