"""Head counts and vehicles: quota, in post, retired, hired beyond the quota, cars."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.terms import bare, section_role, staffing_categories
from ingest.indicators.wording import (
    QUANTITIES,
    clause_start,
    plain,
    sentences,
    trim,
    with_numbers,
    without_own_name,
    year_of,
)
from ingest.records import Indicator
from ingest.structure.model import Cell, Paragraph, Table
from ingest.structure.numbers import Number
from ingest.vocabulary.patterns import any_of

_PEOPLE = frozenset({"人", "名", "个", "位", ""})
_VEHICLES = frozenset({"台", "辆", "部"})
_FILLER = (
    r"(?:人员|人数|干部|职工|老|教职工|教师|学生|工作|编制|名额|指标|岗位|数量|总数|总量|总|数|小计|共计|合计|共有|共|计|各类|各"
    r"|保有量|保有|拥有|配备|实有|现有|现存|实际|核定|核准|批准|为|是|有|达|补助|使用|在用|在册|约|:|\s)*"
)
_VEHICLE = "公务用车"
_CONTROL = "控制率"
_PART = re.compile(r"^(?:局?本级|局?机关本级|[局委厅办院]机关(?!后勤|事务|服务))")
_UNIT_OF_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{1,20}(?:机关|本级|中心|站|所|队|馆|院|校|办|局|处|会|园)$")
_PLATE = re.compile(r"^[\u4e00-\u9fff][A-Z][A-Z0-9]{4,6}(?:号|的)?")
_KEPT = re.compile(r"实有|现有|保有|实际")  # of vehicles: 编制4辆，实有3辆
_ARTICLE_VEHICLE = re.compile(r"(?<=[车用])[一壹]([台辆部])")


def from_paragraph(paragraph: Paragraph, context: ReportContext) -> Iterator[Indicator]:
    """Counts in prose. Under headings of results the people are those served, not the department's."""
    text = paragraph.text
    if not _any_term().search(text) or section_role(paragraph.headings) == "result":
        return
    for start, end, inside in with_numbers(sentences(text), paragraph.numbers):
        floor = start
        whole: Indicator | None = None
        for i in inside:
            number = paragraph.numbers[i]
            if number.kind not in QUANTITIES:
                continue
            found = _term_at(text, number, floor, end)
            if found is not None:
                whole = _row(paragraph, number, found, (start, end), context)
                yield whole
            elif whole is not None and whole.level1 == _VEHICLE and _KEPT.search(text, floor, number.start):
                yield _row(paragraph, number, (f"{_VEHICLE}实有", _VEHICLE), (start, end), context)
            elif whole is not None and number.unit in ("人", "名"):
                begin = clause_start(text, number.start, floor)
                unit = _UNIT_OF_DEPARTMENT.search(trim(text[begin : number.start].split("其中")[-1]))
                if unit:
                    part = (whole.indicator_name, whole.level1 or "")
                    yield _row(paragraph, number, part, (start, end), context)._replace(budget_unit=unit[0])
            floor = number.unit_end
        for match in _ARTICLE_VEHICLE.finditer(text, start, end):
            if found := _before(text, match.start(), start, _VEHICLES):
                one = Number(match.start(), match.start() + 1, Decimal(1), "count", match[1], match[1])
                yield _row(paragraph, one, found, (start, end), context)


def from_table(table: Table, context: ReportContext) -> Iterator[Indicator]:
    """Counts in forms: a bare number right of, or below, a label that is nothing but a staffing term."""
    for row in table.rows:
        label: Cell | None = None
        people = False  # whether the row counts people, so that a 控制率 is theirs
        for cell in row:
            if cell is None or not cell.text:
                continue
            value = plain(cell.text.rstrip("人名%"))
            if value is None:
                label = cell
                continue
            heads = (label.text,) if label is not None and label.column == cell.column - 1 else ()
            paths = table.header_paths[cell.column] if cell.column < len(table.header_paths) else ()
            for words in (*heads, *reversed(paths)):
                category = _category_of_label(bare(words))
                if category and _is_count(cell, value, category, bare(words), table.unit_text, people):
                    yield _cell_row(cell, value, category, words, context)
                    people = True
                    break
            label = None


def _is_count(
    cell: Cell, value: Decimal, category: str, label: str, money_unit: str | None, people: bool
) -> bool:
    """Whether a number under a staffing label is a count: in a table of money, 离退休 may be spending."""
    if category == _CONTROL:
        return cell.text.endswith("%") and (people or label != _CONTROL)
    counted = money_unit is None or label.endswith(("数", "编制", "量", "人员", "车辆"))
    return counted and value == int(value) and not cell.text.endswith("%")


def _cell_row(cell: Cell, value: Decimal, category: str, head: str, context: ReportContext) -> Indicator:
    unit = {_CONTROL: "%", _VEHICLE: "台"}.get(category, "人")
    return draft(
        context, "staffing", "staffing_cell", bare(head), cell.span(0, len(cell.text.rstrip("人名%"))),
        f"{head} | {cell.text}", source_form="table", level1=category,
        actual_text=cell.text, actual_value=value, actual_unit=unit,
    )  # fmt: skip


def _row(
    paragraph: Paragraph,
    number: Number,
    found: tuple[str, str],
    sentence: tuple[int, int],
    context: ReportContext,
) -> Indicator:
    name, category = without_own_name(found[0], context.own_names), found[1]
    text = paragraph.text
    part = _PART.match(name)
    return draft(
        context, "staffing", "staffing_clause", name, paragraph.span(number.start, number.end), text[slice(*sentence)],
        fiscal_year=year_of(text, sentence[0], number.start) or context.fiscal_year,
        budget_unit=part[0] if part else None,
        level1=category,
        actual_text=text[number.start : number.end] + number.unit_text,
        actual_value=number.value,
        actual_unit=number.unit if category == _VEHICLE else "人",
    )  # fmt: skip


def _term_at(text: str, number: Number, floor: int, end: int) -> tuple[str, str] | None:
    """(name, category) of a count, by the words right before it or, for people, right after it."""
    if number.kind not in ("count", "bare") or number.in_range or number.value != int(number.value):
        return None
    if number.unit in _VEHICLES:
        return _before(text, number.start, floor, _VEHICLES)
    if number.unit in _PEOPLE and number.kind == "count":
        return _before(text, number.start, floor, _PEOPLE) or _after(text, number, end)
    return None


def _before(text: str, position: int, floor: int, units: frozenset[str]) -> tuple[str, str] | None:
    begin = clause_start(text, position, floor)
    match = _ends_with_term().search(text[begin:position])
    if match is None:
        return None
    category = staffing_categories()[match[1]]
    if (category == _VEHICLE) != (units is _VEHICLES):
        return None
    return _PLATE.sub("", trim(text[begin:position])) or match[1], category


def _after(text: str, number: Number, end: int) -> tuple[str, str] | None:
    match = _begins_with_term().match(text[number.unit_end : end])
    return (match[0], staffing_categories()[match[1]]) if match else None


def _category_of_label(words: str) -> str | None:
    match = _whole_label().match(words)
    return staffing_categories()[match[1]] if match else None


@cache
def _any_term() -> re.Pattern[str]:
    return re.compile(any_of(staffing_categories()))


@cache
def _ends_with_term() -> re.Pattern[str]:
    return re.compile(rf"({any_of(staffing_categories())}){_FILLER}$")


@cache
def _begins_with_term() -> re.Pattern[str]:
    people = [
        term for term, category in staffing_categories().items() if category in ("在职", "离退休", "编外")
    ]
    return re.compile(rf"({any_of(people)})(?:人员|干部|职工|教师)*(?=[，,。;、())]|$)")


@cache
def _whole_label() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:19|20)\d\d年末?)?(?:实际|年末|期末|其中)?({any_of(staffing_categories())}){_FILLER}$"
    )
