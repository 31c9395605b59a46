"""Indicator tables whose cells stand one a line, with a blank line between all."""

from ingest.structure import parse
from ingest.structure.model import Table

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def tables(*cells: str) -> list[Table]:
    return [block for block in parse("\n\n".join(cells) + "\n") if isinstance(block, Table)]


def grid(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in table.rows]


def test_rows_of_words_come_back_from_the_heads() -> None:
    first = ["产出指标", "数量指标", "开展古籍普查", "按期完成", "已按期完成", "30", "30"]
    second = ["效益指标", "社会效益指标", "公众保护意识", "有所提高", "有所提高，仍需宣传", "30", "28.5"]
    (table,) = tables(*HEAD, *first, *second)
    assert [path[-1] for path in table.header_paths] == HEAD
    assert [row[2:] for row in grid(table)] == [
        ["开展古籍普查", "按期完成", "已按期完成", "30", "30"],
        ["公众保护意识", "有所提高", "有所提高，仍需宣传", "30", "28.5"],
    ]


def test_levels_that_span_rows_stand_once() -> None:
    (table,) = tables(
        *HEAD,
        *["产出指标", "数量指标", "开展普查", "≥3次", "4次", "20", "20"],
        *["修复古籍", "不少于60册", "62册", "10", "10"],
        *["质量指标", "修复合格率", "≥95%", "96%", "20", "20"],
        *["满意度指标", "服务对象满意度指标", "读者满意", "较高", "较高", "10", "9"],
    )
    assert grid(table)[1:] == [
        ["", "", "修复古籍", "不少于60册", "62册", "10", "10"],
        ["", "质量指标", "修复合格率", "≥95%", "96%", "20", "20"],
        ["满意度指标", "服务对象满意度指标", "读者满意", "较高", "较高", "10", "9"],
    ]


def test_a_blank_remark_leaves_nothing() -> None:
    (table,) = tables(
        *[*HEAD, "偏差原因分析及改进措施"],
        *["产出指标", "数量指标", "开展普查", "≥3次", "4次", "20", "20"],
        *["质量指标", "修复合格", "全部合格", "一册返工", "20", "18", "工期较紧"],
    )
    assert grid(table)[0][-1] == ""
    assert grid(table)[1] == ["", "质量指标", "修复合格", "全部合格", "一册返工", "20", "18", "工期较紧"]


def test_cells_that_fit_no_row_make_no_grid() -> None:
    found = tables(*HEAD, *["产出指标", "数量指标", "开展普查", "按期完成", "30", "30"])
    assert all(len(table.header_paths) != len(HEAD) or not any(table.header_paths) for table in found)


def test_prose_behind_the_table_is_prose() -> None:
    blocks = parse(
        "\n\n".join(
            [
                *HEAD,
                *["产出指标", "数量指标", "开展普查", "按期完成", "已完成", "30", "30"],
                *["总分", "100", "98"],
                "二、存在的问题",
                "部分指标设置不够细化。",
            ]
        )
    )
    assert getattr(blocks[-1], "text", None) == "部分指标设置不够细化。"


def test_heads_and_levels_broken_by_a_narrow_cell_are_joined() -> None:
    (table,) = tables(
        *["一级指标", "二级指标", "三级指标", "年度", "指标值", "实际", "完成值", "分值", "得分"],
        *["产出指标", "数量指标", "开展普查", "≥3次", "4次", "20", "20"],
        *["效益指标", "社会效益", "指标", "公众保护意识", "提高", "有所提高", "10", "9"],
    )
    assert [path[-1] for path in table.header_paths] == HEAD
    assert grid(table)[1] == ["效益指标", "社会效益指标", "公众保护意识", "提高", "有所提高", "10", "9"]


def test_lines_behind_the_last_row_are_no_cells() -> None:
    (table,) = tables(
        *HEAD,
        *["产出指标", "数量指标", "开展普查", "≥3次", "4次", "20", "20"],
        *["满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "93%", "10", "9"],
        *["年度目标2：（40分）", "推进阅读推广"],
    )
    assert [row[2] for row in grid(table)] == ["开展普查", "读者满意度"]


def test_marks_in_a_line_of_their_own_belong_to_the_level_above() -> None:
    (table,) = tables(
        *["评价指标", "指标分值", "自评分数", "自评说明", "一级指标", "二级指标", "三级指标"],
        *["履职效能", "（50分）", "整体效能", "产出指标完成情况", "10", "9.5", "三个项目未完工。"],
        *["专项效能", "专项资金支出率", "10", "9", "支出率为97.09%。"],
    )
    assert grid(table) == [
        ["履职效能(50分)", "整体效能", "产出指标完成情况", "10", "9.5", "三个项目未完工。"],
        ["", "专项效能", "专项资金支出率", "10", "9", "支出率为97.09%。"],
    ]
