"""Reads the columns of a table: header paths become item, measure, source, year and unit of the cells."""

import re
from dataclasses import dataclass, field

from ingest.amounts.model import Item
from ingest.amounts.readings import Reading, read_label
from ingest.structure.model import Table

_SLASHED = re.compile(r"^(预算数?)/(决算数?|执行数|支出)$")
_UNIT_NAME = re.compile(r"(?:局|委|办|办公室|中心|站|所|队|校|院|馆|本级|机关|大队|学校|协会|处)$")
_PLAIN_BUDGET = re.compile(r"^(?:预算|预算数|预算金额|预算额|预算\(A\))$")
_LEFT = re.compile(r"^(?!上年|年初).*结[转余]")  # beside what is left, a budget is all that was available
_OWN_OUTLAY = re.compile(r"(?:上缴上级|对附属单位补助|经营)支出")  # outlays that have no item of their own
_PANEL = re.compile(r"科目|编码|行次|^项目")
BESIDE_EXECUTION = "=available_beside_execution"


@dataclass(slots=True)
class Column:
    """What the header over one column says."""

    item: Item | None = None
    measure: str | None = None
    measures: list[str] = field(default_factory=list)  # of a head such as 预算/决算
    funding: str | None = None
    year: int | None = None
    year_shift: int = 0
    period: str | None = None  # part of a year, or several
    unit: str | None = None
    may_hold_money: bool = True
    names_items: bool = False
    names_units: bool = False
    names_projects: bool = False
    is_code: bool = False
    is_sum: bool = False  # 合计 under a head with an item: all of it
    budget_unit: str | None = None  # a column for each budget unit


def read_columns(table: Table) -> list[Column]:
    """One Column for each column of the table."""
    width = max([len(table.header_paths), *(len(row) for row in table.rows)], default=0)
    paths = [*table.header_paths, *[()] * (width - len(table.header_paths))]
    panels = _panel_heads(paths)
    columns: list[Column] = []
    for at, path in enumerate(paths):
        columns.append(_column(path, at, paths, columns))
        if path and path[0] in panels and len(path) > 1 and columns[at].item == read_label(path[0]).item:
            columns[at].item = None  # the panel's rows name their items
    whole_measure = next(
        (c.measure for c in columns if c.measure and c.item and c.item.code == "total"), None
    )
    executes = any(c.measure and "执行" in c.measure for c in columns)
    leaves = any(c.measure and _LEFT.search(c.measure) for c in columns)
    has_initial = any(c.measure and "年初" in c.measure for c in columns)
    for column in columns:
        if column.measure is None and column.funding is not None:
            column.measure = whole_measure
        if (executes or leaves) and not has_initial and column.measure and _PLAIN_BUDGET.match(column.measure):
            column.measure = BESIDE_EXECUTION
    return columns


def _panel_heads(paths: list[tuple[str, ...]]) -> set[str]:
    """Outer heads over a whole panel: codes or names and amounts (人员经费 over 科目编码, 科目名称, 决算数)."""
    return {path[0] for path in paths if len(path) > 1 and _PANEL.search(path[-1])}


def _column(path: tuple[str, ...], at: int, paths: list[tuple[str, ...]], before: list[Column]) -> Column:
    column = Column()
    readings = [read_label(text) for text in path if text]
    for reading in readings:
        _take(column, reading)
    leaf = readings[-1] if readings else None
    if leaf is None:
        return column
    if (leaf.is_other or leaf.is_change) and leaf.unit is None:
        column.may_hold_money = False
    if any(r.is_other for r in readings) and column.unit is None and column.measure is None:
        column.may_hold_money = False
    if leaf.item is None and leaf.measure == "支出" and (leaf.left or leaf.funding):
        column.may_hold_money = False  # an outlay of a kind that has no item
    if any(r.is_outside for r in readings):
        column.may_hold_money = False
    if leaf.is_part and leaf.measure is None and at and len(path) > 1 and paths[at - 1][:1] == path[:1]:
        column.measure = before[at - 1].measure
    if column.item is None and column.measure is None and column.funding is None and at and leaf.year is None:
        column.budget_unit = leaf.text if _UNIT_NAME.search(leaf.text) else None
    if column.item is not None and column.item.role:
        column.item = None
    if _OWN_OUTLAY.fullmatch(leaf.text):
        column.item, column.funding, column.measure = Item("other", None, leaf.text), None, "支出"
        column.may_hold_money = True
    return column


def _take(column: Column, reading: Reading) -> None:
    """Adds what one head of the path says; the inner head overrides."""
    slashed = _SLASHED.match(reading.text)
    if slashed:
        column.measures = [slashed[1], slashed[2]]
    is_sum = reading.item is not None and reading.item.code == "total" and column.item is not None
    column.is_sum |= is_sum
    column.item = column.item if is_sum else reading.item or column.item
    if reading.measure and not (reading.funding and column.measure):
        column.measure = reading.measure
    column.funding = reading.funding or column.funding
    column.year = reading.year or column.year
    column.year_shift = reading.year_shift or column.year_shift
    column.period = reading.period or column.period
    column.unit = reading.unit or column.unit
    column.names_items |= reading.names_items
    column.names_units |= reading.names_units
    column.names_projects |= reading.names_items and "名称" in reading.text and "任务" not in reading.text
    column.is_code |= "编码" in reading.text or "代码" in reading.text
