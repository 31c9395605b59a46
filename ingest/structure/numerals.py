"""The value of one written number: 1,234.56, .56, 3千, 3亿5000, 一百二十, 壹拾贰万叁仟, 二〇二〇, -12."""

import re
from decimal import Decimal, InvalidOperation

from ingest.structure.fold import fold

_DIGITS = {
    c: i
    for i, group in enumerate(
        ("〇零○OoΟ", "一壹", "二贰两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in group
}
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_WESTERN = re.compile(r"\d+(?:\.\d+)?|\.\d+")

_HUNDRED_MILLIONS = re.compile(r"(.+)[亿億](.*)")

CHINESE_DIGITS = "〇零○一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟廿"
CHINESE_MYRIADS = "万亿萬億"


def parse_number(written: str) -> Decimal:
    """The exact value of a number as it is written, without its unit. Raises ValueError.

    Blanks and digit grouping are ignored; 千, 百, 万 and 亿 that belong to the number are applied.
    """
    text = (
        fold(written).replace(" ", "").replace("\t", "").replace("\n", "").replace(",", "").replace("，", "")
    )
    if text[:1] in ("-", "负"):
        return -parse_number(text[1:])
    if text[:1] == "(" and text[-1:] == ")":  # accountants' negative
        return -parse_number(text[1:-1])
    value = _western(text) if text[:1].isascii() else chinese_value(text)
    if value is None:
        raise ValueError(f"not a number: {written!r}")
    return value


def _western(text: str) -> Decimal | None:
    """12, 12.5, .5, 3千, 12万3000 (in 元), 3亿5000 (in 万元: 亿 and 万 are each 10,000 of what follows)."""
    try:
        return Decimal(text)
    except InvalidOperation:
        pass
    for myriad in "亿万":
        whole, found, rest = text.partition(myriad)
        if found and _WESTERN.fullmatch(whole) and _WESTERN.fullmatch(rest):
            return Decimal(whole) * 10_000 + Decimal(rest)
    head, sign = text[:-1], text[-1:]
    return Decimal(head) * _POWERS[sign] if sign in _POWERS and _WESTERN.fullmatch(head) else None


def chinese_value(text: str, in_myriads: bool = False) -> Decimal | None:
    """The value of a Chinese numeral, or None where the characters form none (十四五, 一二).

    `in_myriads`: the unit behind it counts ten thousands (三亿八千五百 in 三亿八千五百万元).
    """
    if not text:
        return None
    if in_myriads and (parts := _HUNDRED_MILLIONS.fullmatch(text)):
        whole, rest = chinese_value(parts[1]), chinese_value(parts[2].lstrip("零〇") or "零")
        return None if whole is None or rest is None else whole * 10_000 + rest
    if all(c in _DIGITS for c in text):  # digit by digit: a lone digit, or a year such as 二〇二〇
        return Decimal("".join(str(_DIGITS[c]) for c in text)) if len(text) in (1, 4) else None
    total = section = 0
    digit: int | None = None
    ceiling = 10**12  # within a section, powers must fall
    for c in text.replace("廿", "二十"):
        if c in _DIGITS:
            if digit:  # two digits in a row
                return None
            digit = _DIGITS[c]
        elif c in _POWERS:
            if _POWERS[c] >= ceiling:
                return None
            ceiling = _POWERS[c]
            section += (1 if digit is None or (digit == 0 and c in "十拾") else digit) * ceiling
            digit = None
        elif c in _MYRIADS:
            section += digit or 0
            if not section:
                return None
            total = (total + section) * _MYRIADS[c] if _MYRIADS[c] > total else total + section * _MYRIADS[c]
            section, digit, ceiling = 0, None, 10**12
        else:
            return None
    if digit and ceiling == 10**12 and len(text) > 1 and text[-2] in _MYRIADS:  # 三万五 says 35000, loosely
        return None
    return Decimal(total + section + (digit or 0))
