"""Tables of a PDF over the end of a page: rows that were cut are made whole, and heads are read once."""

import pytest

from ingest.readers.pdf_page_breaks import PageCell, have_same_cells, rows_over_pages

SIZE = 10.0
WIDTH = 51.0  # of a column: four characters and the margins


def row(*cells: str, rowspan: int = 1) -> list[PageCell]:
    """A row of equal columns, in each a cell with its lines."""
    return [
        PageCell(words, WIDTH * at, WIDTH * (at + 1), rowspan, SIZE * len(words.split("\n")[-1]), SIZE)
        for at, words in enumerate(cells)
    ]


def words(rows: list[list[PageCell]]) -> list[list[str]]:
    return [["".join(cell.words.split()) for cell in cells] for cells in rows]


HEAD = row("指标", "目标值", "分值")


def test_a_row_that_was_cut_is_made_whole() -> None:
    rows = rows_over_pages(
        [HEAD, row("资金管理\n制度建设", "≥95%", "12")], [row("健全性", "", ""), row("满意度", "90%", "8")]
    )
    assert words(rows) == [
        ["指标", "目标值", "分值"],
        ["资金管理制度建设健全性", "≥95%", "12"],
        ["满意度", "90%", "8"],
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (row("资金管理\n满意度", "≥95%", "12"), row("健全性", "", "")),  # the line had room for more
        (row("资金管理\n制度健全。", "≥95%", "12"), row("资金合规", "", "")),  # a sentence ends
        (
            row("资金管理\n制度建设", "完成计划", "产出质量"),
            row("资金合规", "达标", "好"),
        ),  # nothing was finished
        (row("资金管理\n制度建设", "", ""), row("健全性", "", "")),
        (row("资金管理\n制度建设", "≥95%", "12"), row("健全性", "", "8")),  # 12 does not go on
        (row("资金管理\n制度建设", "≥95%", "12"), row("（二）产出", "", "")),  # a new item
        (row("资金管理", "≥95%", "12"), row("合计", "", "")),  # a single line was not wrapped
        (row("资金管理\n制度建设", "12345678", "12"), row("健全性", "5678", "")),  # a number is not broken
        (row("", "≥95%", "12"), row("健全性", "以上", "")),  # there is nothing that could go on
        (row("资金管理\n制度建设", "≥95%", "12"), row("健全性", "")),  # other columns
    ],
)
def test_a_row_of_its_own_stays_one(above: list[PageCell], below: list[PageCell]) -> None:
    assert rows_over_pages([HEAD, above], [below]) == [HEAD, above, below]


@pytest.mark.parametrize(("cut", "rest"), [("资金管理\n产出", "2024年度"), ("资金管理\n达标", "“三”公经费")])
def test_what_a_line_break_keeps_whole_leaves_a_gap(cut: str, rest: str) -> None:
    """A quotation mark stands with its words, a number with its digits."""
    rows = rows_over_pages([HEAD, row(cut, "95%", "1")], [row(rest, "", "")])
    assert words(rows)[1][0] == "".join(cut.split()) + rest


def test_merged_cells_reach_over_the_break() -> None:
    """过程 stands beside the row that was cut and the one behind it."""
    above = [HEAD, row("过程", "完成计划\n百分之百", "12")]
    first, second, third = row("", "以上", "")
    below = [[first._replace(rowspan=2), second, third], row("", "第二项", "8")[1:]]
    rows = rows_over_pages(above, below)
    assert [[(cell.words, cell.rowspan) for cell in cells] for cells in rows[1:]] == [
        [("过程", 2), ("完成计划\n百分之百\n以上", 1), ("12", 1)],
        [("第二项", 1), ("8", 1)],
    ]


def test_a_head_that_the_next_page_repeats_is_read_once() -> None:
    rows = rows_over_pages([HEAD, row("满意度", "95%", "2")], [HEAD, row("完成率", "90%", "8")])
    assert words(rows) == [["指标", "目标值", "分值"], ["满意度", "95%", "2"], ["完成率", "90%", "8"]]


def test_a_row_cut_under_a_repeated_head_is_made_whole() -> None:
    rows = rows_over_pages([HEAD, row("管理制度", "查阅文件", "2")], [HEAD, row("健全性", "资料", "")])
    assert words(rows) == [["指标", "目标值", "分值"], ["管理制度健全性", "查阅文件资料", "2"]]


def test_a_title_within_the_table_is_no_head() -> None:
    """Forms of several projects, one a page: each begins with the same title."""
    title = [PageCell("自评表", 0.0, 3 * WIDTH)]
    above, below = ([title, row("项目名称", name, "")] for name in ("湖面保洁", "生态补水"))
    assert rows_over_pages(above, below) == [*above, *below]


def test_tables_whose_rows_have_the_same_borders_go_on() -> None:
    assert have_same_cells([HEAD], [row("满意度", "95%", "2")])
    assert not have_same_cells([HEAD], [row("满意度", "95%")])
    assert not have_same_cells([row("标题")], [row("标题")])
