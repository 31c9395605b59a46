"""Lines of scoring sheets: weight and score, with the criterion as evidence."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.performance import line_name, line_project, states_goal, weight_and_score
from ingest.indicators.scoring import IN_PROSE, Mark, levels_of
from ingest.indicators.sheets import LEVELS, Line, Sheet, is_total
from ingest.indicators.wording import plain
from ingest.records import Indicator
from ingest.structure.model import Cell, Paragraph

EXECUTION_RATE = "预算执行率"
_HIGHEST_MARK = 100
_ROUNDING = Decimal("0.1")

_FULL_MARK = re.compile(r"\((\d+(?:\.\d+)?)分")


def from_lines(
    sheet: Sheet, sections: Sequence[Line], project: str | None, context: ReportContext
) -> Iterator[Indicator]:
    """Rows for the lines that are scored but state no goal of their own; `sections` are no lines."""
    if not sheet.has("score"):
        return
    execution = sheet.has("execution") and not sheet.has("target", "name", "project", *LEVELS)
    for line in sheet.lines:
        if states_goal(sheet, line) or any(line is section for section in sections):
            continue
        row = (
            _execution_row(sheet, line, project, context)
            if execution
            else _row(sheet, line, project, context)
        )
        if row is not None:
            yield row


def from_prose(
    paragraph: Paragraph, marks: Sequence[Mark], goals: Sequence[Indicator], context: ReportContext
) -> Iterator[Indicator]:
    """Rows for the scoring lines of a paragraph (预算编制，指标分值5分，自评得分4分), but for those of `goals`."""
    level1, level2 = levels_of(paragraph.headings)
    for mark in marks:
        begin, end = paragraph.span(mark.begin, mark.end)
        if not any(goal.weight is not None and begin <= goal.char_start < end for goal in goals):
            yield draft(
                context, "evaluation", "scoring_prose", mark.name, paragraph.span(*mark.at), mark.evidence,
                level1=level1, level2=level2, weight=mark.weight, score=mark.score, sheet_no=IN_PROSE,
            )  # fmt: skip


def _row(sheet: Sheet, line: Line, project: str | None, context: ReportContext) -> Indicator | None:
    name = line_name(sheet, line)
    weight, score, cell = weight_and_score(sheet, line)
    first = next((cell.text for cell in line.cells if cell is not None and cell.text), "")
    if cell is None or (weight is None and score is None) or not name or is_total(name) or is_total(first):
        return None
    named = line_project(sheet, line, project)
    return _scored(context, name, line, weight, score, cell.span(0, len(cell.text)), named)


def _execution_row(sheet: Sheet, line: Line, project: str | None, context: ReportContext) -> Indicator | None:
    """The scored line of a money block (分值, 执行率, 得分); its other lines hold dashes there."""
    weight, score, cell = _by_rate(line) or weight_and_score(sheet, line)
    if weight is None:
        weight = next((Decimal(match[1]) for head in sheet.heads if (match := _FULL_MARK.search(head))), None)
    if cell is None or score is None or weight is None or score > weight:
        return None
    return _scored(context, EXECUTION_RATE, line, weight, score, cell.span(0, len(cell.text)), project)


def _by_rate(line: Line) -> tuple[Decimal, Decimal, Cell] | None:
    """Full mark, score and its cell where three cells in a row prove themselves: 10, 99%, 9.9."""
    filled = [cell for cell in line.cells if cell is not None and cell.text]
    for full, rate, cell in zip(filled, filled[1:], filled[2:], strict=False):
        weight, score = plain(full.text), plain(cell.text)
        if not rate.text.endswith("%") or weight is None or score is None or weight > _HIGHEST_MARK:
            continue
        share = plain(rate.text.removesuffix("%"))
        if share is not None and abs(weight * min(share, Decimal(100)) / 100 - score) <= _ROUNDING:
            return weight, score, cell
    return None


def _scored(
    context: ReportContext, name: str, line: Line, weight: Decimal | None, score: Decimal | None,
    span: tuple[int, int], project: str | None,
) -> Indicator:  # fmt: skip
    level1, level2, level3 = line.levels
    return draft(
        context, "evaluation", "indicator_table", name, span, line.evidence(),
        source_form="table", level1=level1, level2=level2, level3=level3, project_name=project, weight=weight, score=score,
    )  # fmt: skip
