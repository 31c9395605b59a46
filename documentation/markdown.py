"""Tables of Markdown from values of the warehouse."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a table; columns of numbers stand to the right."""
    rows = list(rows)
    columns = [[row[place] for row in rows] for place in range(len(headings))]
    yield _line(headings)
    yield "|" + "|".join("--:" if any(map(_is_number, column)) else "---" for column in columns) + "|"
    yield from (_line([cell(value) for value in row]) for row in rows)


def cell(value: Any) -> str:
    """A value in one line: nothing for NULL, thousands set apart in amounts, no sign that Markdown takes for its own."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return f"{value.quantize(Decimal(1)) if whole else value.normalize():,f}"
    text = " ".join(str(value).split())
    for sign in "\\|<*`":
        text = text.replace(sign, f"\\{sign}")
    return text


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
