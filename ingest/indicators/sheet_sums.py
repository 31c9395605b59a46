"""What scoring sheets state of themselves: the total row, subtotal rows, and marks beside a section's name.

They are operands of checks (kind `sheet_sum`), never lines: counted as lines, they would count twice.
Which lines a sum is of stands in its rule: `sheet_total` of the sheet, `sheet_subtotal` of the section
named in its levels or of the lines since the sum before it, `section_mark` of the section named.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.performance import line_name, weight_and_score
from ingest.indicators.sheets import LEVELS, Line, Sheet, is_total
from ingest.indicators.terms import bare
from ingest.indicators.wording import plain
from ingest.records import Indicator
from ingest.structure.model import Cell

SHEET_SUM = "sheet_sum"
TOTAL, SUBTOTAL, SECTION = "sheet_total", "sheet_subtotal", "section_mark"

_SUBTOTAL = "小计"
_MARK_IN_NAME = re.compile(r"\((?:满分|权重|分值|共|计)?:?(\d{1,3}(?:\.\d+)?)分\)$")

Marks = tuple[Decimal | None, Decimal | None, Cell | None]  # weight, score, the cell that they are found by


def is_sum_row(line: Line) -> bool:
    """Whether the first words of a row say that it sums others."""
    first = next((cell.text for cell in line.cells if cell is not None and cell.text), "")
    return is_total(first) or any(
        level is not None and is_total(level) for level in line.levels[line.own - 1 : line.own]
    )


def section_rows(sheet: Sheet) -> list[Line]:
    """Rows that give a section's name and marks alone, and whose marks are those of the deeper rows under them."""
    found = []
    for at, line in enumerate(sheet.lines):
        if not line.own or line.own > 2 or _is_named(sheet, line):
            continue
        under: list[Line] = []
        for other in sheet.lines[at + 1 :]:
            if other.levels[: line.own] != line.levels[: line.own] or is_sum_row(other):
                break
            if other.own or _is_named(sheet, other):
                under.append(other)
        weight, score, _ = weight_and_score(sheet, line)
        marks = [weight_and_score(sheet, other) for other in under]
        is_weight = weight is not None and weight == _sum(mark[0] for mark in marks)
        if is_weight or (score is not None and score == _sum(mark[1] for mark in marks)):
            found.append(line)
    return found


def from_sums(
    sheet: Sheet, sections: list[Line], project: str | None, context: ReportContext
) -> Iterator[Indicator]:
    """Rows for the sums that a sheet states of itself; `sections` are its `section_rows`."""
    if not sheet.has("score", "weight"):
        return
    for line in sheet.lines:
        if is_sum_row(line) or is_total(line_name(sheet, line)):
            label = next(
                cell.text for cell in line.cells if cell is not None and cell.text and is_total(cell.text)
            )
            rule = SUBTOTAL if _SUBTOTAL in label else TOTAL
            yield from _row(context, rule, bare(label), line, _marks_of_sum(sheet, line), project)
        elif any(line is section for section in sections):
            name = line.levels[line.own - 1] or ""
            yield from _row(context, SECTION, name, line, weight_and_score(sheet, line), project)
        else:
            for level, marks in _beside_names(sheet, line):
                yield from _row(context, SECTION, line.levels[level - 1] or "", line, marks, project, level)


def _row(
    context: ReportContext,
    rule: str,
    name: str,
    line: Line,
    marks: Marks,
    project: str | None,
    depth: int = 2,
) -> Iterator[Indicator]:
    weight, score, cell = marks
    if cell is None or (weight is None and score is None) or not name:
        return
    own = () if rule == TOTAL else line.levels[:depth]
    levels = [None if level is None or is_total(level) else level for level in own]
    level1, level2 = [*levels, None, None][:2]
    yield draft(
        context, SHEET_SUM, rule, name, cell.span(0, len(cell.text)), line.evidence(),
        source_form="table", level1=level1, level2=level2, project_name=project, weight=weight, score=score,
    )  # fmt: skip


def _marks_of_sum(sheet: Sheet, line: Line) -> Marks:
    """Weight and score of a sum row; where its blank cells were dropped, its two numbers are the two."""
    weights = [cell for column in sheet.columns.get("weight", []) if (cell := line.cell(column))]
    scores = [cell for column in sheet.columns.get("score", []) if (cell := line.cell(column))]
    numbers = [cell for cell in line.cells if cell is not None and plain(cell.text) is not None]
    width = max(column for column, head in enumerate(sheet.heads) if head) + 1
    if len(line.cells) < width and len(numbers) == 2 and sheet.has("weight") and sheet.has("score"):
        weights, scores = numbers[:1], numbers[1:]
    weight_cell = next((cell for cell in reversed(weights) if plain(cell.text) is not None), None)
    score_cell = next((cell for cell in scores if plain(cell.text) is not None), None)
    return (
        plain(weight_cell.text) if weight_cell else None,
        plain(score_cell.text) if score_cell else None,
        score_cell or weight_cell,
    )


def _beside_names(sheet: Sheet, line: Line) -> Iterator[tuple[int, Marks]]:
    """(level, marks) of the first and second level cells of a row: in 分值 columns of their own, or in brackets."""
    places = [
        (level, sheet.columns[name][0]) for level, name in enumerate(LEVELS, 1) if name in sheet.columns
    ]
    deeper = [column for role in ("name", "item") for column in sheet.columns.get(role, [])[:1]]
    for at, (level, column) in enumerate(places):
        following = [place for _, place in places[at + 1 :]] + [place for place in deeper if place > column]
        cell = line.cell(column)
        if cell is None or not following or level > 2 or line.levels[level - 1] != bare(cell.text):
            continue
        until = min(following)
        if _has_nameless_marks(sheet, line.levels[:level], column, until):
            continue  # a second section whose name was lost
        weight, score = (_between(sheet, line, role, column, until) for role in ("weight", "score"))
        if weight is None and (match := _MARK_IN_NAME.search(cell.text)):
            yield level, (Decimal(match[1]), None, cell)
        elif weight or score:
            yield (
                level,
                (
                    plain(weight.text) if weight else None,
                    plain(score.text) if score else None,
                    score or weight,
                ),
            )


def _has_nameless_marks(sheet: Sheet, levels: tuple[str | None, ...], column: int, until: int) -> bool:
    return any(
        line.cell(column) is None and _between(sheet, line, "weight", column, until)
        for line in sheet.lines
        if line.levels[: len(levels)] == levels
    )


def _between(sheet: Sheet, line: Line, role: str, after: int, until: int) -> Cell | None:
    columns = [column for column in sheet.columns.get(role, []) if after < column < until]
    return next(
        (cell for column in columns if (cell := line.cell(column)) and plain(cell.text) is not None), None
    )


def _is_named(sheet: Sheet, line: Line) -> bool:
    return any(line.cell(column) for role in ("name", "item") for column in sheet.columns.get(role, []))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
