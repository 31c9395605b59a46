"""Goals with what came of them: lines of goal tables, and goals in prose."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.sheets import LEVELS, Line, Sheet, is_total
from ingest.indicators.targets import Quantity, is_blank, match_results, read_quantities, read_value
from ingest.indicators.terms import bare, level_of, operators
from ingest.indicators.wording import meaningful, plain
from ingest.records import Indicator
from ingest.structure.model import Cell
from ingest.structure.numbers import find_numbers

_UNIT_IN_NAME = re.compile(r"\(([^()]{1,6})\)$")
_FULL_MARK = re.compile(r"\((?:满分|权重|分值)?:?(\d{1,3}(?:\.\d+)?)分\)$")
_LEVEL_UNITS = re.compile(r"^(?:[万亿]?元|%|[万]?[\u4e00-\u9fff]{1,3}|㎡|m²)$")


def from_goal_columns(sheet: Sheet, project: str | None, context: ReportContext) -> Iterator[Indicator]:
    """Rows of a project goal table: a line per sub-item, a column per sort of goal (成本, 时效, 数量 …)."""
    items = sheet.columns.get("item") or [0]
    for line in sheet.lines:
        label = line.cell(items[0])
        if label is None or is_total(label.text):
            continue
        item = bare(label.text)
        for column in sheet.columns["goal"]:
            cell = line.cell(column)
            if cell is None or is_blank(cell.text):
                continue
            sort = bare(sheet.heads[column])
            _, parent = level_of(sort) or (2, "")
            goals = _read(cell, None, None)
            rows: list[Quantity | None] = [*goals] or [None]
            for goal in rows:
                yield _row(
                    context,
                    name=_goal_name(goal, item, sort, cell),
                    span=cell.span(goal.begin, goal.end) if goal else (cell.start, cell.end),
                    evidence=f"{label.text} | {cell.text}",
                    levels=(parent or None, sort, item),
                    goal=goal,
                    target_text=cell.text,
                    project_name=line_project(sheet, line, project),
                )


def _goal_name(goal: Quantity | None, item: str, sort: str, cell: Cell) -> str:
    if goal is not None:
        return goal.name if meaningful(goal.name) else item
    return f"{item}完成时间" if "时效" in sort else _words(cell)


def from_lines(sheet: Sheet, project: str | None, context: ReportContext) -> Iterator[Indicator]:
    """Rows of a sheet with a goal column: a row per numeric target, or one of words."""
    for line in sheet.lines:
        name = line_name(sheet, line)
        if states_goal(sheet, line) and not is_total(name):
            yield from _line_rows(sheet, line, name, project, context)


def has_goals(sheet: Sheet) -> bool:
    """Whether a sheet is one of goals or results; 计划数 and 完成数 also head tables of money."""
    if sheet.has("score", "operator", "name", "item", *LEVELS):
        return sheet.has("target", "adjusted_target", "actual")
    return sheet.has("target") and sheet.has("actual") and not sheet.has("money")


def states_goal(sheet: Sheet, line: Line) -> bool:
    """Whether a line has a goal of its own; in a sheet without scores a result is enough."""
    if first_filled(line, sheet, "adjusted_target", "target"):
        return True
    return not sheet.has("score") and first_filled(line, sheet, "actual") is not None


def line_name(sheet: Sheet, line: Line) -> str:
    """The name of a line: its name cell, its deepest level or the project that it is about, or nothing."""
    for role in ("name", "item"):
        if cell := first_filled(line, sheet, role):
            return bare(cell.text)
    if line.own:
        return line.levels[line.own - 1] or ""
    return line_project(sheet, line, None) or ""


def line_project(sheet: Sheet, line: Line, project: str | None) -> str | None:
    """The project of a line: its own where the sheet has a column of projects, else that of the form."""
    cell = first_filled(line, sheet, "project")
    return bare(cell.text) if cell else project


def weight_and_score(sheet: Sheet, line: Line) -> tuple[Decimal | None, Decimal | None, Cell | None]:
    """(weight, score, the cell that the row is found by) of a line.

    Where every level has a 分值 column, the weight stands right of the deepest level. A line that is
    one cell short, because two criteria were merged, has its score in its last filled cell.
    """
    score_cell = first_filled(line, sheet, "score")
    score = plain(score_cell.text) if score_cell else None
    last = max((at for at, cell in enumerate(line.cells) if cell is not None and cell.text), default=0)
    if score is None and "criterion" in sheet.columns and last > max(sheet.columns.get("weight", [0])):
        score_cell = line.cell(last)
        score = plain(score_cell.text) if score_cell else None
    weight_cell = line.cell(_weight_column(sheet))
    weight = plain(weight_cell.text) if weight_cell else _weight_in_name(sheet, line)
    return weight, score, score_cell or weight_cell


def _weight_in_name(sheet: Sheet, line: Line) -> Decimal | None:
    """The full mark in brackets behind the line's own name, where no column holds it: 合规性(3分)."""
    cell = None if sheet.has("weight") else first_filled(line, sheet, "name", "level3")
    match = _FULL_MARK.search(cell.text) if cell else None
    return Decimal(match[1]) if match else None


def _weight_column(sheet: Sheet) -> int | None:
    deepest = max(
        (column for level in (*LEVELS, "name", "item") for column in sheet.columns.get(level, [])), default=-1
    )
    weights = sheet.columns.get("weight", [])
    return next((column for column in weights if column > deepest), None)


def first_filled(line: Line, sheet: Sheet, *roles: str) -> Cell | None:
    """The first cell of the roles, in their order, that says anything."""
    for role in roles:
        for column in sheet.columns.get(role, []):
            if (cell := line.cell(column)) and not is_blank(cell.text):
                return cell
    return None


def _line_rows(
    sheet: Sheet, line: Line, name: str, project: str | None, context: ReportContext
) -> Iterator[Indicator]:
    target = first_filled(line, sheet, "adjusted_target", "target")
    actual = first_filled(line, sheet, "actual")
    unit = _text(line, sheet, "unit") or _unit_in(sheet, line)
    goals = _read(target, _operator_cell(line, sheet), unit)
    results = _read(actual, None, unit)
    weight, score, _ = weight_and_score(sheet, line)
    stated = _percent(_text(line, sheet, "completion"))
    own_name = name if line.own == 3 or sheet.has("name", "item") or (name and not level_of(name)) else ""
    matched: Sequence[Quantity | None] = match_results(goals, results)
    if _are_values(results) and (_are_values(goals) or _is_range(goals)):
        matched = results * len(goals)
    pairs: list[tuple[Quantity | None, Quantity | None]] = [*zip(goals, matched, strict=True)]
    if not goals:
        pairs = [(None, results[0] if len(results) == 1 and not results[0].name else None)]
    evidence, project_name = line.evidence(), line_project(sheet, line, project)
    for index, (goal, result) in enumerate(pairs):
        said = goal.name if goal and (len(goals) > 1 or not own_name) and meaningful(goal.name) else ""
        anchor, quantity = (target, goal) if target and (goal or not result) else (actual, result)
        assert anchor is not None
        yield _row(
            context,
            name=said or own_name or _words(target or anchor) or name,
            span=anchor.span(quantity.begin, quantity.end) if quantity else (anchor.start, anchor.end),
            evidence=evidence,
            levels=_levels(line, goal),
            goal=goal,
            target_text=target.text if target else None,
            project_name=project_name,
            result=result,
            actual_text=actual.text if actual else None,
            completion_rate=(result.completion if result else None) or stated,
            weight=weight if index == 0 else None,  # of the line, not of each target in it
            score=score if index == 0 else None,
        )


def _row(
    context: ReportContext, name: str, span: tuple[int, int], evidence: str, levels: tuple[str | None, ...],
    goal: Quantity | None, target_text: str | None, project_name: str | None, result: Quantity | None = None,
    rule: str = "indicator_table", source_form: str = "table", **fields: object,
) -> Indicator:  # fmt: skip
    return draft(
        context, "performance", rule, name, span, evidence,
        source_form=source_form, level1=levels[0], level2=levels[1], level3=levels[2], project_name=project_name,
        target_text=target_text,
        target_value=goal.value if goal else None,
        target_unit=goal.unit if goal else None,
        target_operator=goal.operator if goal else None,
        actual_value=result.value if result else None,
        actual_unit=result.unit if result else None,
        **fields,
    )  # fmt: skip


def _levels(line: Line, goal: Quantity | None) -> tuple[str | None, str | None, str | None]:
    first, second, third = line.levels
    return first, second, third or (goal.marker if goal else None)


def _read(cell: Cell | None, operator: str | None, unit: str | None) -> list[Quantity]:
    if cell is None:
        return []
    value = read_value(cell.text, operator, unit)
    return [value] if value else read_quantities(cell.text)


def _are_values(quantities: list[Quantity]) -> bool:
    """Whether a cell held one value and no words."""
    return len(quantities) == 1 and not quantities[0].name


def _is_range(quantities: list[Quantity]) -> bool:
    return [quantity.operator for quantity in quantities] == [">=", "<="] and (
        quantities[0].name == quantities[1].name
    )


def _operator_cell(line: Line, sheet: Sheet) -> str | None:
    text = _text(line, sheet, "operator")
    return dict((*operators("before"), *operators("cell"))).get(text or "")


def _text(line: Line, sheet: Sheet, role: str) -> str | None:
    cell = first_filled(line, sheet, role)
    return cell.text if cell else None


def _unit_in(sheet: Sheet, line: Line) -> str | None:
    """The unit that the name gives in brackets: 培训人数（人次）."""
    cell = next(
        (
            cell
            for role in ("name", "level3")
            for column in sheet.columns.get(role, [])
            if (cell := line.cell(column))
        ),
        None,
    )
    match = _UNIT_IN_NAME.search(cell.text) if cell else None
    return match[1] if match and _LEVEL_UNITS.match(match[1]) else None


def _percent(text: str | None) -> Decimal | None:
    if not text:
        return None
    numbers = find_numbers(text)
    return numbers[0].value if len(numbers) == 1 else None


def _words(cell: Cell) -> str:
    return bare(cell.text)[:60]
