"""Head counts and vehicles: quota, in post, retired, hired beyond the quota, cars."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.terms import bare, claim_words, section_role, staffing_categories
from ingest.indicators.wording import (
    QUANTITIES,
    clause_start,
    leading_verb,
    moved_from,
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
_FILLER = rf"(?:{any_of(claim_words('staff_filler'))}|\s)*"
_VEHICLE = "公务用车"
_CONTROL = "控制率"
_PART_OF_WHOLE = "部分"  # category of words that count people only as a part: 其中行政34人、事业27人
_DIVIDED = ("编制", "在职", "离退休", "编外")
_WHO = claim_words("staff_kind")
_VEHICLES_ALONE = re.compile(
    r"(?:其中|另有|[共现实拥保]?有|[:，,、(]|^)(?:车辆|汽车)(?:总数|数量)?[为共有:]*$"
)
_QUOTA = re.compile(r"编制?[^，,。;:\d]{0,8}\d+[人名个]")
_PART = re.compile(r"^(?:局?本级|局?机关本级|[局委厅办院]机关(?!后勤|事务|服务))")
_UNIT_OF_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{1,20}(?:机关|本级|中心|站|所|队|馆|院|校|办|局|处|会|园)$")
_UNIT_HEAD = re.compile(r"(?:预算|填报|所属|下属)?(?:单位|机构|部门)(?:名称)?")
_WHOLE = re.compile(r"合计|小计|总计|汇总")
_PLATE = re.compile(r"^[\u4e00-\u9fff][A-Z][A-Z0-9]{4,6}(?:号|的)?")
_LEVEL = re.compile(any_of(claim_words("staff_level")))
_KEPT = re.compile(r"实有|现有|保有|实际")  # of vehicles: 编制4辆，实有3辆
_ARTICLE_VEHICLE = re.compile(r"(?<=[车用])[一壹]([台辆部])")


def from_paragraph(paragraph: Paragraph, context: ReportContext) -> Iterator[Indicator]:
    """Counts in prose. Under headings of results the people are those served, not the department's."""
    text = paragraph.text
    if "车辆" not in text and not _any_term().search(text):
        return
    served = section_role(paragraph.headings) == "result"
    divided: Indicator | None = None  # the count that parts are of, also after 其中 in the next sentence
    for start, end, inside in with_numbers(sentences(text), paragraph.numbers):
        if served and not _QUOTA.search(text, start, end):
            continue
        floor = start
        movement = _movement().search(text, start, end) if inside else None
        whole: Indicator | None = None
        if text.endswith(("。", "\n"), 0, start) and not text.startswith("其中", start):
            divided = None
        for i in inside:
            number = paragraph.numbers[i]
            if number.kind not in QUANTITIES or moved_from(text, paragraph.numbers, i + 1, start):
                continue
            moved = moved_from(text, paragraph.numbers, i, start)
            is_behind = movement is not None and movement.end() <= number.start
            if is_behind and not _LEVEL.search(text, floor, number.start):
                continue  # 招录3人、调出2人、退休4人
            found = _term_at(text, number, floor, end, moved)
            if found is not None and found[1] == _PART_OF_WHOLE:
                if divided is not None and number.value <= (divided.actual_value or 0):
                    yield _row(paragraph, number, _part_of(divided, found[0]), (start, end), context)
            elif found is not None:
                whole = _row(paragraph, number, found, (start, end), context)
                divided = whole if whole.level1 in _DIVIDED else None
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
        part = ""  # 行政 of a row 行政 | 20 | 19 under 编制数 | 实有数
        unit = _unit_of_row(table, row)
        for cell in row:
            if cell is None or not cell.text:
                continue
            value = plain(cell.text.rstrip("人名%"))
            if value is None:
                label = cell
                is_part = _category_of_label(bare(cell.text)) == _PART_OF_WHOLE
                part = bare(cell.text) if is_part else part
                continue
            heads = (label.text,) if label is not None and label.column == cell.column - 1 else ()
            paths = _heads_of(table, row, cell)
            for words in (*heads, *reversed(paths)):
                category = _category_of_label(bare(words))
                if (
                    category
                    and category != _PART_OF_WHOLE
                    and _is_count(cell, value, category, bare(words), table.unit_text, people)
                ):
                    yield _cell_row(cell, value, category, part + bare(words), unit, context)
                    people = True
                    break
            label = None


def _heads_of(table: Table, row: list[Cell | None], cell: Cell) -> tuple[str, ...]:
    """The heads above a cell, one to the right where the row's own blank label left nothing.

    The last head then stands before the values, as if it were the label (编制数, 在职人数, 控制率 ⏎ 56, 53, 94.6%).
    """
    first = row[0]
    shift = first is not None and _category_of_label(bare(first.text)) == _CONTROL
    at = cell.column + shift
    if at == len(table.header_paths) and shift and first is not None:
        return (first.text,)
    return table.header_paths[at] if at < len(table.header_paths) else ()


def _is_count(
    cell: Cell, value: Decimal, category: str, label: str, money_unit: str | None, people: bool
) -> bool:
    """Whether a number under a staffing label is a count: in a table of money, 离退休 may be spending."""
    if category == _CONTROL:
        return cell.text.endswith("%") and (people or label != _CONTROL)
    counted = money_unit is None or label.endswith(("数", "编制", "量", "人员", "车辆"))
    return counted and value == int(value) and not cell.text.endswith("%")


def _unit_of_row(table: Table, row: list[Cell | None]) -> str | None:
    """The unit of the department that a row is about, where the first column lists units."""
    first, heads = row[0], table.header_paths[0] if table.header_paths else ()
    if first is None or not any(_UNIT_HEAD.fullmatch(bare(head)) for head in heads):
        return None
    words = bare(first.text)
    return None if not words or _WHOLE.search(words) or _category_of_label(words) else words


def _cell_row(
    cell: Cell, value: Decimal, category: str, head: str, budget_unit: str | None, context: ReportContext
) -> Indicator:
    unit = {_CONTROL: "%", _VEHICLE: "台"}.get(category, "人")
    return draft(
        context, "staffing", "staffing_cell", head, cell.span(0, len(cell.text.rstrip("人名%"))),
        f"{head} | {cell.text}", source_form="table", level1=category, budget_unit=budget_unit,
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


def _part_of(whole: Indicator, name: str) -> tuple[str, str]:
    """(name, category) of a part of a count: 行政 of those in post are 行政人员, of the quota 行政编制."""
    kind = "编制" if whole.level1 == "编制" else "人员"
    return name if name.endswith((kind, *_WHO)) else name + kind, whole.level1 or ""


def _term_at(
    text: str, number: Number, floor: int, end: int, moved: tuple[int, int] | None
) -> tuple[str, str] | None:
    """(name, category) of a count, by the words right before it or, for people, right after it.

    `moved` is where the words stand of a count that is said to have moved (在职人员由45人减少到43人).
    """
    if moved is not None:
        return _before(text, moved[1], moved[0], _VEHICLES if number.unit in _VEHICLES else _PEOPLE)
    if number.kind not in ("count", "bare") or number.in_range or number.value != int(number.value):
        return None
    if number.unit in _VEHICLES:
        return _before(text, number.start, floor, _VEHICLES)
    if number.unit in _PEOPLE and number.kind == "count":
        return _before(text, number.start, floor, _PEOPLE) or _after(text, number, end)
    return None


def _before(text: str, position: int, floor: int, units: frozenset[str]) -> tuple[str, str] | None:
    begin = clause_start(text, position, floor)
    words = text[begin:position]
    match = _ends_with_term().search(words) or (_hired().search(words) if units is _PEOPLE else None)
    if match is None:
        alone = units is _VEHICLES and _VEHICLES_ALONE.search(text[:position], begin)
        return ("车辆", _VEHICLE) if alone else None
    category = _category(match)
    if (category == _VEHICLE) != (units is _VEHICLES):
        return None
    name = _PLATE.sub("", trim(text[begin:position])) or match[1]
    if category in ("在职", "编外") and (verb := leading_verb().match(name)) and verb[0] != "编制":
        return None  # 培训在职教师20人: people served
    return name, category


def _after(text: str, number: Number, end: int) -> tuple[str, str] | None:
    match = _begins_with_term().match(text[number.unit_end : end])
    return (match[0], staffing_categories()[match[1]]) if match else None


def _category_of_label(words: str) -> str | None:
    match = _whole_label().match(words)
    return _category(match) if match else None


def _category(match: re.Match[str]) -> str:
    """The category of a term with the words round it: 在职 of 教职工总数, but 编制 of 教职工编制."""
    category = staffing_categories()[match[1]]
    return "编制" if category in ("在职", _PART_OF_WHOLE) and "编制" in match[0] else category


@cache
def _movement() -> re.Pattern[str]:
    return re.compile(any_of(claim_words("staff_movement")))


@cache
def _any_term() -> re.Pattern[str]:
    return re.compile(any_of(staffing_categories()))


@cache
def _ends_with_term() -> re.Pattern[str]:
    return re.compile(rf"({any_of(staffing_categories())}){_FILLER}$")


@cache
def _hired() -> re.Pattern[str]:
    """People who are hired for a work that stands behind the word: 临聘护工, 聘用队员, 编外聘用防疫人员."""
    hired = [term for term, category in staffing_categories().items() if category == "编外"]
    return re.compile(rf"({any_of(hired)})[\u4e00-\u9fff]{{1,8}}$")


@cache
def _begins_with_term() -> re.Pattern[str]:
    people = [
        term
        for term, category in staffing_categories().items()
        if category in (*_DIVIDED[1:], _PART_OF_WHOLE)
    ]
    return re.compile(rf"({any_of(people)})(?:人员|干部|职工|教师)*(?=[，,。;、())]|$)")


@cache
def _whole_label() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:19|20)\d\d年末?)?(?:实际|年末|期末|其中)?({any_of(staffing_categories())}){_FILLER}$"
    )
