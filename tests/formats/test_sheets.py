"""Workbooks and CSV files: cells as they are displayed, tables apart from the lines around them."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from ingest.limits import Limits
from ingest.readers import read_document
from ingest.readers.blocks import Reading
from ingest.readers.number_format import displayed


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.9688, "0.00%", "96.88%"),
        (0.5, "0%", "50%"),
        (1864200, "#,##0.00", "1,864,200.00"),
        (2415.6, "0.00", "2415.60"),
        (0.1 + 0.2, "General", "0.3"),
        (12, "General", "12"),
        (1e15, "General", "1000000000000000"),
        (-12.5, "0.00", "-12.50"),
        (-12.5, "#,##0.00_);(#,##0.00)", "-12.50"),
        (1234567, "#,##0,", "1,235"),
        (3.5, '0.00"万元"', "3.50万元"),
        (3.5, "0.##", "3.5"),
        (3, "0.##", "3"),
        (2.675, "0.00", "2.68"),
        (1, "[Red]0.0", "1.0"),
        (1e300, "0.00", "1E+300"),
        (1e300, "General", "1E+300"),
        (999999999999999999, "0.00%", "99999999999999999900.00%"),
        (10**18, "0.00000000%", "100000000000000000000.00000000%"),
        (1, "0" + "." + "0" * 400, "1.00000000"),
        (1, "0" + "%" * 400, "100%"),
        (10**9, "0" + "," * 400, "1000"),
        (7, "000", "007"),
        (-7, "000.0", "-007.0"),
        (0.5, "# ?/?", "0.5"),
        (12345678, '0\\.0,"万"', "1234.6万"),
        (12345678, '0"."0000', "1234.5678"),
        (44638, "@", "44638"),
        (True, "General", "是"),
        (float("nan"), "0.00", ""),
        (datetime(2022, 3, 18), "yyyy-mm-dd", "2022年3月18日"),
        (date(2022, 3, 1), "yyyy年m月", "2022年3月"),
        (" 合计 ", "General", "合计"),
    ],
)
def test_a_value_as_its_cell_shows_it(value: object, number_format: str, shown: str) -> None:
    assert displayed(value, number_format) == shown


def read(book: Workbook) -> Reading:
    out = io.BytesIO()
    book.save(out)
    return read_document("a.xlsx", out.getvalue(), Limits()).reading


def rows(reading: Reading) -> list[list[list[str]]]:
    return [
        [[reading.text[cell.start : cell.end] for cell in row] for row in table.rows]
        for table in reading.tables
    ]


def test_hidden_sheets_and_rows_are_left_out() -> None:
    book = Workbook()
    sheet = book.active
    for row in (["项目", "决算"], ["旧数", 1], ["合计", 2]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("hidden").append(["隐藏", 3])
    book["hidden"].sheet_state = "hidden"
    assert rows(read(book)) == [[["项目", "决算"], ["合计", "2"]]]


def test_hidden_columns_are_left_out() -> None:
    book = Workbook()
    for row in (["项目", "草稿", "备查", "决算"], ["合计", 1, 2, 3]):
        book.active.append(row)
    book.active.column_dimensions.group("B", "C", hidden=True)
    assert rows(read(book)) == [[["项目", "决算"], ["合计", "3"]]]


@pytest.mark.parametrize("hidden", [2, 3, 4])
def test_of_merged_cells_the_visible_part_is_read(hidden: int) -> None:
    """Whichever row of a range is hidden, the first too, its words stay and the cells beside it keep their columns."""
    book = Workbook()
    for row in (
        ["科目", "项目", "决算"],
        ["支出", "甲", 1],
        [None, "乙", 2],
        [None, "丙", 3],
        ["合计", "丁", 6],
    ):
        book.active.append(row)
    book.active.merge_cells("A2:A4")
    book.active.row_dimensions[hidden].hidden = True
    whole = [["支出", "甲", "1"], ["", "乙", "2"], ["", "丙", "3"]]
    seen = [cells[1:] for number, cells in enumerate(whole, start=2) if number != hidden]
    assert rows(read(book)) == [
        [["科目", "项目", "决算"], ["支出", *seen[0]], ["", *seen[1]], ["合计", "丁", "6"]]
    ]


def test_heads_merged_over_a_hidden_column_stand_over_the_others() -> None:
    book = Workbook()
    for row in (["项目", "支出"], [None, "预算", "调整", "决算"], ["合计", 1, 2, 3]):
        book.active.append(row)
    book.active.merge_cells("A1:A2")
    book.active.merge_cells("B1:D1")
    book.active.column_dimensions["B"].hidden = True
    [table] = read(book).tables
    assert [[(cell.colspan, cell.continues) for cell in row] for row in table.rows[:2]] == [
        [(1, False), (2, False)],
        [(1, True), (1, False), (1, False)],
    ]


def test_every_visible_sheet_is_read() -> None:
    book = Workbook()
    for row in (["项目", "决算"], ["合计", 2]):
        book.active.append(row)
    second = book.create_sheet("绩效")
    for row in (["指标", "得分"], ["产出", 9]):
        second.append(row)
    assert rows(read(book)) == [[["项目", "决算"], ["合计", "2"]], [["指标", "得分"], ["产出", "9"]]]


def test_formulas_are_not_calculated() -> None:
    book = Workbook()
    for row in (
        ["项目", "决算", "备注"],
        ["合计", "=1+1", "甲"],
        ["网址", '=WEBSERVICE("http://127.0.0.1:9/")', "乙"],
    ):
        book.active.append(row)
    assert rows(read(book)) == [[["项目", "决算", "备注"], ["合计", "", "甲"], ["网址", "", "乙"]]]


def test_lines_above_and_below_a_table_are_text() -> None:
    book = Workbook()
    for row in (
        ["部门决算表"],
        [None, None, "单位：万元"],
        ["项目", "预算", "决算"],
        ["合计", 1, 2],
        ["注：含结转。"],
    ):
        book.active.append(row)
    reading = read(book)
    assert reading.text.startswith("部门决算表\n\n单位：万元\n\n\t项目")
    assert reading.text.endswith("注：含结转。\n\n")
    assert rows(reading) == [[["项目", "预算", "决算"], ["合计", "1", "2"]]]


def test_a_blank_row_parts_tables() -> None:
    book = Workbook()
    for row in (["项目", "决算"], ["合计", 2], [], ["指标", "得分"], ["产出", 9]):
        book.active.append(row)
    assert len(read(book).tables) == 2


def test_a_cell_far_away_does_not_blow_the_sheet_up() -> None:
    book = Workbook()
    book.active["A1"] = "合计"
    book.active["XFD1048576"] = 1
    with pytest.raises(Exception, match="1048576 rows"):
        read(book)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_dress(separator: str, encoding: str) -> None:
    text = "\r\n".join(
        separator.join(row) for row in (["项目名称", "决算数"], ['"甲项\n目"', "1.50"], ["合计", "1.50"])
    )
    reading = read_document("a.csv", text.encode(encoding), Limits()).reading
    assert rows(reading) == [[["项目名称", "决算数"], ["甲项\n目", "1.50"], ["合计", "1.50"]]]
