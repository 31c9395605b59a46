"""Finds every number in folded text, in one pass: its value, its unit and what kind of number it is.

Which units there are is data (`dbt_project/seeds/number_unit.csv`); how numbers are written is the
pattern below. A Chinese numeral counts only with a unit behind it or 第 before it, because 一 and 三
mostly stand in words (统一, 三公); 一 with a mere classifier (一个, 一项) is an article, not a number.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from ingest.structure.numerals import CHINESE_DIGITS, CHINESE_MYRIADS, chinese_value, parse_number
from ingest.vocabulary.reading import Rows, read_seed

__all__ = ["Number", "find_numbers", "parse_number"]


class Number(NamedTuple):
    """One number. `text[start:end]` are its own characters, sign included, unit excluded.

    `kind` is one of money, foreign_money, unit_cost (450元/人), percent, points, count, score, times,
    duration, year (value: the year), date (value: the year, or the month where none is written),
    month, day, ordinal, enumerator, identifier, bare.
    `unit` is normalised (50万 -> 万元, 20余家 -> 家, 3.2亿余元 -> 亿元); `unit_text` is as written, and
    empty where the number has none, or shares that of the range that it begins (2 in 2-3万元).
    `approximate`: 约, 近, 余, 多, 以上 and the like stand with it. `in_range`: one end of a range.
    """

    start: int
    end: int
    value: Decimal
    kind: str
    unit: str = ""
    unit_text: str = ""
    unit_start: int = 0
    unit_end: int = 0
    approximate: bool = False
    in_range: bool = False


def _alternatives(units: Rows) -> str:
    """A pattern for any of `units`, branching on the first character, longest first."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for row in sorted(units, key=lambda row: len(row["unit"]), reverse=True):
        guard = f"(?![{row['not_before']}])" if row["not_before"] else ""
        by_first[row["unit"][0]].append(re.escape(row["unit"][1:]) + guard)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())


_UNITS = read_seed("number_unit")
_UNIT_KINDS = {row["unit"]: row["kind"] for row in _UNITS}
_OTHER = tuple(row for row in _UNITS if row["kind"] not in ("money", "foreign_money"))
_COUNTED_NAMES = "|".join(
    sorted(
        (u for u, kind in _UNIT_KINDS.items() if kind == "count" and not u.isascii()), key=len, reverse=True
    )
)
_CURRENCIES = "|".join(u for u, kind in _UNIT_KINDS.items() if kind == "foreign_money")

_MORE = "[余多来几]"
_UNIT = (
    rf"(?:(?:百万|千万|万亿|[千百万亿])?{_MORE}?[ ]?元(?:整|[ ]?/[ ]?(?:{_COUNTED_NAMES}|年|月|天|日|小时|学时)"
    rf"(?:[ ]?[/·.][ ]?(?:{_COUNTED_NAMES}|年|月|天|日|次))?)?"
    rf"|[万亿]?{_MORE}?(?:{_CURRENCIES})"
    rf"|[万亿]?{_MORE}?[ ]?(?:{_alternatives(_OTHER)})(?![A-Za-z])"
    rf"|万亿|[万亿])"
)
_TAIL = re.compile(rf"( ?{_MORE})? ?({_UNIT})?")
_FIRST_OF_YEAR = r"(?:(?<=1)9|(?<=2)0)[0-9]{2}"  # goes on after the first digit
_YEAR = "(?:19|20)[0-9]{2}"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_CN = CHINESE_DIGITS
_CN_DIGIT = "[〇零○OoΟ0一二三四五六七八九]"
_CN_SMALL = "[一二三四五六七八九十廿]"

# The first character is one class, so that the scan leaps to it; look-behinds then choose the branch.
_NUMBER = re.compile(
    rf"""[0-9.{_CN}](?:
      (?<=[0-9])(?:
        (?P<date> {_FIRST_OF_YEAR}(?:
              [ ]?年[ ]?{_MONTH}(?:[ ]?月(?:[ ]?{_DAY}[ ]?[日号])?|[.]{_DAY}(?![0-9.%万亿元]))
             |(?P<mark>[-./]){_MONTH}(?P=mark){_DAY}(?![0-9]))
           |[0-9]?[ ]?月[ ]?{_DAY}[ ]?[日号])
       |(?P<year> {_FIRST_OF_YEAR}(?=[ ]?财?年|[-—~/、至和与]{{1,2}}{_YEAR}[ ]?年))
       |(?P<enumerator> [0-9]?(?=[.]{_YEAR}[ ]?年))
       |(?P<identifier> (?<=0)[0-9]{{2,3}}-[0-9]{{7,8}}(?![0-9])|(?<=0)[0-9]+(?![0-9.])
           |[0-9]?(?:[+][0-9]{{1,2}})+(?![0-9.%‰万亿元+]))
       |(?P<amount>
           (?: (?<=[1-9])[0-9]{{0,2}}(?:
                  (?:,[0-9]{{3}})+(?![,，]?[0-9])
                 |(?:，[0-9]{{3}})+(?=[.][0-9]|[ ]?[万亿千]?元)
                 |(?:[ ][0-9]{{3}})+(?=(?:[.][0-9]+)?[ ]?[万亿千]?元))
            |[0-9]*)
           (?:[.][0-9]+)?
           (?:亿[0-9]+(?:[.][0-9]+)?(?=[ ]?万)|万[0-9]{{1,4}}(?:[.][0-9]+)?(?=[ ]?元)|[千百](?!元|瓦|米|克))?))
     |(?P<fraction> (?<=[.])(?<![0-9][.])[0-9]+)
     |(?<=[{_CN}])(?:
        (?P<chinese_date> (?<=[一二]){_CN_DIGIT}{{3}}年(?:{_CN_SMALL}{{1,2}}月(?:{_CN_SMALL}{{1,3}}[日号])?)?)
       |(?P<chinese_ordinal> (?<=第[{_CN}])[{_CN}]*(?!方))
       |(?P<chinese_share> (?<=百分之[{_CN}])[{_CN}]*)
       |(?P<chinese> [{_CN}{CHINESE_MYRIADS}]{{0,24}}(?=[ ]?{_MORE}?[ ]?{_UNIT}))))""",
    re.VERBOSE,
)
_ABOUT_BEFORE = ("约", "近", "超", "逾", "超过", "突破", "不足")
_ABOUT_AFTER = ("以上", "以内", "以下", "左右", "上下", "余", "多")
# One look at the character beside a number spares most of them the patterns above.
_ABOUT_BEFORE_LAST = frozenset(word[-1] for word in _ABOUT_BEFORE)
_ABOUT_AFTER_FIRST = frozenset(word[0] for word in _ABOUT_AFTER)
_TAIL_FIRST = frozenset({*(row["unit"][0] for row in _UNITS), *"余多来几百千万亿元 "})
_RANGE_LINK = re.compile(r" ?(?:[-—~]{1,2}|至|到) ?")
# What may follow 万 or 亿 of money where 元 is dropped; before another word it counts things (50万粉丝).
_AFTER_BARE_MONEY = re.compile(r"(?![\u4e00-\u9fff])|(?=[用作给资补奖的左以上下及和与并为拨经专列支款至到])")
_ENUMERATED = re.compile(rf"[、.)](?:(?![0-9])|(?={_YEAR}年))")
_NUMBERED = ("指标", "目标", "任务", "附件", "附表", "表", "图", "问题")
_OUTLINE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})+ ?(?=[\u4e00-\u9fff])")
_NOT_BEFORE_CHINESE = tuple("几数此这该各每")
_HEADS = " \n\t。;:!?，,("


def find_numbers(text: str) -> list[Number]:
    """Every number of the folded `text`, in order. Offsets count in `text`."""
    numbers: list[Number] = []
    floor = 0  # where the previous number ended, unit included
    for match in _NUMBER.finditer(text):
        number = _READERS[match.lastgroup or ""](text, *match.span(), floor)
        if number is None:
            continue
        if numbers and number.start - floor < 4 and _RANGE_LINK.fullmatch(text, floor, number.start):
            _join_range(numbers, number)
        else:
            numbers.append(number)
        floor = number.unit_end
    return numbers


def _read_amount(text: str, start: int, end: int, floor: int) -> Number | None:
    try:
        value = Decimal(text[start:end])
    except InvalidOperation:  # grouped, or with 千, 万, 亿
        value = parse_number(text[start:end])
    more, unit_start, unit_end = _tail(text, end)
    unit_text = text[unit_start:unit_end]
    before = text[start - 1] if start else ""
    about = more or _is_about(text, start, unit_end)
    if before == "第":
        return Number(start, end, value, "ordinal", unit_text, unit_text, unit_start, unit_end)
    if before == "之" and text.endswith(("百分之", "千分之"), 0, start):
        sign = "%" if text[start - 3] == "百" else "‰"
        return Number(start, end, value, "percent", sign, text[start - 3 : start], start - 3, end, about)
    if unit_text:
        kind, unit, inner_more = _unit(unit_text)
        if unit_text in ("万", "亿", "万亿") and not _AFTER_BARE_MONEY.match(text, unit_end):
            kind, unit = "count", unit_text
        about = about or inner_more
    elif before == "¥":
        kind, unit, unit_text, unit_start, unit_end = "money", "元", "¥", start - 1, end
    else:
        kind, unit = _kind_without_unit(text, start, end), ""
    if before in ("-", "负") and start > floor and _is_sign(text, start - 1, floor):
        start, value = start - 1, -value
    elif before == "(" and start == 1 and text[end:] == ")" and "." in text[start:end]:
        start, end, value = 0, end + 1, -value
        unit_start = unit_end = end
    return Number(start, end, value, kind, unit, unit_text, unit_start, unit_end, about)


def _is_about(text: str, start: int, end: int) -> bool:
    """Whether a word right before or behind says that a number is not exact."""
    return (text[end : end + 1] in _ABOUT_AFTER_FIRST and text.startswith(_ABOUT_AFTER, end)) or (
        text[start - 1 : start] in _ABOUT_BEFORE_LAST and text.endswith(_ABOUT_BEFORE, 0, start)
    )


def _tail(text: str, end: int) -> tuple[bool, int, int]:
    """What follows a number: whether 余, 多 ... stands there, and where its unit is (empty: at `end`)."""
    if text[end : end + 1] not in _TAIL_FIRST:
        return False, end, end
    match = _TAIL.match(text, end)
    if match is None or match.start(2) < 0:
        return text[end : end + 1] in ("余", "多"), end, end
    return match.start(1) >= 0, match.start(2), match.end(2)


@lru_cache(maxsize=4096)
def _unit(written: str) -> tuple[str, str, bool]:
    """Kind and normalised spelling of a unit, and whether it says "some more" inside (亿余元)."""
    plain = written.replace(" ", "")
    unit = re.sub(rf"{_MORE}(?=.)", "", plain).removesuffix("整")
    more = len(unit) < len(plain.removesuffix("整"))
    if unit in ("万", "亿", "万亿"):
        return "money", unit + "元", more
    if "/" in unit:
        return "unit_cost", unit, more
    kind = _UNIT_KINDS.get(unit) or _UNIT_KINDS.get(unit.lstrip("万亿"))
    return kind or "money", unit, more  # what the file does not list ends in 元 (千万元)


def _kind_without_unit(text: str, start: int, end: int) -> str:
    """enumerator, identifier or bare, by what stands beside the number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before and before.isascii() and (before.isalpha() or before == "_")) or (
        after.isascii() and after.isalpha()
    ):
        return "identifier"
    length = end - start
    if length <= 2 and (not before or before in _HEADS) and _ENUMERATED.match(text, end):
        return "enumerator"
    if length <= 2 and text.endswith(_NUMBERED, 0, start) and after in ("", ":", ")", "、", ";", "，", "。"):
        return "enumerator"
    if (not before or before == "\n") and _OUTLINE.match(text, start):
        return "enumerator"
    if before == "[" and (after == "]" or length > 4):
        return "identifier"
    return "identifier" if length >= 9 and text[start:end].isdigit() else "bare"


def _is_sign(text: str, at: int, floor: int) -> bool:
    """Whether the - or 负 at `at` is a sign, not a link, a hyphen or part of a word."""
    if text[at] == "负":
        return True
    before = text[at - 1 : at]
    return (
        at > floor - (not floor)
        and not (before.isascii() and before.isalnum())
        and before not in tuple(')]"%-')
    )


def _read_year(text: str, start: int, end: int, floor: int) -> Number:
    year_at = text.find("年", end, end + 2)
    unit_start, unit_end = (year_at, year_at + 1) if year_at >= 0 else (end, end)
    return Number(
        start, end, Decimal(text[start:end]), "year", "年", text[unit_start:unit_end], unit_start, unit_end
    )


def _read_date(text: str, start: int, end: int, floor: int) -> Number:
    leading = re.match(r"\d+", text[start:end])
    assert leading is not None
    return Number(start, end, Decimal(leading[0]), "date", "", "", end, end)


def _read_chinese_date(text: str, start: int, end: int, floor: int) -> Number:
    year = chinese_value(text[start : start + 4].replace("0", "〇")) or Decimal(0)
    if end == start + 5:
        return Number(start, start + 4, year, "year", "年", "年", start + 4, end)
    return Number(start, end, year, "date", "", "", end, end)


def _read_enumerator(text: str, start: int, end: int, floor: int) -> Number:
    return Number(start, end, Decimal(text[start:end]), "enumerator", "", "", end, end)


def _read_identifier(text: str, start: int, end: int, floor: int) -> Number:
    """Leading zeros, telephone numbers, 12+1: the value is that of the digits."""
    digits = re.sub(r"\D", "", text[start:end])
    return Number(start, end, Decimal(digits), "identifier", "", "", end, end)


def _read_chinese_ordinal(text: str, start: int, end: int, floor: int) -> Number | None:
    value = chinese_value(text[start:end])
    return None if value is None else Number(start, end, value, "ordinal", "", "", end, end)


def _read_chinese_share(text: str, start: int, end: int, floor: int) -> Number | None:
    value = chinese_value(text[start:end])
    return None if value is None else Number(start, end, value, "percent", "%", "百分之", start - 3, end)


def _read_chinese(text: str, start: int, end: int, floor: int) -> Number | None:
    while text[end - 1] in CHINESE_MYRIADS:  # 一百二十万元: the number is 一百二十, the unit 万元
        end -= 1
    written = text[start:end]
    more, unit_start, unit_end = _tail(text, end)
    unit_text = text[unit_start:unit_end]
    kind, unit, inner_more = _unit(unit_text) if unit_text else ("bare", "", False)
    large_money = kind == "money" and "元" in unit_text and unit_text[0] in CHINESE_MYRIADS
    before = text[start - 1 : start]
    if kind in ("bare", "ordinal", "identifier") or (
        written[0] in "一百千" and len(written) == 1 and not large_money
    ):
        return None  # a word: 二级, 三公, 一项, 百家
    in_myriads = unit_text[:1] in ("万", "萬")  # 三亿八千五百万元 is 38,500 of its unit, as 3亿8500万元 is
    value = None if before in _NOT_BEFORE_CHINESE else chinese_value(written, in_myriads)
    if value is None or (kind == "month" and value > 12) or (written == "零" and kind != "money"):
        return None  # 数十家, 此两项, 十三月工资, 零部件
    about = more or inner_more or _is_about(text, start, unit_end)
    return Number(start, end, value, kind, unit, unit_text, unit_start, unit_end, about)


def _join_range(numbers: list[Number], upper: Number) -> None:
    """Add the upper end of a range whose lower end is the last of `numbers`; mark both."""
    lower = numbers[-1]
    if lower.kind == "bare" and upper.kind not in ("identifier", "enumerator", "date"):
        lower = lower._replace(kind=upper.kind, unit=upper.unit)
    if lower.kind == upper.kind and lower.kind not in ("identifier", "enumerator", "date"):
        numbers[-1], upper = lower._replace(in_range=True), upper._replace(in_range=True)
    numbers.append(upper)


_READERS: dict[str, Callable[[str, int, int, int], Number | None]] = {
    "amount": _read_amount,
    "fraction": _read_amount,
    "year": _read_year,
    "date": _read_date,
    "enumerator": _read_enumerator,
    "identifier": _read_identifier,
    "chinese": _read_chinese,
    "chinese_date": _read_chinese_date,
    "chinese_ordinal": _read_chinese_ordinal,
    "chinese_share": _read_chinese_share,
}
