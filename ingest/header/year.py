"""The fiscal year that a report is about, and the date on which it was published."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from ingest.header.pages import Pages
from ingest.header.words import CHINESE_YEAR, YEAR

_EARLIEST, _LATEST = 2000, 2100
_CHINESE_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○OoΟ0", "0")
_ANY_YEAR = rf"({YEAR}|{CHINESE_YEAR})"
_FISCAL = re.compile(rf"(?<![0-9]){_ANY_YEAR}年?度")
_PLAIN = re.compile(rf"(?<![0-9]){_ANY_YEAR}年(?!公开)")
_SPAN = re.compile(rf"(?<![0-9])({YEAR})年?[-—~至]({YEAR})年")
_YEAR_LINE = re.compile(rf"\(?{_ANY_YEAR}年?度?\)?$")
_CAPTION = re.compile(
    rf"{_ANY_YEAR}年?度?[^。;，]{{0,20}}(?:决算表|预算表|自评表|总表|明细表|情况表|决算数|执行数)"
)
_MONEY_SENTENCE = re.compile(
    rf"{_ANY_YEAR}年(?![0-9]{{1,2}}月)((?:(?!{YEAR}年)[^。;]){{0,60}}?)[0-9]\n?(?:[万亿]\n?)?元"
)
_OWN_MONEY = re.compile(r"预算|决算|支出|收入|经费|资金|拨款|结转|结余|追加|公用|接待")
_OTHERS_MONEY = re.compile(r"企业|研发|R&D|产值|销售|税收|纳税|GDP|生产总值|投资|合同")
_MENTION = re.compile(rf"(?<![较比与0-9]){_ANY_YEAR}年(?![0-9]{{1,2}}月|以来)")
_NOTICE = re.compile(rf"财?[绩预效][^\n。]{{0,6}}\[({YEAR})\]")
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|成文|信息|公布|生成|发表|公示)(?:日期|时间)[:\n]{0,2}"
    r"((?:19|20)[0-9]{2})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})"
)
_ENOUGH = 3  # money sentences of another year that outweigh a title


def find_published_on(body: str) -> date | None:
    """The date that the page says it was published on. Damaged dates (2024926) are none."""
    for match in _PUBLISHED.finditer(body):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def find_fiscal_year(
    pages: Pages, title: str | None, file_name: str, is_budget: bool, published_on: date | None
) -> int | None:
    """The fiscal year, by trust: title, cover, money sentences, captions, notice, publication, mentions.

    A title that no money sentence bears out, against several of one other year, is a leftover of
    last year's file. A budget is published in its own year, everything else in the year after.
    """
    sentences = _years_of_own_money(pages.body)
    stated = year_of_title(title or "") or year_of_title(file_name) or _year_on_cover(pages)
    ranked = sentences.most_common(1)
    if stated is not None:
        leftover = not is_budget and ranked and not sentences[stated] and ranked[0][1] >= _ENOUGH
        return ranked[0][0] if leftover else stated
    if ranked and ranked[0][1] >= 2:
        return _latest_of_most(sentences)
    captions = _counted(_CAPTION.findall(pages.body))
    for counts in (captions, sentences):
        if counts:
            return _latest_of_most(counts)
    notice = _NOTICE.search(pages.body)
    later = int(notice[1]) if notice else published_on.year if published_on else None
    if later is not None:
        return later if is_budget else later - 1
    mentioned = _counted(_MENTION.findall(pages.body))
    return _latest_of_most(mentioned) if mentioned else None


def year_of_title(title: str) -> int | None:
    """2023年公开的2022年度部门决算 -> 2022; a project of 2021—2022年 is reported for its last year."""
    if not title:
        return None
    span = _SPAN.search(title)
    if span:
        return int(span[2])
    for pattern in (_FISCAL, _PLAIN):
        found = pattern.search(title)
        if found and (year := _year(found[1])):
            return year
    return None


def _year_on_cover(pages: Pages) -> int | None:
    for line in pages.lines[:30]:
        found = _YEAR_LINE.match(line)
        if found and (year := _year(found[1])):
            return year
    return None


def _years_of_own_money(body: str) -> Counter[int]:
    return _counted(
        written
        for written, words in _MONEY_SENTENCE.findall(body)
        if _OWN_MONEY.search(words) and not _OTHERS_MONEY.search(words)
    )


def _counted(written: Iterable[str]) -> Counter[int]:
    return Counter(year for text in written if (year := _year(text)))


def _latest_of_most(counts: Counter[int]) -> int:
    return max(counts, key=lambda year: (counts[year], year))


def _year(written: str) -> int | None:
    year = int("".join(_CHINESE_DIGITS.get(digit, "2" if digit == "二" else digit) for digit in written))
    return year if _EARLIEST <= year < _LATEST else None
