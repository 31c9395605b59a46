"""Goals in prose: 目标1：…, the sentences under a heading of goals, and plans with their results."""

import re
from collections.abc import Iterator, Sequence

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.plans import Plan, plans
from ingest.indicators.scoring import IN_PROSE, Mark, levels_of
from ingest.indicators.targets import Quantity, read_quantities
from ingest.indicators.terms import bare, section_role
from ingest.indicators.wording import Names, meaningful, sentence_at
from ingest.records import Indicator
from ingest.structure.model import Heading, Paragraph, Table

GOAL_PROSE = "goal_prose"  # the rules of these rows
PLAN_PROSE = "plan_prose"

_NUMBERED = re.compile(r"^(?:年度)?(?:总体)?(?:绩效)?目标\s?(?:\d+|[一二三四五六七八九十])?\s?[:：]")
_SAME_THING = 0.7
_LABEL = re.compile(r"^(?:年度|项目|部门)?(?:总体|绩效|预期|工作)?(?:绩效)?目标$")


def from_paragraph(
    paragraph: Paragraph, marks: Sequence[Mark], context: ReportContext
) -> Iterator[Indicator]:
    """Rows for the goals that a paragraph states, with the marks of a scoring line that speaks of one."""
    text = paragraph.text
    told = plans(paragraph)
    scored: set[Mark] = set()
    for plan in told:
        mark = next((mark for mark in marks if mark.begin <= plan.begin and plan.end <= mark.end), None)
        yield _plan_row(paragraph, plan, mark if mark not in scored else None, context)
        if mark:
            scored.add(mark)
    if not (_NUMBERED.match(text) or section_role(paragraph.headings) == "goal"):
        return
    for goal in read_quantities(text):
        if not meaningful(goal.name) or goal.unit == "分":  # marks are no goals
            continue
        if not any(plan.begin <= goal.begin < plan.end for plan in told):
            yield _row(paragraph, goal, sentence_at(text, goal.begin), context)


def from_form(table: Table, context: ReportContext) -> Iterator[Indicator]:
    """Rows for a form that has the goals as prose beside their label (年度绩效目标 | 目标1：…)."""
    for row in table.rows:
        filled = [cell for cell in row if cell is not None and cell.text]
        if len(filled) == 2 and _LABEL.match(bare(filled[0].text)):
            heading = Heading(1, filled[0].text)
            yield from from_paragraph(filled[1].as_paragraph((heading,)), (), context)


def with_results(goals: list[Indicator], claims: list[Indicator]) -> list[Indicator]:
    """`goals` of prose, each with the claim elsewhere in the report that names the same thing and unit."""
    if all(goal.actual_value is not None for goal in goals):
        return goals
    names = Names(claim.indicator_name for claim in claims)
    return [goal if goal.actual_value is not None else _with_result(goal, claims, names) for goal in goals]


def _with_result(goal: Indicator, claims: list[Indicator], names: Names) -> Indicator:
    alike = [
        (likeness, -at)
        for at, likeness in names.like(goal.indicator_name, _SAME_THING)
        if claims[at].actual_unit == goal.target_unit
    ]
    if not alike:
        return goal
    likest = claims[-max(alike)[1]]
    return goal._replace(
        actual_text=likest.evidence, actual_value=likest.actual_value, actual_unit=likest.actual_unit
    )


def _row(paragraph: Paragraph, goal: Quantity, sentence: str, context: ReportContext) -> Indicator:
    return draft(
        context, "performance", GOAL_PROSE, goal.name, paragraph.span(goal.begin, goal.end), sentence,
        level3=goal.marker,
        target_text=sentence,
        target_value=goal.value,
        target_unit=goal.unit,
        target_operator=goal.operator,
    )  # fmt: skip


def _plan_row(paragraph: Paragraph, plan: Plan, mark: Mark | None, context: ReportContext) -> Indicator:
    level1, level2 = levels_of(paragraph.headings)
    goal, result, sentence = plan.goal, plan.result, sentence_at(paragraph.text, plan.begin)
    return draft(
        context, "performance", PLAN_PROSE, plan.name, paragraph.span(plan.begin, plan.end), sentence,
        level1=level1,
        level2=level2,
        target_text=sentence if goal else plan.target,
        target_value=goal.value if goal else None,
        target_unit=goal.unit if goal else None,
        target_operator=plan.operator,
        actual_text=sentence if result else plan.actual,
        actual_value=result.value if result else None,
        actual_unit=result.unit if result else None,
        completion_rate=plan.completion,
        weight=mark.weight if mark else None,
        sheet_no=IN_PROSE if mark else None,
        score=mark.score if mark else None,
    )  # fmt: skip
