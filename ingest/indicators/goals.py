"""Goals in prose: 目标1：…, the sentences under a heading of goals, and plans with their results."""

import re
from collections.abc import Iterator

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.targets import Quantity, match_results, read_quantities
from ingest.indicators.terms import bare, section_role
from ingest.indicators.wording import likeness, meaningful, sentences, thing, trim
from ingest.records import Indicator
from ingest.structure.model import Heading, Paragraph, Table

GOAL_PROSE = "goal_prose"  # the rule of these rows

_NUMBERED = re.compile(r"^(?:年度)?(?:总体)?(?:绩效)?目标\s?(?:\d+|[一二三四五六七八九十])?\s?[:：]")
_SAME_THING = 0.7
_LABEL = re.compile(r"^(?:年度|项目|部门)?(?:总体|绩效|预期|工作)?(?:绩效)?目标$")
# The pattern with the name in front is slow to search for; the core says whether it can be found at all.
_CORE = (
    r"(?:计划|目标值?|指标值|任务数?|预期)(?:是|为|数|:)?(?P<goal>[^。;，,\d]*\d[^。;，,]*)[，,]"
    r"(?P<result>(?:全年|实际|已|共)*(?:完成|达到|达成|实现|为)[^。;]*)"
)
_PLAN_CORE = re.compile(_CORE)
_PLAN = re.compile(rf"(?P<name>[^，,。;:()\d]{{0,24}}?){_CORE}")


def from_paragraph(paragraph: Paragraph, context: ReportContext) -> Iterator[Indicator]:
    """Rows for the numeric goals that a paragraph states."""
    text = paragraph.text
    if _NUMBERED.match(text) or section_role(paragraph.headings) == "goal":
        for goal in read_quantities(text):
            if meaningful(goal.name) and goal.unit != "分":  # marks are no goals
                yield _row(paragraph, goal, None, _sentence_at(text, goal.begin), context)
        return
    if not _PLAN_CORE.search(text):
        return
    for match in _PLAN.finditer(text):
        goals, results = read_quantities(match["goal"]), read_quantities(match["result"])
        if len(goals) != 1 or not results or not goals[0].unit:
            continue
        goal = goals[0]
        result = match_results(goals, results)[0] or results[0]
        goal.name = next(
            (name for name in (goal.name, trim(match["name"]), result.name) if meaningful(name)), ""
        )
        if goal.name and goal.unit == result.unit:
            goal.begin += match.start("goal")
            goal.end += match.start("goal")
            yield _row(paragraph, goal, result, _sentence_at(text, match.start()), context)


def from_form(table: Table, context: ReportContext) -> Iterator[Indicator]:
    """Rows for a form that has the goals as prose beside their label (年度绩效目标 | 目标1：…)."""
    for row in table.rows:
        filled = [cell for cell in row if cell is not None and cell.text]
        if len(filled) == 2 and _LABEL.match(bare(filled[0].text)):
            heading = Heading(1, filled[0].text)
            yield from from_paragraph(filled[1].as_paragraph((heading,)), context)


def with_results(goals: list[Indicator], claims: list[Indicator]) -> list[Indicator]:
    """`goals` of prose, each with the claim elsewhere in the report that names the same thing and unit."""
    return [goal if goal.actual_value is not None else _with_result(goal, claims) for goal in goals]


def _with_result(goal: Indicator, claims: list[Indicator]) -> Indicator:
    same_unit = [claim for claim in claims if claim.actual_unit == goal.target_unit]
    likest = max(same_unit, key=lambda claim: _alike(goal, claim), default=None)
    if likest is None or _alike(goal, likest) < _SAME_THING:
        return goal
    return goal._replace(
        actual_text=likest.evidence, actual_value=likest.actual_value, actual_unit=likest.actual_unit
    )


def _alike(goal: Indicator, claim: Indicator) -> float:
    return likeness(thing(goal.indicator_name), thing(claim.indicator_name))


def _sentence_at(text: str, position: int) -> str:
    return next(text[start:end] for start, end in sentences(text) if start <= position < end)


def _row(
    paragraph: Paragraph, goal: Quantity, result: Quantity | None, sentence: str, context: ReportContext
) -> Indicator:
    return draft(
        context, "performance", GOAL_PROSE, goal.name, paragraph.span(goal.begin, goal.end), sentence,
        level3=goal.marker,
        target_text=sentence,
        target_value=goal.value,
        target_unit=goal.unit,
        target_operator=goal.operator,
        actual_text=sentence if result else None,
        actual_value=result.value if result else None,
        actual_unit=result.unit if result else None,
        completion_rate=result.completion if result else None,
    )  # fmt: skip
