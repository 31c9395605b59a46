"""What scoring sheets say of themselves, and which sheet of a report a line is of."""

from decimal import Decimal

import pytest

from ingest.indicators import extract_indicators
from ingest.indicators.sheet_sums import SHEET_SUM
from ingest.records import Indicator
from tests.unit.indicators.conftest import CONTEXT, grid

HEADS = "一级指标|二级指标|三级指标|分值|评分标准|得分\n"
LINES = """
投入|预算配置|在职人员控制率|20|按比例计分|18
·|预算配置|支出安排率|10|按比例计分|10
产出|职责履行|培训场次|50|按比例计分|47
"""
HEADED = HEADS + LINES.strip()


def read(*sheets: str) -> list[Indicator]:
    """Indicators of grids behind one another in one text."""
    tables = [grid(sheet, start=1000 * place)[1] for place, sheet in enumerate(sheets)]
    return extract_indicators([*tables], CONTEXT, None)


def sums(rows: list[Indicator]) -> list[tuple[object, ...]]:
    return [
        (row.rule, row.sheet_no, row.level1, row.level2, row.weight, row.score)
        for row in rows
        if row.indicator_kind == SHEET_SUM
    ]


def sheets(rows: list[Indicator]) -> list[int | None]:
    return [row.sheet_no for row in rows if row.indicator_kind == "evaluation"]


@pytest.mark.parametrize("label", ["合计", "总分", "总计", "合 计"])
def test_total_row_is_a_sum_and_no_line(label: str) -> None:
    rows = read(f"{HEADED}\n{label}|·|·|80|·|75")
    assert sums(rows) == [("sheet_total", 1, None, None, Decimal(80), Decimal(75))]
    assert len(sheets(rows)) == 3


def test_total_row_whose_blank_cells_were_dropped() -> None:
    assert sums(read(f"{HEADED}\n合计|80|75")) == [("sheet_total", 1, None, None, Decimal(80), Decimal(75))]


def test_subtotal_row_names_the_section_that_it_stands_in() -> None:
    sheet = HEADS + (
        "投入|预算配置|在职人员控制率|20|按比例计分|18\n·|小计|·|20|·|18\n产出|职责履行|培训场次|80|按比例计分|77"
    )
    rows = read(sheet)
    assert sums(rows) == [("sheet_subtotal", 1, "投入", None, Decimal(20), Decimal(18))]
    assert [row.indicator_name for row in rows if row.indicator_kind != SHEET_SUM] == [
        "在职人员控制率",
        "培训场次",
    ]


def test_total_row_between_lines_is_a_subtotal() -> None:
    sheet = HEADS + (
        "投入|预算配置|在职人员控制率|20|按比例计分|18\n合计|·|·|20|·|18\n"
        "产出|职责履行|培训场次|80|按比例计分|77\n总分|·|·|100|·|95"
    )
    assert [row[0] for row in sums(read(sheet))] == ["sheet_subtotal", "sheet_total"]


def test_marks_beside_the_names_of_sections() -> None:
    sheet = (
        "一级指标|分值|二级指标|分值|三级指标|分值|评分标准|得分\n"
        "投入|30|预算配置|30|在职人员控制率|20|按比例计分|18\n·|·|·|·|支出安排率|10|按比例计分|10\n"
        "产出|70|职责履行|70|培训场次|70|按比例计分|67"
    )
    assert sums(read(sheet)) == [
        ("section_mark", 1, "投入", None, Decimal(30), None),
        ("section_mark", 1, "投入", "预算配置", Decimal(30), None),
        ("section_mark", 1, "产出", None, Decimal(70), None),
        ("section_mark", 1, "产出", "职责履行", Decimal(70), None),
    ]


def test_full_mark_in_brackets_behind_the_name_of_a_section() -> None:
    sheet = HEADED.replace("投入", "投入（30分）").replace("产出|", "产出（50分）|")
    assert sums(read(sheet)) == [
        ("section_mark", 1, "投入", None, Decimal(30), None),
        ("section_mark", 1, "产出", None, Decimal(50), None),
    ]


def test_row_of_a_section_with_the_marks_of_the_lines_under_it_is_no_line() -> None:
    sheet = HEADS + (
        "投入|·|·|30|·|28\n·|预算配置|在职人员控制率|20|按比例计分|18\n·|预算配置|支出安排率|10|按比例计分|10\n"
        "产出|职责履行|培训场次|70|按比例计分|67"
    )
    rows = read(sheet)
    assert sums(rows) == [("section_mark", 1, "投入", None, Decimal(30), Decimal(28))]
    assert len(sheets(rows)) == 3


def test_total_row_ends_a_sheet() -> None:
    second = HEADED.replace("投入", "决策").replace("产出", "效果")
    rows = read(f"{HEADED}\n合计|·|·|80|·|75", f"{second}\n合计|·|·|80|·|75")
    assert sheets(rows) == [1, 1, 1, 2, 2, 2]
    assert [row[:2] for row in sums(rows)] == [("sheet_total", 1), ("sheet_total", 2)]


def test_sheet_of_the_same_form_begins_with_the_same_line() -> None:
    assert sheets(read(HEADED, HEADED.replace("|47", "|48"))) == [1, 1, 1, 2, 2, 2]


def test_page_break_parts_no_sheet() -> None:
    rest = HEADS + "产出|职责履行|发放资料|10|按比例计分|9\n效益|履职效益|满意度|10|按比例计分|9"
    assert set(sheets(read(HEADED, rest))) == {1}


def test_sheet_that_is_told_twice_is_one() -> None:
    rows = read(f"{HEADED}\n合计|·|·|80|·|75", f"{HEADED}\n合计|·|·|80|·|75")
    assert set(sheets(rows)) == {1}


def test_money_block_is_of_the_sheet_under_it() -> None:
    block = "项目资金（万元）|·|年初预算数|全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分\n·|年度资金总额|80.00|90.00|81.00|10|90%|9.0"
    assert set(sheets(read(block, HEADED))) == {1}


def test_every_money_block_begins_a_sheet() -> None:
    block = "项目资金（万元）|·|年初预算数|全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分\n·|年度资金总额|80.00|90.00|81.00|10|90%|9.0"
    other = HEADED.replace("投入", "决策")
    assert sheets(read(block, HEADED, block, other)) == [1, 1, 1, 1, 2, 2, 2, 2]


def test_lines_in_prose_are_of_no_table(rows_of_prose) -> None:  # type: ignore[no-untyped-def]
    rows = rows_of_prose("预算编制，指标分值5分，自评得分4分。")
    assert [row.sheet_no for row in rows if row.weight is not None] == [0]
