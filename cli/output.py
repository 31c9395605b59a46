"""How the commands print: money in the unit that reads best, sentences with their figures marked, JSON for programs."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.terminal import shown

_TEN_THOUSAND = Decimal(10_000)
_FEN_OF_TEN_THOUSAND = Decimal(100)  # 万元 with two decimals is exact where the yuan divide by this
_PIPE_WIDTH = 200  # of what is no terminal: files and pipes
# Control characters beyond those that JSON itself escapes, and what turns the direction of writing.
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

Span = tuple[int, int]


def console() -> Console:
    """The console of a command's answer; wide where it is no terminal, so that nothing is cut for a file."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(width=_PIPE_WIDTH, highlight=False)


def aside() -> Console:
    """The console for progress, which must not mix with an answer that a program reads."""
    return Console(stderr=True, highlight=False)


def money(yuan: Decimal | None) -> str:
    """An amount with its unit: 万元 where it is exact so with two decimals, otherwise 元. Never rounded."""
    if yuan is None:
        return ""
    if abs(yuan) >= _TEN_THOUSAND and yuan % _FEN_OF_TEN_THOUSAND == 0:
        return f"{yuan / _TEN_THOUSAND:,.2f} 万元"
    return f"{yuan:,.2f} 元"


def quantity(value: Decimal | None, unit: str | None) -> str:
    """A value of a check or an indicator with its unit; yuan as `money` prints them."""
    if value is None:
        return ""
    if unit == "元":
        return money(value)
    number = f"{value.normalize():,f}"
    return f"{number}{unit}" if unit == "%" else f"{number} {unit or ''}".strip()


def sentence(text: str, marks: Sequence[Span] = (), style: str = "bold yellow") -> Text:
    """A sentence whose figures stand between « and », also where there is no colour."""
    written, end = Text(), 0
    for begin, stop in sorted(marks):
        written.append(shown(text[end:begin]))
        written.append(f"«{shown(text[begin:stop])}»", style=style)
        end = stop
    written.append(shown(text[end:]))
    return written


def table(*headings: str, title: str | None = None, right: Iterable[str] = ()) -> Table:
    """A table without lines between its rows; the columns `right` hold numbers."""
    made = Table(title=title, title_justify="left", header_style="bold", title_style="bold")
    numbers = set(right)
    for heading in headings:
        is_number = heading in numbers
        made.add_column(heading, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    return made


def pairs(rows: Iterable[tuple[str, str | Text]]) -> Table:
    """Names with their values, one a line; what is empty is left out."""
    made = Table(show_header=False, box=None, pad_edge=False)
    made.add_column(style="bold", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value:
            made.add_row(name, value if isinstance(value, Text) else words(value))
    return made


def words(value: object) -> Text:
    """Any value as text that is neither markup nor control."""
    return Text("" if value is None else shown(str(value)))


def print_json(value: Any) -> None:
    """One JSON document on stdout: UTF-8, moments in UTC, money as numbers of yuan."""
    print(json_text(value))


def json_text(value: Any, indent: int | None = 1) -> str:
    """JSON in which no character can act on a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_jsonable)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _jsonable(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z" if value.tzinfo is None else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
