"""Statistics that the text claims: what was counted, how much, the change on the year before, ranks.

Money is taken only where the amount extractor says that it is not the department's own, and never
under a heading of receipts and spending. Shares and changes of the department's own money belong to
its stated relations and are left alone.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.terms import claim_words, section_role
from ingest.indicators.wording import (
    QUANTITIES,
    clause_start,
    generic,
    leading_verb,
    likeness,
    meaningful,
    moved_from,
    name_of,
    neighbours,
    never_claimed,
    sentences,
    thing,
    trim,
    with_numbers,
    without_own_name,
    year_of,
)
from ingest.records import Indicator
from ingest.structure.model import Paragraph
from ingest.structure.numbers import Number
from ingest.vocabulary.patterns import any_of

_CLAIMED_KINDS = frozenset({"count", "money", "percent"})
_RISE, _FALL = any_of(claim_words("rise")), any_of(claim_words("fall"))
_CHANGE = re.compile(rf"({_RISE}|{_FALL})(?:率|幅度?)?(?:了|为|达到?|约|近|超过?)*$")
_COMPARED = re.compile(rf"(?:同比|环比|较|比|相比).*?(?:{_RISE}|{_FALL}|多|少|净增|净减)")
_FALLS = re.compile(_FALL)
_ONLY_CHANGE = re.compile(rf"(?:同比|较上年|{_RISE}|{_FALL}|了)+")
_OTHER_BASE = re.compile(any_of(claim_words("other_base")))
_LEVEL_OF_RATE = re.compile(rf"(?:{any_of(claim_words('rate'))})|^占.{{2,20}}$")
_RANK = re.compile(
    rf"(?:{any_of(claim_words('rank_verb'))})[在于]?[^，。；;:\d]{{0,12}}?第([一二三四五六七八九十]|\d{{1,3}})[名位]?"
)
_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}
_QUOTED = re.compile(r'"[^"]{0,20}"|《[^》]*》')
_THRESHOLD = claim_words("threshold")  # 单价50万元以上设备2台: not an amount
_PLANNED = re.compile(rf"^(?:{any_of(claim_words('planned'))}|到20\d\d年)|(?:{any_of(claim_words('ruled'))})")
_SILENT_WORDS = re.compile(r"第.{1,3}[条章款]|扣\d|[计得][\d.]+分")
_CLAUSE = re.compile(r"[，,。;:]")
_LONGEST_SUBJECT = 30
_SAME_THING = 0.3
_TIMES = re.compile(r"[去上]一?年度?|上期|年初|同期|20\d\d年度?|相比|平均|[整总]体")
_LISTED = re.compile("[、和及与]")
_LINKS = re.compile(r"^(?:[较比与]|相比).*|.*(?:[总增降涨跌减]幅?|速度?)$")


@dataclass(slots=True)
class Settled:
    """What other extractors said of numbers, by offsets in the stored text.

    `facts`: numbers that are another fact. `staff`: head counts; the rest of their sentence speaks of
    the department's own people. `foreign`: others' money; None where nobody looked at money.
    """

    facts: set[int]
    staff: set[int]
    foreign: set[int] | None

    def settles(self, offset: int, number: Number, own_money: bool) -> bool:
        """Whether a number is no claim: a fact already, or (in part) the department's own money."""
        if offset in self.facts or (own_money and number.kind in ("money", "percent")):
            return True
        return number.kind == "money" and self.foreign is not None and offset not in self.foreign


def from_paragraph(paragraph: Paragraph, settled: Settled, context: ReportContext) -> Iterator[Indicator]:
    """The claims of a paragraph."""
    if not paragraph.numbers or (role := section_role(paragraph.headings)) == "silent":
        return
    text = paragraph.text
    quoted = [match.span() for match in _QUOTED.finditer(text)] if '"' in text or "《" in text else []
    names_rank = "第" in text
    quantities = [
        number
        for number in paragraph.numbers
        if number.kind in QUANTITIES
        and not (quoted and _lies_in(quoted, number.start))
        and not (number.kind == "money" and text.startswith(_THRESHOLD, number.unit_end))
    ]
    free = [not settled.settles(_offset(paragraph, number), number, role == "money") for number in quantities]
    if not quantities and not names_rank:
        return
    for start, end, of_sentence in with_numbers(sentences(text), quantities):
        if not (of_sentence or names_rank) or _SILENT_WORDS.search(text, start, end):
            continue
        inside = [*of_sentence]
        if any(_offset(paragraph, quantities[i]) in settled.staff for i in inside):
            inside = [i for i in inside if quantities[i].unit not in ("人", "名")]
        yield from _claims(paragraph, quantities, free, inside, (start, end), context)


def _lies_in(spans: list[tuple[int, int]], position: int) -> bool:
    """Whether one of the spans, which follow one another, holds the position."""
    before = bisect_right(spans, (position, sys.maxsize))
    return before > 0 and position < spans[before - 1][1]


def _claims(
    paragraph: Paragraph, numbers: list[Number], free: list[bool], inside: list[int],
    sentence: tuple[int, int], context: ReportContext,
) -> Iterator[Indicator]:  # fmt: skip
    text, (start, end) = paragraph.text, sentence
    found: list[Indicator] = []
    part_of: list[bool] = []  # whether a claim is introduced as a part (其中…) of the one before
    changes: list[Decimal] = []  # of a list: 分别增长32.4%、94.08%
    sign = 1
    verb = ""
    for i in inside:
        number = numbers[i]
        is_rate = number.kind == "percent"
        if not is_rate and (not free[i] or number.kind not in _CLAIMED_KINDS):
            continue
        floor, ceiling = neighbours(numbers, i, start, end)
        words = text[max(floor, clause_start(text, number.start, floor)) : number.start]
        reach = text[max(floor, start) : number.start]
        if is_rate and (_CHANGE.search(words) or (changes and words.strip() in ("、", "和"))):
            if not changes:
                sign = -1 if _FALLS.search(words) else 1
            if "分别" in words or changes:
                changes.append(sign * number.value)
            elif found and _is_of_another(words, found[-1]) and free[i]:
                row = _row(paragraph, number, trim(words), sentence, context)
                found.append(row._replace(yoy_pct=sign * number.value))
                part_of.append(False)
            elif found and not _OTHER_BASE.search(reach):
                of_whole = len(found) > 1 and part_of[-1] and "幅" in words
                row = found[-2 if of_whole else -1]
                if row.yoy_pct is None:
                    found[-2 if of_whole else -1] = row._replace(yoy_pct=sign * number.value)
            elif not found and meaningful(_subject(words)) and free[i]:
                row = _row(paragraph, number, trim(words), sentence, context)
                found.append(row._replace(yoy_pct=sign * number.value))
                part_of.append(False)
            continue
        if not free[i] or number.in_range or text.startswith("第", number.unit_end):
            continue
        if _COMPARED.search(reach) or moved_from(text, numbers, i + 1, start):
            continue
        moved = moved_from(text, numbers, i, start)
        name = trim(text[slice(*moved)]) if moved else name_of(text, number, floor, ceiling)
        listed = reach.startswith(("、", "和", "及"))
        if not listed:
            verb = match[0] if (match := leading_verb().match(name)) else ""
        elif verb and meaningful(name) and not leading_verb().match(name):
            name = verb + name
        name = _completed(name, listed, found, paragraph, number, start)
        if _claimable(name, number, words):
            found.append(_row(paragraph, number, name, sentence, context))
            part_of.append("其中" in reach)
    for at, change in zip(range(len(found) - len(changes), len(found)), changes, strict=True):
        if at >= 0:
            found[at] = found[at]._replace(yoy_pct=change)
    if changes and not found:
        found += _changes_of_list(paragraph, numbers, inside, changes, sentence, context)
    yield from found
    yield from _ranks(paragraph, start, end, found, context)


def _changes_of_list(
    paragraph: Paragraph, numbers: list[Number], inside: list[int], changes: list[Decimal],
    sentence: tuple[int, int], context: ReportContext,
) -> list[Indicator]:  # fmt: skip
    """Changes alone, said of a list of things: 事故起数、死亡人数同比分别下降20%和33.3%."""
    rates = [numbers[i] for i in inside if numbers[i].kind == "percent"][: len(changes)]
    start = clause_start(paragraph.text, rates[0].start, sentence[0])
    subject = _subject(paragraph.text[start : rates[0].start]).replace("分别", "")
    things = [thing.strip() for thing in _LISTED.split(subject)]
    if len(things) != len(changes) or not all(map(meaningful, things)):
        return []
    return [
        _row(paragraph, rate, things[at], sentence, context)._replace(yoy_pct=changes[at])
        for at, rate in enumerate(rates)
    ]


def _completed(
    name: str, listed: bool, found: list[Indicator], paragraph: Paragraph, number: Number, start: int
) -> str:
    """A name for a number whose own clause does not say what it counts."""
    if generic().match(name) and found:
        return thing(found[-1].indicator_name) + name
    if meaningful(name) and not leading_verb().fullmatch(name):
        return name
    own = clause_start(paragraph.text, number.start, start)
    if found and (listed or not meaningful(name)):
        running_total = "累计" in paragraph.text[own : number.start]
        return f"累计{thing(found[-1].indicator_name)}" if running_total else found[-1].indicator_name
    if topic := _topic(paragraph):
        return f"{topic}:{name}".strip(":")
    before = trim(paragraph.text[clause_start(paragraph.text, max(start, own - 1), start) : own])
    return before if len(before) <= _LONGEST_SUBJECT else ""


def _topic(paragraph: Paragraph) -> str:
    """What the heading right above is about; empty where it only names a section of every report."""
    if not paragraph.headings or section_role(paragraph.headings[-1:]):
        return ""
    return _CLAUSE.split(paragraph.headings[-1].text)[0]


def _claimable(name: str, number: Number, words: str) -> bool:
    if not meaningful(name) or never_claimed().search(name) or _PLANNED.search(words.strip()):
        return False
    if number.kind == "percent":
        return bool(_LEVEL_OF_RATE.search(name))
    return not _ONLY_CHANGE.fullmatch(name)


def _subject(words: str) -> str:
    return _CHANGE.sub("", trim(words)).replace("同比", "")


def _is_of_another(words: str, row: Indicator) -> bool:
    """Whether a change is said of a thing of its own (浓度同比下降8%), not of the claim before it."""
    subject = _LINKS.sub("", _TIMES.sub("", _subject(words)))
    return (
        meaningful(subject)
        and not generic().search(subject)
        and likeness(subject, row.indicator_name) < _SAME_THING
    )


def _offset(paragraph: Paragraph, number: Number) -> int:
    return paragraph.span(number.start, number.end)[0]


def _ranks(
    paragraph: Paragraph, start: int, end: int, found: list[Indicator], context: ReportContext
) -> Iterator[Indicator]:
    """Ranks (总量排全省第三), said of the claim before where they name nothing themselves."""
    text = paragraph.text
    if text.find("第", start, end) < 0:
        return
    for match in _RANK.finditer(text, start, end):
        name = trim(text[clause_start(text, match.start(), start) : match.start()])
        place = paragraph.span(match.start(), match.end())[0]
        before = [row for row in found if row.char_start < place]
        if before and (not name or generic().match(name)):
            name = before[-1].indicator_name.removesuffix(name) + name
        if meaningful(name):
            value = Decimal(_DIGITS.get(match[1]) or match[1])
            yield draft(
                context, "achievement", "rank_claim", f"{name}排名", paragraph.span(*match.span(1)), text[start:end],
                fiscal_year=year_of(text, start, match.start()) or context.fiscal_year,
                actual_text=match[0], actual_value=value, actual_unit="位",
            )  # fmt: skip


def _row(
    paragraph: Paragraph, number: Number, name: str, sentence: tuple[int, int], context: ReportContext
) -> Indicator:
    text = paragraph.text
    return draft(
        context, "achievement", "indicator_claim", without_own_name(name, context.own_names), paragraph.span(number.start, number.end),
        text[slice(*sentence)].strip(),
        fiscal_year=year_of(text, sentence[0], number.start) or context.fiscal_year,
        actual_text=text[number.start : number.unit_end],
        actual_value=number.value,
        actual_unit=number.unit or None,
    )  # fmt: skip
