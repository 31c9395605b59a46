"""Reads goal and result cells: every quantity with its operator, value, unit and words; and which
result belongs to which goal."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.indicators.terms import claim_words, operators
from ingest.indicators.wording import (
    QUANTITIES,
    Names,
    leading_verb,
    name_of,
    neighbours,
    sentences,
    with_numbers,
)
from ingest.structure.numbers import Number, find_numbers
from ingest.vocabulary.patterns import any_of

_ONLY_TEMPLATE = re.compile(r"^(?:(?:指标|目标)\d*:?)?[.…·、\s]*$|^[-—/无\s]+$|^不适用$|^(?:XX|xx|××)")
_COMPLETION = re.compile(
    r"(?:完成度|完成率|完成比例|完成(?:年度|全年|年初)?(?:目标|任务|计划)(?:任务)?的?)(?:分别|均|各)?(?:为|达到?|达|约)?$"
)
_CHANGE = re.compile(
    r"(?:同比|环比|较|比(?![例重赛])|(?<!不)[高低]于|超额|超出)[^\d]*$|\(含$"
    rf"|^[，,、\s]*(?:总数)?(?:{any_of((*claim_words('rise'), *claim_words('fall')))})(?:了|达|为|约)*$"
)
_VALUE_KINDS = QUANTITIES | {"bare", "enumerator", "ordinal"}  # 1届 in a cell of its own is a count
_LIKE_ENOUGH = 0.5
_LOOSE = re.compile(r"[余多约近含及个]")
_SAYS_MORE = re.compile(r"[\w%]")
_MARKER = re.compile(r"(?:目标|指标)\s?\d+\s?[:：.、]")


@dataclass(slots=True)
class Quantity:
    """A number of a goal or result: `name` is what its own words say that it counts."""

    name: str
    value: Decimal
    unit: str | None
    operator: str
    begin: int
    end: int  # of the number itself, in the cell
    completion: Decimal | None = None  # stated rate of completion, per cent
    marker: str | None = None  # the goal that it stands under, such as 目标2


def is_blank(text: str | None) -> bool:
    """Whether a goal or result cell says nothing: empty, a dash, 无, or an unused template line."""
    return not text or bool(_ONLY_TEMPLATE.match(text))


def read_value(text: str, operator: str | None, unit: str | None) -> Quantity | None:
    """The quantity of a cell that holds one value and no words (≥95%, 12, 800人次以上), else None.

    `operator` and `unit` are those of their own cells, where the sheet has such columns.
    """
    numbers = find_numbers(text)
    if len(numbers) != 1:
        return None
    number = numbers[0]
    rest = text[: number.start] + text[number.unit_end :]
    for word, _ in (*operators("before"), *operators("after")) if rest else ():
        rest = rest.replace(word, "")
    words = _LOOSE.sub("", rest)
    if number.kind not in _VALUE_KINDS or _SAYS_MORE.search(words):
        return None
    return Quantity(
        "",
        number.value,
        number.unit or unit or None,
        operator or operator_at(text, number),
        number.start,
        number.end,
    )


def read_quantities(text: str) -> list[Quantity]:
    """The quantities that a goal or result of prose states, each with its name; changes and shares left out."""
    found: list[Quantity] = []
    numbers = find_numbers(text)
    markers = [(match.start(), match[0]) for match in _MARKER.finditer(text)]
    verb = ""
    for start, end, inside in with_numbers(sentences(text), numbers):
        verb = ""
        settled = len(found)
        rates: list[Decimal] = []
        for i in inside:
            number = numbers[i]
            floor, ceiling = neighbours(numbers, i, start, end)
            words = text[floor : number.start]
            if number.kind == "percent" and found[settled:] and _said_of_completion(words, rates):
                rates.append(number.value)
                _put_completion(found[settled:], rates)
                continue
            rates = []
            if number.kind not in QUANTITIES or _CHANGE.search(words):
                continue
            name = name_of(text, number, floor, ceiling)
            listed = words.strip() in ("、", "和", "及") or words.startswith("、")
            if not listed:
                verb = match[0] if (match := leading_verb().match(name)) else ""
            elif verb and name and not leading_verb().match(name):
                name = verb + name
            above = bisect_left(markers, (number.start + 1, ""))
            marker = markers[above - 1][1] if above else None
            found.append(
                Quantity(
                    _without_marker(name), number.value, number.unit or None, operator_at(text, number),
                    number.start, number.end, marker=marker and marker.strip(":：.、 "),
                )
            )  # fmt: skip
    return _with_operators_of_ranges(found, numbers)


def match_results(goals: Sequence[Quantity], results: Sequence[Quantity]) -> list[Quantity | None]:
    """For each goal the result that is about the same thing, or None. Each result serves one goal.

    Results are matched by the words of their names; a lone goal takes a lone result of its kind.
    """
    names = Names(result.name for result in results)
    pairs = sorted(
        (-alike, abs(len(goal.name) - len(results[r].name)), g, r)
        for g, goal in enumerate(goals)
        for r, alike in names.like(goal.name, _LIKE_ENOUGH)
        if _same_kind(goal, results[r])
    )
    chosen: list[Quantity | None] = [None] * len(goals)
    taken: set[int] = set()
    for _, _, g, r in pairs:
        if chosen[g] is None and r not in taken:
            chosen[g] = results[r]
            taken.add(r)
    if len(goals) == len(results) == 1 and _same_kind(goals[0], results[0]):
        return [results[0]]
    return chosen


def _said_of_completion(words: str, rates: Sequence[Decimal]) -> bool:
    """Whether the words before a percentage make it a rate of completion, or one more of those before it."""
    return bool(_COMPLETION.search(words)) or (bool(rates) and words.strip() in ("、", "和", "，"))


def _put_completion(results: Sequence[Quantity], rates: Sequence[Decimal]) -> None:
    """Rates of completion are said of the results right before them, in order (完成率分别为108%、95%)."""
    for result, rate in zip(results[-len(rates) :], rates, strict=False):
        result.completion = rate


def operator_at(text: str, number: Number) -> str:
    """How a target number binds (>=, <=, =), by the words beside it."""
    after = text[number.unit_end : number.unit_end + 5].lstrip("(")
    if after.startswith(_words("after")):
        return next(operator for word, operator in operators("after") if after.startswith(word))
    before = text[max(0, number.start - 6) : number.start].rstrip()
    if before.endswith(_words("before")):
        return next(operator for word, operator in operators("before") if before.endswith(word))
    return "="


@cache
def _words(place: str) -> tuple[str, ...]:
    return tuple(word for word, _ in operators(place))


def _with_operators_of_ranges(found: list[Quantity], numbers: Sequence[Number]) -> list[Quantity]:
    """A range (1-2家) is two targets: at least the one, at most the other."""
    ends = {number.start for number in numbers if number.in_range}
    lower = None
    for quantity in found:
        if quantity.begin not in ends:
            lower = None
        elif lower is None:
            lower, quantity.operator = quantity, ">="
        else:
            quantity.operator = "<="
            quantity.name = lower.name = quantity.name or lower.name
            lower = None
    return found


def _same_kind(goal: Quantity, result: Quantity) -> bool:
    def money_or_rate(quantity: Quantity) -> str:
        unit = quantity.unit or ""
        return "元" if unit.endswith("元") else "%" if unit == "%" else ""

    return money_or_rate(goal) == money_or_rate(result)


def _without_marker(name: str) -> str:
    return _MARKER.sub("", name)
