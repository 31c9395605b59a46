"""Goals with their results in prose: 计划培训3000人次，实际培训3260人次; 满意度98%，高于95%的目标值.

Sentences are read with their quantities masked, so that the patterns speak of words only. A goal and
a result count as a pair only where their units agree.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from ingest.indicators.scoring import subject
from ingest.indicators.targets import operator_at
from ingest.indicators.terms import operators
from ingest.indicators.wording import (
    QUANTITIES,
    clause_start,
    generic,
    leading_verb,
    meaningful,
    name_of,
    trim,
)
from ingest.structure.model import Paragraph
from ingest.structure.numbers import Number
from ingest.vocabulary.patterns import any_of

_FIRST, _REST = "\ue000", "\ue001"  # stand for the first and the other characters of a quantity
_Q = f"{_FIRST}{_REST}*"
_NO = f"[^。!?;{_FIRST}{_REST}"  # begins a class: no quantity, no end of a sentence or part of it
_SIGN = re.compile("目标|控制在|指标值|计划|任务|预期|预计|设定|应[完培建发]|拟|[≥≤]|[低少高超多大小][于过]")
_SENTENCE = re.compile(r"[^。!?\n]+")
_SET = r"(?:工作|绩效|年度|年初|全年|预期|预定|既定|设定|计划|本年度?|当年|上级|下达|原定?|申报|批复|的)*"
_GOAL = (
    rf"(?:{_SET}(?:目标|指标|任务|计划)(?:任务|指标|目标)?[值数量]|{_SET}(?:目标任务|任务目标|目标|任务|计划(?!生育|单列|财务|经济))"
    r"|(?:年初|年度|预期|原)设定|预期|预计|应(?=完成|培训|建设|发放)|拟)"
)
_DONE = (
    r"(?:实际(?:完成)?(?:值|情况|数|结果)?:?|完成(?:值|情况):?|实有|实现|已?完成|达到|达成|达"
    r"|(?:调查|测评|评价|统计|抽查|考核)?结果(?:为|显示)?|现为)"
)
_ASKED = (  # what may stand between goal and result: who found it, and when
    r"(?:(?:经|委托|通过|根据|据|按)[^。!?;，,]{0,24}[，,]?|截[至止][^。!?;，,]{0,14}[，,]?|全年|年末|年底|最终|最后|目前|当年|共|累计"
    r"|[我本](?:[局委办院馆站所镇乡校会]|中心|街道|单位|部门|年度?))*"
)
_MEETS = (
    r"(?:为|是|占|比|较|相当于|超额?完成|圆满完成|全面完成|完成|实现|达到|达成|超过|超出|超|高于|优于|大于|等于|满足|符合"
    r"|低于|少于|未达到?|没有达到|不低于|不少于|未完成|未超过|不超过)了?"
)
_RATE = re.compile(r"(?:完成|达成|执行|实现|到位)(?:率|度|比例|进度)|提前|超额|同比|增长|下降|占")
_TEXTS = re.compile(
    r"(?:目标|指标|任务)值?(?:为|是|:)(?P<target>[^，,。;:]{1,30})[，,;]"
    r"(?:项目|工程)?实际(?:完成|达成|完工|竣工|开工|验收)?(?:值|情况|时间|日期)?(?:为|是|:)?(?P<actual>[^，,。;:]{1,30})"
)
_COMPLETED = re.compile(
    r"[，,;(]?(?:指标|目标|任务|计划)?(?:完成|达成)(?:率|度|比例)(?:为|是|达到?|:)?(\d+(?:\.\d+)?)%"
)
_PREFIX = re.compile(r"[^，,、。;:()]{1,30}$")
_SPENT = re.compile(r"到位|支出|拨付|执行|支付|下达")
_NAME_END = re.compile(rf"(?:{_GOAL}|{_SET}指标|的)+(?:为|是|:)?$")
_NAME_START = re.compile(rf"^(?:{_DONE}|{_SET})+")
_LONGEST_NAME = 40
_START = attrgetter("start")


class Plan(NamedTuple):
    """A goal and its result, text[begin:end] of the paragraph; `name` says of what.

    `goal` and `result` are None where they are said in words, `target` and `actual`.
    """

    name: str
    begin: int
    end: int
    target: str
    actual: str
    goal: Number | None = None
    result: Number | None = None
    operator: str | None = None
    completion: Decimal | None = None  # the stated rate of completion, per cent


def plans(paragraph: Paragraph) -> list[Plan]:
    """The goals of a paragraph that are stated together with their results, in text order."""
    text = paragraph.text
    if not _SIGN.search(text):
        return []
    numbers = [number for number in paragraph.numbers if number.kind in QUANTITIES - {"score", "points"}]
    masked = _masked(text, numbers)
    found: list[Plan] = []
    for sentence in _SENTENCE.finditer(masked):
        if _SIGN.search(masked, *sentence.span()):
            inside = _between(numbers, *sentence.span())
            found += sorted(
                _of_sentence(paragraph, masked, sentence.span(), inside), key=lambda plan: plan.begin
            )
    return found


def _of_sentence(
    paragraph: Paragraph, masked: str, sentence: tuple[int, int], numbers: list[Number]
) -> Iterator[Plan]:
    start, end = sentence
    taken = bytearray(end - start)  # 1 where a plan stands
    for pattern in _patterns() if len(numbers) > 1 else ():
        for match in pattern.finditer(masked, *sentence):
            free = [
                plan
                for plan in _pairs(paragraph, numbers, sentence, match)
                if 1 not in taken[plan.begin - start : plan.end - start]
            ]
            for plan in free:
                taken[plan.begin - start : plan.end - start] = b"\1" * (plan.end - plan.begin)
            yield from free
    for match in _TEXTS.finditer(paragraph.text, *sentence):
        if 1 not in taken[match.start() - start : match.end() - start]:
            floor = start + taken.rfind(1, 0, match.start() - start) + 1
            name = _NAME_END.sub("", subject(paragraph.text, floor, match.start(), paragraph.headings))
            if meaningful(name) and not re.fullmatch(_SET, name):
                yield Plan(name, match.start("target"), match.end(), match["target"], match["actual"])


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    before = rf"[为是:约共了]{{0,2}}(?:{any_of(word for word, _ in operators('before'))})?"
    after = any_of(word for word, _ in operators("after"))
    words = rf"{_NO}，,、;:()]{{0,16}}?"
    value = rf"{before}{_Q}\)?(?:{after})?"
    goals = rf"{words}{value}(?:(?:[、和及与]|以及|[，,](?!{_NO}]{{0,8}}{_DONE})){words}{value}){{0,5}}"
    results = rf"{words}{before}{_Q}(?:(?:[、和及与]|以及|[，,]){words}{before}{_Q}){{0,5}}"
    return (
        # 计划培训3000人次、发放资料500份，实际培训3260人次、发放资料520份; 目标值90%以上，经调查实际为93%
        re.compile(
            rf"(?P<pair>{_GOAL}(?!{_NO}，,]{{0,12}}(?:目标|指标值|计划))(?:\([^()]{{0,6}}\)|\d{{0,2}}:|[为是])?(?P<goals>{goals})(?:的(?:目标|任务|计划))?"
            rf"[，,;()](?:{_ASKED}|{_NO}，,()]{{1,24}}?(?=实际))(?P<done>{_DONE}|(?<=[，,;])为)(?P<results>{results}))"
        ),
        # 受益农户满意度目标值90%，经问卷调查满意度为95%; 计划举办培训班12期，全年举办13期
        re.compile(
            rf"(?P<pair>{_GOAL}(?:\d{{0,2}}:|[为是])?(?P<goals>{words}{value})"
            rf"[，,;()](?P<done>(?P<same>{_NO}，,;()]{{2,24}}))(?P<results>{_Q}))"
        ),
        # 维修路灯≥300盏，实际完成312盏
        re.compile(
            rf"(?P<pair>(?P<goals>[为是]?(?:[≥≤]|不[低少]于|不[高大]于|不超过|控制在){_Q}\)?(?:以内|之内|内)?)(?:的?(?:目标|任务|要求))?"
            rf"[，,;()](?:{_ASKED})(?P<done>实际(?:完成|达到?|为)?(?:值|情况|数)?:?|完成值:?)(?P<results>[为是:约共达到]{{0,2}}{_Q}))"
        ),
        # 412人次，为年初目标400人次的103%; 合格率100%(目标100%); 满意度88%，指标值为80%以上
        re.compile(
            rf"(?P<pair>(?P<results>{_Q})(?:{after})?[，,;(、]*{_SET}(?:{_MEETS})?{_GOAL}(?:为|是|的|:)?(?P<goals>{value}))"
        ),
        # 满意度98.2%，高于95%的目标值
        re.compile(
            rf"(?P<pair>(?P<results>{_Q})(?:{after})?[，,(、]?{_SET}{_MEETS}{_SET}(?P<goals>{value})的?{_SET}(?:目标|指标|任务|计划|要求))"
        ),
    )


def _masked(text: str, numbers: Iterable[Number]) -> str:
    """`text` with every character of a quantity replaced, its length and offsets kept."""
    pieces, done = [], 0
    for number in numbers:
        end = max(number.unit_end, number.end)
        pieces += [text[done : number.start], _FIRST, _REST * (end - number.start - 1)]
        done = end
    return "".join([*pieces, text[done:]])


def _pairs(
    paragraph: Paragraph, numbers: list[Number], sentence: tuple[int, int], match: re.Match[str]
) -> Iterator[Plan]:
    """The goals of a match with their results: of the same units, in the same order."""
    text = paragraph.text
    goals = _between(numbers, *match.span("goals"))
    results = _between(numbers, *match.span("results"))[: len(goals)]
    if not goals[0].unit or [goal.unit for goal in goals] != [result.unit for result in results]:
        return
    same = (match.groupdict().get("same") or "").rstrip("为是达至到了约共")
    floor = max(sentence[0], _end_before(numbers, match.start("pair")))
    clause = text[clause_start(text, match.start("pair"), floor) : goals[-1].start]
    if same and same[-2:] not in clause:
        return  # 满意度目标95%，合格率达到98%: of two things
    told = match.groupdict().get("done") and text[match.start("done") : results[0].start]
    if told and "实际" not in told and _RATE.search(told):
        return  # 目标值100%，完成率98%: a rate of completion
    if told and goals[0].kind == "money" and _SPENT.search(told):
        return  # 计划投资90万元，实际到位80万元: money, not what came of it
    for goal, result in zip(goals, results, strict=True):
        name = _name(paragraph, sentence, numbers, match, goal, result)
        if meaningful(name):
            begin, end = min(goal.start, result.start), max(goal.unit_end, result.unit_end)
            target, actual = (text[n.start : n.unit_end] for n in (goal, result))
            stated = _COMPLETED.match(text, end) if len(goals) == 1 else None
            yield Plan(
                name, begin, stated.end() if stated else end, target, actual, goal, result, operator_at(text, goal),
                Decimal(stated[1]) if stated else None,
            )  # fmt: skip


def _name(
    paragraph: Paragraph, sentence: tuple[int, int], numbers: list[Number], match: re.Match[str],
    goal: Number, result: Number,
) -> str:  # fmt: skip
    """What a pair is about: the words of the goal, those before it, or those of the result."""
    text = paragraph.text
    floor = max(sentence[0], _end_before(numbers, match.start("pair")))
    if "done" not in match.groupdict():
        at = bisect_left(numbers, result.start, key=_START)
        own = ""
        while not meaningful(own) and at >= 0:  # 8批次、412人次: the list is about one thing
            begin = max(sentence[0], _end_before(numbers, numbers[at].start))
            words = name_of(text, numbers[at], begin, numbers[at].unit_end)
            own = _NAME_END.sub("", _NAME_START.sub("", words))
            at -= 1
        return own if meaningful(own) else subject(text, sentence[0], match.start("pair"), paragraph.headings)
    own = trim(text[max(match.start("goals"), _end_before(numbers, goal.start)) : goal.start])
    before = _PREFIX.search(text, floor, match.start("pair"))
    prefix = trim(_NAME_END.sub("", trim(before[0]))) if before else ""
    if generic().match(own) and meaningful(prefix):
        return prefix + own
    if leading_verb().fullmatch(own) and meaningful(prefix):
        return prefix
    told = _NAME_START.sub("", trim(text[match.start("done") : result.start]))
    if not meaningful(own) and not meaningful(prefix):
        own = subject(text, floor, match.start("pair"), paragraph.headings) or told
    return next((name[-_LONGEST_NAME:] for name in (own, prefix, told) if meaningful(name)), "")


def _end_before(numbers: list[Number], position: int) -> int:
    """Where the last quantity that begins before `position` ends; 0 where none does."""
    at = bisect_left(numbers, position, key=_START)
    return numbers[at - 1].unit_end if at else 0


def _between(numbers: list[Number], start: int, end: int) -> list[Number]:
    """The numbers that begin between `start` and `end`."""
    return numbers[bisect_left(numbers, start, key=_START) : bisect_left(numbers, end, key=_START)]
