"""Table cells that hold an amount, a class code or only the number of a column."""

import re

from ingest.structure.model import Cell
from ingest.structure.numbers import Number, parse_number

_NUMERAL = r"(?:\d{1,3}(?:[,， ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_UNIT = r"(?P<unit>万元|亿元|千元|元|万|亿)?"
AMOUNT = re.compile(
    rf"\s*¥?\s*(?P<minus>[-(]\s*)?(?P<first>{_NUMERAL})\)?\s*{_UNIT}\s*(?:\([^\d].*\))?\s*", re.DOTALL
)
TWO_AMOUNTS = re.compile(rf"(?P<minus>)(?P<first>{_NUMERAL})(?P<unit>)\s*/\s*(?P<second>{_NUMERAL})")
LABELLED = re.compile(rf"(?P<label>(?:其中:)?[^:\d][^:]*):\s*(?P<minus>-?)(?P<first>{_NUMERAL})\s*{_UNIT}")
CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
CODED_LABEL = re.compile(r"(?P<code>\d{3}(?:\d\d){0,2})[ -]?(?P<label>[\u4e00-\u9fff(].*)", re.DOTALL)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FULL_UNIT = {"万": "万元", "亿": "亿元"}
_UNCOUNTED = ("栏次", "行次", "—", "-")


def amount_of(text: str) -> re.Match[str] | None:
    """The match of a cell that holds an amount, or two parted by a slash."""
    return ("/" in text and TWO_AMOUNTS.fullmatch(text)) or AMOUNT.fullmatch(text)


def number_in(found: re.Match[str], name: str = "first") -> Number:
    """The number of one group of a matched cell; an accountants' bracket or a minus negates it."""
    start, end = found.span(name)
    value = parse_number(found[name])
    unit_text = found["unit"] or ""
    if found["minus"]:
        start, value = found.start("minus"), -value
        end += found.string.startswith(")", end)
    unit = _FULL_UNIT.get(unit_text, unit_text)
    return Number(start, end, value, "money" if unit else "bare", unit, unit_text, end, end + len(unit_text))


_LONGEST_COLUMN_NUMBER = 3  # digits


def counts_columns(row: list[Cell | None]) -> bool:
    """Whether the row only numbers the columns (栏次 1 2 3 …)."""
    texts = [c.text for c in row if c is not None and c.text]
    digits = [text for text in texts if text.isdigit()]
    if len(digits) < 3 or max(map(len, digits)) > _LONGEST_COLUMN_NUMBER:
        return False
    if any(not t.isdigit() and t not in _UNCOUNTED for t in texts):
        return False
    first = int(digits[0])
    return [int(d) for d in digits] == list(range(first, first + len(digits)))
