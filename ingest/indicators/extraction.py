"""Runs the extractors of all five kinds over the blocks of one report, in text order."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby, pairwise

from ingest.amounts.model import AmountResult
from ingest.context import ReportContext
from ingest.indicators import achievement, asset, evaluation, goals, performance, sheet_sums, staffing
from ingest.indicators.goals import GOAL_PROSE, PLAN_PROSE
from ingest.indicators.scoring import Mark, marks_of
from ingest.indicators.sheet_numbers import SheetNumbers, with_retold_sheets_as_one, with_sums_in_place
from ingest.indicators.sheets import Sheet, sheets
from ingest.indicators.terms import bare, column_role
from ingest.indicators.wording import likeness
from ingest.records import Indicator
from ingest.structure.model import Block, Paragraph, Table

_PROJECT_LABEL = re.compile(r"^(?:子?项目(?:支出)?|专项(?:资金)?|转移支付\(项目\)|转移支付|资金)名称:?")
_PROJECT_CODE = re.compile(r"^[0-9A-Z]{8,}-")
_RESULT_LABEL = re.compile(r"\S{0,10}(?:完成情况|实现情况)")
_PROSE_CELL = 40
_LONGEST_TITLE = 40
_WIDEST_FORM = 6
_NO_LEVEL = {"per_head"}  # reasons of the amount extractor that speak of a price, not of a sum
_ALL_VEHICLES = re.compile(
    r"(?:年末|期末|单位|本?部门)?(?:[共现实]有)?(?:公务)?(?:用车|车辆|汽车|公车|机动车)(?:辆|保有量?|总数|数量|实有)?"
)
_PROSE = (GOAL_PROSE, PLAN_PROSE)
_SAME_THING = 0.5
_NO_CLAIMS = ("criterion", "target", "adjusted_target", "goal")


def extract_indicators(
    blocks: list[Block], context: ReportContext, amounts: AmountResult | None
) -> list[Indicator]:
    """The indicators of one report, numbered in text order.

    `amounts` is what the amount extractor found in the same report: money and ratios that it reads as
    the department's own do not become achievements.
    """
    found: list[Indicator] = []
    prose: list[Paragraph] = []
    project: str | None = None
    sheet: Sheet | None = None
    marks = marks_of(blocks)
    numbers = SheetNumbers()
    above = ""  # the paragraph right above
    for block in blocks:
        if isinstance(block, Paragraph):
            project = _project_line(block.text, above, project)
            is_result = _RESULT_LABEL.fullmatch(above) is not None  # 目标1：… that came of 目标1
            above = block.text
            prose.append(block)
            told = _from_paragraph(block, marks.get(block.start, []), context)
            found += [row for row in told if row.rule != GOAL_PROSE or not is_result]
            continue
        above = ""
        project = _project_row(block) or project
        in_block = sheets(block, sheet)
        sheet = in_block[-1] if in_block else None
        found += _from_table(block, in_block, project, numbers, context)
        for cell in _prose_cells(block, in_block):
            prose.append(cell)
            if not in_block:
                found += staffing.from_paragraph(cell, context)
                found += asset.from_paragraph(cell, context)
    settled = _settled(found, amounts)
    claims = [row for paragraph in prose for row in achievement.from_paragraph(paragraph, settled, context)]
    own_money = [] if amounts is None else sorted(figure.char_start for figure in amounts.figures)
    found = [row for row in found if not (row.rule in _PROSE and _holds(row, own_money))]
    found = list(_without_retold(found))
    goals_of_prose = [row for row in found if row.rule == GOAL_PROSE]
    found = [row for row in found if row.rule != GOAL_PROSE]
    found += goals.with_results(goals_of_prose, claims) + claims
    found = _without_repeats(with_retold_sheets_as_one(with_sums_in_place(found)))
    # indicator_no is the second field; _replace would look at all of them, for every row.
    return [Indicator._make((row[0], number, *row[2:])) for number, row in enumerate(found)]


def _from_paragraph(paragraph: Paragraph, marks: list[Mark], context: ReportContext) -> Iterator[Indicator]:
    if not paragraph.numbers and "车" not in paragraph.text:  # 公车一台 is a count without a number
        return
    yield from staffing.from_paragraph(paragraph, context)
    yield from asset.from_paragraph(paragraph, context)
    told = list(goals.from_paragraph(paragraph, marks, context))
    yield from told
    yield from evaluation.from_prose(paragraph, marks, told, context)


def _from_table(
    table: Table, in_table: list[Sheet], project: str | None, numbers: SheetNumbers, context: ReportContext
) -> Iterator[Indicator]:
    for sheet in in_table:
        if len(sheet.columns.get("goal", [])) >= 3:
            heading = table.headings[-1].text if table.headings else None
            yield from performance.from_goal_columns(sheet, project or heading, context)
            continue
        sections = sheet_sums.section_rows(sheet)
        rows = [
            *(performance.from_lines(sheet, project, context) if performance.has_goals(sheet) else ()),
            *evaluation.from_lines(sheet, sections, project, context),
            *sheet_sums.from_sums(sheet, sections, project, context),
        ]
        yield from numbers.numbered(rows)
    if not in_table:
        yield from goals.from_form(table, context)
        yield from staffing.from_table(table, context)
    yield from asset.from_table(table, context)


def _project_line(text: str, above: str, project: str | None) -> str | None:
    """The project that is spoken of after this paragraph; a title of the whole department ends it."""
    if _PROJECT_LABEL.fullmatch(above) and len(text) < _LONGEST_TITLE and not _is_head(text):
        return _project_name(text)
    if match := _PROJECT_LABEL.match(text):
        return _project_name(text[match.end() :]) or project
    return None if len(text) < _LONGEST_TITLE and "整体" in text else project


def _project_row(table: Table) -> str | None:
    """The project that a form is about: the cell right of 项目名称, unless that is a column head."""
    heads = [words for words, _ in groupby(path[-1] if path else "" for path in table.header_paths)]
    rows = [heads, *([cell.text for cell in row if cell is not None and cell.text] for row in table.rows)]
    for row in rows:
        for label, value in pairwise(row):
            if _PROJECT_LABEL.fullmatch(label) and len(row) <= _WIDEST_FORM and not _is_head(value):
                return _project_name(value)
    return None


def _is_head(words: str) -> bool:
    return column_role(words) is not None or words.startswith(("项目类", "主管部门", "资金", "实施单位"))


def _project_name(words: str) -> str | None:
    return bare(_PROJECT_CODE.sub("", words.strip(" :"))) or None


def _prose_cells(table: Table, in_table: list[Sheet]) -> Iterator[Paragraph]:
    """Cells that make claims: long ones, and results of several clauses; goals and criteria make none."""
    silent = {column for sheet in in_table for role in _NO_CLAIMS for column in sheet.columns.get(role, [])}
    results = {column for sheet in in_table for column in sheet.columns.get("actual", [])}
    for row in table.rows:
        for cell in row:
            if cell is None or cell.column in silent:
                continue
            if len(cell.text) > _PROSE_CELL or (cell.column in results and "，" in cell.text):
                yield cell.as_paragraph(table.headings)


def _settled(found: list[Indicator], amounts: AmountResult | None) -> achievement.Settled:
    """What is known of numbers before claims are looked for. A result in a goal table may be claimed too."""
    facts = {row.char_start for row in found if row.rule != "indicator_table"}
    facts |= {at for row in found if row.rule == PLAN_PROSE for at in range(row.char_start, row.char_end)}
    staff = {row.char_start for row in found if row.indicator_kind == "staffing"}
    if amounts is None:
        return achievement.Settled(facts, staff, None)
    facts |= {figure.char_start for figure in amounts.figures} | {
        stated.char_start for stated in amounts.relations
    }
    foreign = {money.start for money in amounts.foreign if money.reason not in _NO_LEVEL}
    return achievement.Settled(facts, staff, foreign)


def _holds(row: Indicator, offsets: list[int]) -> bool:
    """Whether one of the sorted `offsets` lies within the row's text."""
    return bisect_left(offsets, row.char_start) < bisect_left(offsets, row.char_end)


def _without_retold(rows: list[Indicator]) -> Iterator[Indicator]:
    """`rows` without the goals that prose tells again after, or before, a goal table."""
    tabled = [row for row in rows if row.rule == "indicator_table" and row.indicator_kind == "performance"]
    for row in rows:
        is_retold = row.rule in _PROSE and any(
            row.target_value == other.target_value
            and (row.rule == GOAL_PROSE or row.actual_value == other.actual_value)
            and likeness(row.indicator_name, f"{other.indicator_name}{other.target_text}") >= _SAME_THING
            for other in tabled
        )
        if not is_retold:
            yield row


def _without_repeats(rows: list[Indicator]) -> list[Indicator]:
    """Each claim, head count and asset once: a report repeats them in form and prose."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Indicator] = []
    for row in rows:
        key = (
            row.indicator_kind,
            ""
            if row.level1 == "公务用车" and _ALL_VEHICLES.fullmatch(row.indicator_name)
            else row.indicator_name,
            row.budget_unit,
            row.actual_value,
            row.actual_unit,
            row.fiscal_year,
        )
        if row.indicator_kind in ("achievement", "staffing", "asset"):
            if key in seen:
                continue
            seen.add(key)
        kept.append(row)
    return kept
