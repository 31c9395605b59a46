"""Rows of scoring sheets that lost the merged cells of their levels."""

import pytest

from ingest.structure import parse
from ingest.structure.marks import lacking_levels
from ingest.structure.model import Table

HEADS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (["产出指标", "数量指标", "护林面积", "≥64万亩", "68.5万亩", "5", "5"], 0),
        (["护林员人数", "≥85人", "93人", "5", "5"], 2),
        (["护林员人数", "≥85人", "93人", "5", "4", "有人离职"], 2),
        (["质量指标", "成活率", "≥62%", "71.4%", "5", "5"], 1),
        (["总分", "100", "96.77"], 0),
    ],
)
def test_marks_say_how_far_left_a_row_stands(row: list[str], columns: int) -> None:
    assert lacking_levels(row, HEADS, len(HEADS)) == columns


def test_a_level_is_not_put_below_the_head_of_names() -> None:
    assert lacking_levels(["质量指标", "不断提高", "15", "14"], HEADS, len(HEADS)) == 0


def test_rows_parted_by_tabs_are_read_under_their_heads() -> None:
    lines = [
        "\t".join(HEADS),
        "产出指标\t数量指标\t护林面积\t≥64万亩\t68.5万亩\t5\t5\t无",
        "护林员人数\t≥85人\t93人\t5\t5",
        "质量指标\t成活率\t≥62%\t71.4%\t5\t4\t干旱少雨",
        "效益指标\t社会效益指标\t受益户数\t≥25户\t27户\t15\t15\t无",
    ]
    table = next(block for block in parse("\n".join(lines)) if isinstance(block, Table))
    texts = [[cell.text if cell else None for cell in row] for row in table.rows]
    assert texts[1] == [None, None, "护林员人数", "≥85人", "93人", "5", "5", None]
    assert texts[2] == [None, "质量指标", "成活率", "≥62%", "71.4%", "5", "4", "干旱少雨"]
