"""Reads the rates that a table prints beside its amounts: 全年预算数 | 全年执行数 | 执行率."""

import re
from collections.abc import Sequence

from ingest.amounts.frame import Frame
from ingest.amounts.ledger import Span
from ingest.amounts.model import Claim, Draft
from ingest.structure.model import Cell

_RATE_HEAD = re.compile(r"(?:预算|资金|支出)?(?:执行|支付|完成)(?:率|进度)|支出(?:率|进度)")
_BUDGETS = ("adjusted_budget", "initial_budget")  # the rate of a form is of the budget as adjusted
_RATE_KINDS = frozenset({"percent", "bare"})


def rate_columns(frame: Frame) -> list[int]:
    """The columns whose head says that they hold rates of execution."""
    return [at for at, path in enumerate(frame.table.header_paths) if path and _RATE_HEAD.search(path[-1])]


def read_rate(
    frame: Frame, columns: Sequence[int], row: Sequence[Cell | None], entered: Sequence[Draft], evidence: Span
) -> Claim | None:
    """The rate that a row states of its spending and budget; None where either is missing or not single.

    `entered` are the figures that the row gave; `columns` those of rates.
    """
    by_measure: dict[str, list[Draft]] = {}
    for draft in entered:
        by_measure.setdefault(frame.vocabulary.measure_of(draft.measure), []).append(draft)
    budget = next((by_measure[measure] for measure in _BUDGETS if measure in by_measure), [])
    spent = by_measure.get("expenditure", [])
    cells = [cell for at in columns if at < len(row) and (cell := row[at]) is not None and cell.text]
    if len(cells) != 1 or len(spent) != 1 or len(budget) != 1 or not spent[0].item.same(budget[0].item):
        return None
    numbers = cells[0].numbers
    if len(numbers) != 1 or numbers[0].kind not in _RATE_KINDS:
        return None
    span = cells[0].span(numbers[0].start, numbers[0].end)
    return Claim(
        "execution_rate", *span, numbers[0].value, "%", None, evidence, spent[0], budget[0], spent[0].year
    )
