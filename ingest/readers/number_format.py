"""A value of a sheet as its cell displays it: 0.9688 under the format 0.00% is 96.88%."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?]+(?:,[0#?]+)*,*(?:\.[0#?]*)?")
# How sheets show 万元: under 0\.0, a point is written before the last digit of the thousands, 12345678 as 1234.6.
_WRITTEN_POINT = re.compile(r'[0#](?:\\\.|"\.")(0+)(,*)')
_DAY = re.compile(r"d", re.IGNORECASE)
_LARGEST = 18  # digits before the point, less one; beyond, a number is no amount and is shown as it is kept
_MOST_SHOWN = 8  # places behind the point
_ROOM = Context(prec=_LARGEST + 1 + 2 + _MOST_SHOWN)  # the largest number as a percentage with all its places
_MOST_PLACES = 8  # a floating-point number says no more


def displayed(value: object, number_format: str) -> str:
    """The words that the cell shows. Dates come as 2022年3月18日, whatever the order of their format."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return _number(value, number_format or "General")
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).strip()


def _number(value: float | Decimal, number_format: str) -> str:
    exact = Decimal(str(value))
    if not exact.is_finite():
        return ""
    if exact.adjusted() > _LARGEST:
        return str(exact)
    section = _section(exact, number_format)
    bare = _QUOTED.sub("", section)
    match = _DIGITS.search(bare)
    if match is None or "General" in section or "E" in bare or "/" in bare:  # "/": a fraction
        return _plain(exact)
    written = _WRITTEN_POINT.search(section)
    if written:
        places = len(written[1])
        shown = exact.scaleb(-3 * len(written[2])).quantize(Decimal(1), ROUND_HALF_UP, _ROOM)
        return f"{shown.scaleb(-places):.{places}f}" + _words_behind(section)
    percent = min(bare.count("%"), 1)
    shown = exact.scaleb(2 * percent)
    pattern = match[0]
    whole, _, fraction = pattern.partition(".")
    thousands = min(len(whole) - len(whole.rstrip(",")), 2)
    shown = shown.scaleb(-3 * thousands)
    fraction = fraction[:_MOST_SHOWN]
    places = len(fraction)
    shown = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ROOM)
    optional = len(fraction) - len(fraction.rstrip("#"))
    if "," in whole.rstrip(","):
        text = f"{shown:,.{places}f}"
    else:  # 000 shows 7 as 007
        width = max(1, min(whole.count("0"), _LARGEST)) + bool(places) + places + shown.is_signed()
        text = f"{shown:0{width}.{places}f}"
    for _ in range(optional):
        text = text.removesuffix("0") if "." in text else text
    return text.removesuffix(".") + "%" * percent + _words_behind(section)


def _words_behind(section: str) -> str:
    """Quoted words behind the digits, such as a unit: 0.00"万元"."""
    tail = re.search(r'[0#?],*%?"([^"]*)"\s*$', section)
    return tail[1] if tail else ""


def _section(value: Decimal, number_format: str) -> str:
    """The part of the format for the value's sign; without one of its own, a negative number keeps the first."""
    sections = number_format.split(";")
    if value == 0 and len(sections) > 2 and _DIGITS.search(_QUOTED.sub("", sections[2])):
        return sections[2]
    return sections[0]


def _plain(value: Decimal) -> str:
    """A number without a format: the noise of its floating point cut off."""
    rounded = round(value, _MOST_PLACES)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: date, number_format: str) -> str:
    bare = _QUOTED.sub("", number_format or "")
    if not _DAY.search(bare) and "m" in bare.lower():
        return f"{value.year}年{value.month}月"
    if not _DAY.search(bare) and "y" in bare.lower():
        return f"{value.year}年"
    return f"{value.year}年{value.month}月{value.day}日"
