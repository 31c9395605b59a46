"""What level a table cell states: its measure, funding source and year, from row, column and caption.

Of two measures the head's wins, except where the row names a balance that the head only dates
(上年结转 | 决算数). In forms of execution (预算数 | 执行数) row labels are sources.
"""

import re

from ingest.amounts import labels as lb
from ingest.amounts.columns import Column
from ingest.amounts.frame import Frame
from ingest.amounts.model import BUDGETED, SPENT, Item
from ingest.amounts.readings import Reading
from ingest.amounts.rules import names, periods
from ingest.amounts.rules.measures import budget_reading
from ingest.amounts.rules.years import SET_FOR_THE_YEAR
from ingest.amounts.subjects import is_fixed

_MOVEMENT = lb.CLOSING | lb.BUDGET_PARTS - {"initial_budget"}
_OTHER_MONEY = "其他资金"
_ONE_BUDGET = ("general_public_budget", "government_fund", "state_capital")


def measure_of(frame: Frame, column: Column, label: Reading | None, item: Item, part: int) -> str | None:
    """The measure term of a cell, None where neither row, column nor caption says one."""
    term = _stated_measure(frame, column, label, item, part)
    if term is None:
        return None
    year, fiscal = year_of(frame, column, label), frame.context.fiscal_year
    if year is not None and fiscal is not None and year > fiscal:
        term = BUDGETED if frame.vocabulary.measure_of(term) == "adjusted_budget" else term  # 下年度预算
    return budget_reading(term, year, frame.vocabulary, frame.context)


def is_of_the_year(frame: Frame, column: Column, label: Reading | None, measure: str) -> bool:
    """Whether the amount is one year's: not spent in part of a year, nor in several."""
    period = column.period or (label.period if label else None)
    if periods.PART in (period, frame.caption.period, frame.scope.period):
        return frame.vocabulary.measure_of(measure) in SET_FOR_THE_YEAR
    return period is None


def _stated_measure(frame: Frame, column: Column, label: Reading | None, item: Item, part: int) -> str | None:
    row = label.measure if label else None
    if label is not None and label.text in frame.balance_labels:
        return "收支总计"
    head = column.measures[part] if part < len(column.measures) else column.measure
    if head and label is not None and item.role == "project.item" and item.label == names.without_note(label.text):
        return head  # 4、省级专项资金 below 项目支出: the words are a project's name
    if row and head:
        return _of_two(frame, row, head, label)
    stated = frame.caption.measure or frame.scope.measure
    if term := row or head:
        levels = ("revenue", "expenditure")
        plain = head is None and frame.vocabulary.measure_of(term) in levels
        return BUDGETED if plain and _is_budget_table(frame) else term
    if stated:
        return SPENT if _is_outlay_beside_income(frame, stated, item) else stated
    if frame.vocabulary.is_budget_document(frame.context.kind_term):
        return BUDGETED
    if item.code == "total" or item.role == "other" or column.funding or (label and label.funding):
        return None
    return SPENT


def _is_outlay_beside_income(frame: Frame, stated: str, item: Item) -> bool:
    """基本支出 below a caption that speaks of income and outlay is outlay."""
    is_income = frame.vocabulary.measure_of(stated) == "revenue"
    return is_income and "支出" in item.label and "支" in frame.table.caption


def _of_two(frame: Frame, row: str, head: str, label: Reading | None) -> str:
    """Row and head both state a measure: the head wins, unless the row names a balance or movement."""
    row_code, head_code = frame.vocabulary.measure_of(row), frame.vocabulary.measure_of(head)
    if head_code == "balance_total" or row_code == "balance_total":
        return row
    if frame.executes and label is not None and (label.funding is not None or row_code == "adjusted_budget"):
        return head
    if head_code == "expenditure":
        settled = "决算" in head
        is_balance = row_code in _MOVEMENT and (settled or row_code in lb.CLOSING)
        return row if is_balance or (row_code == "revenue" and settled) else head
    if head_code in ("initial_budget", "adjusted_budget"):
        return row if row_code in _MOVEMENT or row_code == "adjusted_budget" else head
    return row if "weak" not in frame.vocabulary.terms[row].cues else head


def _is_budget_table(frame: Frame) -> bool:
    """Whether caption or heading says 预算 and nothing of accounts: all its levels are budgets."""
    stated = frame.caption.measure or frame.scope.measure
    text = frame.table.caption + "".join(h.text for h in frame.table.headings[-1:])
    return (
        stated is not None
        and frame.vocabulary.measure_of(stated) == "initial_budget"
        and not re.search(r"决算|执行", text)
    )


def funding_of(frame: Frame, column: Column, label: Reading | None, item: Item, measure: str) -> str | None:
    """The funding term of a cell; a carry-over or transfer already says where its money is from."""
    if "非财政拨款结余" in measure:
        return _OTHER_MONEY
    of_row = label is not None and not is_fixed(label) and (item.role is None or item is frame.around.project)
    funding = column.funding or (label.funding if label and of_row else None)
    if funding is not None:
        source = frame.vocabulary.terms[funding].funding or "all"
        code = frame.vocabulary.measure_of(measure)
        said = code in ("carryover_in", "transfer_in") and source in (
            "superior",
            "carryover",
            "other",
            "local",
        )
        if not said and not (
            code in ("carryover_out", "returned", "balance_total") and source == "carryover"
        ):
            return funding
    return None if item.code.startswith("three_public") else _funding_of_table(frame)


def _funding_of_table(frame: Frame) -> str | None:
    """The source that the caption limits the whole table to (一般公共预算财政拨款支出决算表)."""
    funding = frame.caption.funding
    if funding is None or "loose_funding" in frame.vocabulary.terms[funding].cues:
        return None
    return funding if frame.vocabulary.terms[funding].funding in _ONE_BUDGET else None


def year_of(frame: Frame, column: Column, label: Reading | None) -> int | None:
    """The year of a cell: its column's, else its row's, else the report's (shifted by 上年)."""
    fiscal = frame.context.fiscal_year
    year = column.year or (label.year if label and label.is_exact else None)
    if year is not None:
        return year
    shift = column.year_shift or (label.year_shift if label else 0)
    return fiscal + shift if fiscal is not None else None
