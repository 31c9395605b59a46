"""Full marks and scores that stand in sentences."""

import pytest

from ingest.indicators.scoring import marks_of
from ingest.structure import parse


def scored(text: str) -> list[tuple[str, str, str]]:
    lines = marks_of(parse(text)).values()
    return [(mark.name, f"{mark.weight:f}", f"{mark.score:f}") for marks in lines for mark in marks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.重点任务落实，指标分值20分，自评得分19.4分。全年扣0.6分。", [("重点任务落实", "20", "19.4")]),
        ("“培训人数”指标满分5分，得5分。", [("培训人数", "5", "5")]),
        ("立项规范性：手续齐全，资料完整，满分4分，得3分。", [("立项规范性", "4", "3")]),
        ("预算执行率：该指标满分5分，根据执行率97.8%计算得4.89分。", [("预算执行率", "5", "4.89")]),
        ("预算完成率指标分值5分，自评得分4分。", [("预算完成率", "5", "4")]),
        ("其中：投入15分，自评得分15分；过程20分，得18分。", [("投入", "15", "15"), ("过程", "20", "18")]),
        ("满意度（权重10分，得分9分）；信息公开（分值5分，得5分）。", [("满意度", "10", "9"), ("信息公开", "5", "5")]),
        ("1.预算编制情况。指标分值5分，自评得分5分。新增项目均经过评估。", [("预算编制情况", "5", "5")]),
        ("资产管理：权重7，得分7。", [("资产管理", "7", "7")]),
        ("采购管理，分值6分，扣1分。", [("采购管理", "6", "5")]),
        ("会计核算规范，标准分4分，未扣分。", [("会计核算规范", "4", "4")]),
        ("资金管理，得分4分，满分5分；预算执行率自评得分9.5分（满分10分）。", [("资金管理", "5", "4"), ("预算执行率", "10", "9.5")]),
        ("执行率满分10分，执行率100%得10分，每低1%扣1分。我站自评得6分。", [("执行率", "10", "6")]),
        ("健全性满分4分。制度健全得2分，执行有效得2分，否则不得分。", []),
        ("本次评价满分100分，自评得分95分。", []),
    ],
)  # fmt: skip
def test_lines_of_a_sentence(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert scored(text) == expected


def test_headings_with_the_sum_of_their_lines_are_no_lines() -> None:
    text = "（一）决策指标（20分，得19分）\n立项充分性（5分）：依据充分，得5分。\n程序规范性（分值15分）。资料归档略迟，扣1分，得14分。"
    assert scored(text) == [("立项充分性", "5", "5"), ("程序规范性", "15", "14")]


def test_full_mark_in_the_heading_and_score_under_it() -> None:
    text = "（1）资金到位率（5分）\n项目应到位资金100万元，实际到位100万元。\n该指标得4.5分。"
    assert scored(text) == [("资金到位率", "5", "4.5")]
