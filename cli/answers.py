"""The answer of a query as a table for the terminal; no column is ever left out, and no text is taken for markup."""

from decimal import Decimal
from typing import Any

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from warehouse.query import Answer
from warehouse.terminal import shown

_NARROWEST = 12  # a column of words that is broken more often cannot be read
_FRAME = 3  # the border and the blanks of a column
SHOWN_CHARACTERS = 5_000  # of one value


def as_table(answer: Answer) -> Table:
    """An answer as a table for the terminal, numbers to the right."""
    table = Table(header_style="bold")
    for index, column in enumerate(answer.columns):
        is_number = _is_number(answer, index)
        # a number that is broken over two lines reads as two numbers
        table.add_column(
            Text(shown(column)), justify="right" if is_number else "left", overflow="fold", no_wrap=is_number
        )
    for row in answer.rows:
        table.add_row(*(Text(cell(value)) for value in row))
    return table


def as_records(answer: Answer) -> Table:
    """An answer with one line for each column of each row, for a terminal that is too narrow for a table."""
    table = Table(show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for row in answer.rows:
        table.add_section()
        for column, value in zip(answer.columns, row, strict=True):
            table.add_row(Text(shown(column)), Text(cell(value)))
    return table


def fitting(answer: Answer, width: int) -> Table:
    """A table where all columns fit into a terminal of this width, else records. No column is ever left out."""
    needed = 1
    for index in range(len(answer.columns)):
        is_number = _is_number(answer, index)
        widths = [cell_len(cell(row[index])) for row in answer.rows]
        widths.append(cell_len(answer.columns[index]))
        needed += _FRAME + (max(widths) if is_number else min(max(widths), _NARROWEST))
    return as_table(answer) if needed <= width else as_records(answer)


def _is_number(answer: Answer, index: int) -> bool:
    return any(isinstance(row[index], int | float | Decimal) for row in answer.rows)


def cell(value: Any) -> str:
    """One value in words: nothing for NULL, a decimal whole and with its thousands apart, a long text in part."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,f}"
    text = str(value)
    if len(text) > SHOWN_CHARACTERS:
        text = f"{text[:SHOWN_CHARACTERS]} … ({len(text):,} characters)"
    return shown(text)
