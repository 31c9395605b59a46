"""Goals that stand in sentences."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.records import Indicator

Extract = Callable[..., list[Indicator]]


def goals(rows: list[Indicator]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (r.indicator_name, r.target_operator, f"{r.target_value:f}", None if r.actual_value is None else f"{r.actual_value:f}")
        for r in rows
        if r.indicator_kind == "performance"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "目标1：新建驿站6个、步道20公里以上。",
            [("新建驿站", "=", "6", None), ("新建步道", ">=", "20", None)],
        ),
        ("计划培训≥200人次，完成186人次，扣0.7分。", [("培训", ">=", "200", "186")]),
        ("居民满意度指标值≥90%，实际完成95.2%。", [("居民满意度", ">=", "90", "95.2")]),
        ("目标值为清淤沟渠30公里，实际完成32公里。", [("清淤沟渠", "=", "30", "32")]),
        ("全年培训护林员300人次。", []),
        ("计划培训果农800人次，实际培训826人次。", [("培训果农", "=", "800", "826")]),
        ("防治效果计划达到90%以上，经8月份抽样调查实际为91.5%。", [("防治效果", ">=", "90", "91.5")]),
        ("游客满意度目标值90%以上，委托第三方抽样调查实际为93%。", [("游客满意度", ">=", "90", "93")]),
        ("全年救助流浪人员412人次，为年初目标400人次的103%。", [("救助流浪人员", "=", "400", "412")]),
        ("学员满意度98%，高于95%的目标值。", [("学员满意度", ">=", "95", "98")]),
        ("拨付及时率96%，未达到100%的目标值。", [("拨付及时率", ">=", "100", "96")]),
        ("来访者满意度88.5%，指标值为80%以上。", [("来访者满意度", ">=", "80", "88.5")]),
        ("工程验收合格率98%（目标100%）。", [("工程验收合格率", "=", "100", "98")]),
        ("年度计划开展巡查48次（实际52次）。", [("开展巡查", "=", "48", "52")]),
        ("维修路灯≥300盏，实际完成312盏。", [("维修路灯", ">=", "300", "312")]),
        (
            "“补植树木数量”指标，预期指标值为180株，实际完成172株，指标完成率95.6%。",
            [("补植树木数量", "=", "180", "172")],
        ),
        (
            "计划培训社工50人次、发放手册2000份，实际培训52人次、发放手册2300份。",
            [("培训社工", "=", "50", "52"), ("发放手册", "=", "2000", "2300")],
        ),
        ("受益农户满意度目标值≥90%，经问卷调查满意度为95.6%。", [("受益农户满意度", ">=", "90", "95.6")]),
        ("年初计划举办培训班12期，全年举办13期。", [("举办培训班", "=", "12", "13")]),
        ("单位建设成本控制在1500元/亩以内，实际1432元/亩。", [("单位建设成本", "<=", "1500", "1432")]),
        ("新建高标准农田指标值≥2.5万亩，实际完成2.6万亩。", [("新建高标准农田", ">=", "2.5", "2.6")]),
        ("验收合格率不低于98%，实际100%。", [("验收合格率", ">=", "98", "100")]),
        ("兑现企业奖励79万元、科技计划项目补助42万元，兑现平台奖励42万元。", []),
        ("预计认定企业130家以上，年底有效专利达到320件。", []),
        ("疫苗接种率目标90%，完成率98%。", []),
        ("满意度目标95%，合格率达到98%。", []),
        ("计划投资90万元，实际到位资金80万元。", []),
        ("下一步计划培训500人次，力争满意度达到95%。", []),
        ("2022年计划生育家庭扶助135人，实际发放135人。", []),
    ],
)
def test_goals_of_a_sentence(
    rows_of_prose: Extract, sentence: str, expected: list[tuple[str, str, str, str | None]]
) -> None:
    assert goals(rows_of_prose(sentence)) == expected


def test_sentences_under_a_heading_of_goals(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("完成造林500亩，带动增收60万元以上。", "年度绩效目标")
    assert goals(rows) == [("完成造林", "=", "500", None), ("带动增收", ">=", "60", None)]


def test_goals_beside_their_label(rows_of_table: Extract) -> None:
    rows = rows_of_table("·|·\n年度绩效目标|目标1：救助候鸟80只；目标2：巡护湿地120次。")
    assert goals(rows) == [("救助候鸟", "=", "80", None), ("巡护湿地", "=", "120", None)]
    assert [r.level3 for r in rows] == ["目标1", "目标2"]


def test_stated_rate_behind_a_result(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("计划改造卫生厕所2000户，完成2036户，完成率101.8%。")
    assert [(r.indicator_kind, r.completion_rate) for r in rows] == [("performance", Decimal("101.8"))]


def test_goal_in_words(rows_of_prose: Extract) -> None:
    (row,) = rows_of_prose("“完工时间”指标，预期指标值为2022年6月底前，实际完工时间为2022年7月5日。")
    assert (row.indicator_name, row.target_text, row.actual_text) == (
        "完工时间",
        "2022年6月底前",
        "2022年7月5日",
    )
    assert (row.target_value, row.actual_value) == (None, None)


def test_goal_and_marks_of_one_sentence_are_one_row(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("“巡护里程”指标，预期指标值为60公里，实际完成57公里，满分8分，得7.6分。", "数量指标")
    assert [
        (r.indicator_kind, r.level2, r.target_value, r.actual_value, r.weight, r.score) for r in rows
    ] == [("performance", "数量指标", 60, 57, 8, Decimal("7.6"))]


def test_goals_and_results_are_no_claims(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("水域巡逻计划600航次，实际完成642航次，查获案件23起。")
    assert [(r.indicator_kind, r.actual_value) for r in rows] == [("performance", 642), ("achievement", 23)]
