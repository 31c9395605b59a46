"""Finds the goal tables and scoring sheets in a grid: what each column holds, and the lines.

A form may hold several sheets one below the other, so head rows are looked for among the rows too.
Cells that span rows are carried down; a line states its own levels in full.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.indicators.terms import bare, column_role, level_of
from ingest.indicators.wording import plain
from ingest.structure.model import Cell, Table
from ingest.vocabulary.reading import read_vocabulary

LEVELS = ("level1", "level2", "level3")
_TELLING = {"target", "adjusted_target", "actual", "score", "weight", "goal", "operator"}
_FEWEST_COLUMNS = 4
_MOST_DROPPED = 3
_NO_LEVELS = (None, None, None)
_VALUE = re.compile(r"^[≥≤<>=]*\d[\d.,]*(?:[%‰]|[\u4e00-\u9fff]{0,3})$")
_TOTALS = frozenset(row["label"] for row in read_vocabulary("sum_label"))

Row = list[Cell | None]


@dataclass(slots=True)
class Sheet:
    """One table of goals or scores. `columns[role]` are the columns that hold it, left to right."""

    columns: dict[str, list[int]]
    heads: list[str]
    lines: list["Line"] = field(default_factory=list)
    carried: tuple[str | None, str | None, str | None] = (None, None, None)  # the levels of the last line

    def has(self, *roles: str) -> bool:
        """Whether there is a column of any of `roles`."""
        return any(role in self.columns for role in roles)


@dataclass(slots=True)
class Line:
    """One row of a sheet: its cells by column and its levels, those that span rows carried down."""

    cells: Row
    levels: tuple[str | None, str | None, str | None]
    own: int  # the deepest level that stands in this very row, 0 where none does

    def cell(self, column: int | None) -> Cell | None:
        """The filled cell of a column, or None."""
        cell = self.cells[column] if column is not None and column < len(self.cells) else None
        return cell if cell is not None and cell.text else None

    def evidence(self) -> str:
        """The words of the row, levels that were carried down included."""
        texts = [cell.text for cell in self.cells if cell is not None and cell.text]
        carried = [level for level in self.levels if level and level not in map(bare, texts)]
        return " | ".join([*carried, *texts]).replace("\n", "")


def sheets(table: Table, before: Sheet | None = None) -> list[Sheet]:
    """The goal tables and scoring sheets of a grid, with their lines.

    A grid without heads of its own may continue the sheet `before` it: after a page break, or where
    blank cells were dropped and its rows are shorter than the sheet is wide.
    """
    found: list[Sheet] = []
    heads = [_path_head(path) for path in table.header_paths]
    sheet = _sheet(heads)
    if before is not None and not any(heads):
        sheet = Sheet(before.columns, before.heads, carried=before.carried)
        sheet.lines = [line for row in table.rows if (line := _continued(before, row))]
        _keep(found, sheet)
    else:
        if before is not None and sheet is not None and before.heads == heads:
            sheet.carried = before.carried  # a page break that repeats the heads
        for row in table.rows:
            heads = ["" if cell is None else cell.text for cell in row]
            if _is_head(heads):
                _keep(found, sheet)
                sheet = _sheet(heads)
            elif sheet is not None:
                sheet.lines.append(Line(row, _NO_LEVELS, 0))
        _keep(found, sheet)
    for sheet in found:
        sheet.lines = list(_levelled(sheet))
    return found


def _continued(before: Sheet, row: Row) -> Line | None:
    """A row as a line of the sheet before it: shifted by dropped blanks until its marks are in place."""
    missing = max(column for column, head in enumerate(before.heads) if head) + 1 - len(row)
    marks = [*before.columns.get("weight", [])[-1:], *before.columns.get("score", [])[:1]]
    best: tuple[int, int] = (0, 0)
    for shift in range(max(missing, 0) + 1):
        fitting = sum(_is_mark(_shifted(row, shift), column) for column in marks)
        best = max(best, (fitting, -shift))
    if len(row) <= _FEWEST_COLUMNS or missing > _MOST_DROPPED or (marks and not best[0]):
        return None
    return Line(_shifted(row, -best[1]), _NO_LEVELS, 0)


def _shifted(row: Row, shift: int) -> Row:
    return [*([None] * shift), *row]


def _is_mark(cells: Row, column: int) -> bool:
    cell = cells[column] if column < len(cells) else None
    return cell is not None and plain(cell.text) is not None


def is_total(label: str) -> bool:
    """Whether a row so labelled is a sum of others."""
    return bare(label) in _TOTALS


def _keep(found: list[Sheet], sheet: Sheet | None) -> None:
    if sheet is not None and sheet.lines:
        found.append(sheet)


def _path_head(path: tuple[str, ...]) -> str:
    return next((head for head in reversed(path) if column_role(head)), path[-1] if path else "")


def _is_head(heads: list[str]) -> bool:
    filled = [head for head in heads if head]
    roles = [role for head in filled if (role := column_role(head)) and not level_of(head)]
    goals = [head for head in filled if column_role(head) == "goal"]
    if len(goals) < 3 and len(set(roles)) < 2:
        return False
    if any(_VALUE.match(head) for head in filled):
        return False
    known = max(len(roles), len(goals))
    return 2 * known >= len(filled) and bool(_TELLING & {column_role(head) for head in filled})


def _sheet(heads: list[str]) -> Sheet | None:
    """A sheet under `heads`, or None where they are those of another table."""
    columns: dict[str, list[int]] = {}
    for column, head in enumerate(heads):
        if role := column_role(head):
            columns.setdefault(role, []).append(column)
    alone = columns.pop("name_alone", None)
    if alone and not columns.keys() & {*LEVELS, "name"}:
        columns["name"] = alone  # beside levels, 绩效指标 only titles the form
    if not _TELLING & columns.keys() or len(columns) < 2:
        return None
    if len(columns.get("name", [])) > 1 and not columns.keys() & set(LEVELS):
        for level, column in zip(LEVELS, columns.pop("name"), strict=False):  # 评价内容 over two columns
            columns[level] = [column]
    return Sheet(columns, heads)


def _levelled(sheet: Sheet) -> Iterator[Line]:
    places = [sheet.columns[level][0] for level in LEVELS if level in sheet.columns]
    carried: list[str | None] = [*sheet.carried]
    for line in sheet.lines:
        own = 0
        for level, text in _labels(line, places):
            if level == 1 and text == carried[0] and not own:
                continue  # a page break repeats the cell that spans the rows
            carried[level - 1 :] = [text] + [None] * (3 - level)
            own = level
        line.levels, line.own = (carried[0], carried[1], carried[2]), own
        sheet.carried = line.levels
        yield line


def _labels(line: Line, places: list[int]) -> Iterator[tuple[int, str]]:
    """(level, words) of the level cells of a row; a well-known name goes to its own level."""
    shift = 0
    for index, column in enumerate(places):
        cell = line.cell(column)
        if cell is None:
            continue
        text = bare(cell.text)
        known = level_of(text)
        if (
            known
            and len(places) > 1
            and known[0] > index + 1
            and not _is_over_level(line, places[index + 1 :])
        ):
            shift = known[0] - index - 1
        level = min(index + 1 + shift, 3)
        if text:
            yield level, text


def _is_over_level(line: Line, places: list[int]) -> bool:
    """Whether a second level follows: 成本指标 over 经济成本指标 is a first level, though it is mostly a second."""
    return any((cell := line.cell(place)) and level_of(cell.text) for place in places)
