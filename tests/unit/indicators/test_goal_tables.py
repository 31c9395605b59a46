"""Goal tables of the national form and of several provinces."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.records import Indicator

Extract = Callable[..., list[Indicator]]

NATIONAL = """
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
产出指标|数量指标|修缮河堤|≥12公里|12.6公里|20|20|·
·|·|巡查次数|每月不少于4次|52次|10|10|·
·|质量指标|验收合格率|100%|98.5%|20|19|一处返工
·|时效指标|完工时间|2022年11月底前|已按时完工|10|10|·
效益指标|社会效益指标|受益人口|≥3.2万人|3.5万人|20|20|·
满意度指标|服务对象满意度指标|村民满意度|≥90%|93%|10|10|·
·|·|指标2：|……|·|·|·|·
总分|·|·|·|·|100|99|·
"""

SICHUAN = """
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析
产出指标|数量指标|放映电影|≥|240|场|251|30|30|·
产出指标|成本指标|场均成本|≤|180|元/场|176|20|20|·
效益指标|社会效益指标|观影满意度|≥|90|%|94|30|30|·
合计|·|·|·|·|·|·|100|98.5|·
"""

HUBEI = """
一级指标|二级指标|三级指标|年初目标值(A)|实际完成值(B)|得分
产出指标（40分）|数量指标|疫苗接种|≥6000剂次|6120剂次|20
·|质量指标|冷链达标率|≥99%|99.4%|20
"""

CHONGQING = """
指标名称|计量单位|指标性质|年初指标值|调整指标值|全年完成值|得分系数（%）|指标权重（分）|指标得分（分）|是否核心指标
新植竹林面积|亩|≥|1500|1800|1824|100|40|40|是
护林员培训|人次|≥|200|·|186|93|20|18.6|否
"""

HUNAN = """
评价内容|评价内容|绩效目标|完成情况
产出目标|数量指标|指标1：新建村级书屋6家、流动书车2台。|新建流动书车2台、村级标准书屋7家。
·|成本指标|控制在预算内|控制在预算内
效益目标|经济效益|完成图书销售300万元、文创销售50万元。|完成图书销售330万元、文创销售45万元，完成度分别为110%、90%。
·|生态效益|无|无
"""

PROJECT = """
项目细化内容|成本目标（资金安排）|时效目标（完成时间）|数量目标（产出成果）|质量目标（质量标准）|社会效益及满意度
1.戏曲进校|18万元|3-6月|演出20场以上，覆盖学生8000人以上|获奖剧目不少于2个|提高学生兴趣
2、乐器采购|6万|全年|采购古筝12台|·|·
"""


def goals(rows: list[Indicator]) -> list[tuple[str, str | None, str | None, str | None, str | None]]:
    """(name, operator, target, result, unit of the target) of the performance rows with a numeric target."""
    return [
        (r.indicator_name, r.target_operator, _plain(r.target_value), _plain(r.actual_value), r.target_unit)
        for r in rows
        if r.indicator_kind == "performance" and r.target_value is not None
    ]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def test_national_form(rows_of_table: Extract) -> None:
    assert goals(rows_of_table(NATIONAL)) == [
        ("修缮河堤", ">=", "12", "12.6", "公里"),
        ("巡查次数", ">=", "4", "52", "次"),
        ("验收合格率", "=", "100", "98.5", "%"),
        ("受益人口", ">=", "3.2", "3.5", "万人"),
        ("村民满意度", ">=", "90", "93", "%"),
    ]


def test_levels_are_carried_down(rows_of_table: Extract) -> None:
    row = rows_of_table(NATIONAL)[1]
    assert (row.level1, row.level2, row.level3) == ("产出指标", "数量指标", "巡查次数")


def test_a_line_is_one_row_with_weight_and_score(rows_of_table: Extract) -> None:
    rows = rows_of_table(NATIONAL)
    assert [(r.weight, r.score) for r in rows][:3] == [(20, 20), (10, 10), (20, 19)]
    assert {r.indicator_kind for r in rows} == {"performance"}


def test_a_goal_in_words_keeps_its_text(rows_of_table: Extract) -> None:
    row = next(r for r in rows_of_table(NATIONAL) if r.indicator_name == "完工时间")
    assert (row.target_text, row.target_value, row.actual_text) == ("2022年11月底前", None, "已按时完工")


def test_template_lines_and_totals_are_no_rows(rows_of_table: Extract) -> None:
    assert len(rows_of_table(NATIONAL)) == 6


def test_operator_value_and_unit_in_cells_of_their_own(rows_of_table: Extract) -> None:
    assert goals(rows_of_table(SICHUAN)) == [
        ("放映电影", ">=", "240", "251", "场"),
        ("场均成本", "<=", "180", "176", "元/场"),
        ("观影满意度", ">=", "90", "94", "%"),
    ]


def test_form_without_weights(rows_of_table: Extract) -> None:
    rows = rows_of_table(HUBEI)
    assert [(r.indicator_name, r.weight, r.score) for r in rows] == [
        ("疫苗接种", None, 20),
        ("冷链达标率", None, 20),
    ]


def test_the_adjusted_goal_counts_where_there_is_one(rows_of_table: Extract) -> None:
    assert goals(rows_of_table(CHONGQING)) == [
        ("新植竹林面积", ">=", "1800", "1824", "亩"),
        ("护林员培训", ">=", "200", "186", "人次"),
    ]


def test_flat_list_has_weight_and_score(rows_of_table: Extract) -> None:
    assert [(r.weight, r.score) for r in rows_of_table(CHONGQING)] == [(40, 40), (20, Decimal("18.6"))]


def test_results_find_their_goals_by_name(rows_of_table: Extract) -> None:
    assert goals(rows_of_table(HUNAN)) == [
        ("新建村级书屋", "=", "6", "7", "家"),
        ("新建流动书车", "=", "2", "2", "台"),
        ("完成图书销售", "=", "300", "330", "万元"),
        ("完成文创销售", "=", "50", "45", "万元"),
    ]


def test_stated_completion_is_kept(rows_of_table: Extract) -> None:
    rates = [r.completion_rate for r in rows_of_table(HUNAN) if r.target_unit == "万元"]
    assert rates == [110, 90]


def test_completion_is_said_of_the_results_right_before_it(rows_of_table: Extract) -> None:
    head = "评价内容|评价内容|绩效目标|完成情况\n"
    result = "争取补助80万元，新建书屋9家，完成图书销售330万元、文创销售45万元，完成度分别为110%、90%。"
    rows = rows_of_table(f"{head}效益目标|经济效益|完成图书销售300万元、文创销售50万元。|{result}")
    assert [r.completion_rate for r in rows if r.target_unit] == [110, 90]


def test_a_cell_that_says_none_is_no_goal(rows_of_table: Extract) -> None:
    assert "生态效益" not in {r.level2 for r in rows_of_table(HUNAN)}


def test_project_goals_by_column(rows_of_table: Extract) -> None:
    rows = rows_of_table(PROJECT, heading="戏曲传承经费")
    assert goals(rows) == [
        ("戏曲进校", "=", "18", None, "万元"),
        ("演出", ">=", "20", None, "场"),
        ("覆盖学生", ">=", "8000", None, "人"),
        ("获奖剧目", ">=", "2", None, "个"),
        ("乐器采购", "=", "6", None, "万元"),
        ("采购古筝", "=", "12", None, "台"),
    ]
    assert {r.project_name for r in rows} == {"戏曲传承经费"}


def test_project_goals_name_level_and_item(rows_of_table: Extract) -> None:
    row = rows_of_table(PROJECT, heading="戏曲传承经费")[0]
    assert (row.level1, row.level2, row.level3) == ("产出", "成本目标", "戏曲进校")


def test_rows_that_lost_their_blank_cells(rows_of_tables: Extract) -> None:
    head = (
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n产出指标|数量指标|维修桥梁|5座|5座|20|20"
    )
    rows = rows_of_tables(
        head, "---\n质量指标|桥梁完好率|≥95%|96%|20|20", "---\n养护里程|30公里|28公里|20|18"
    )
    assert goals(rows) == [
        ("维修桥梁", "=", "5", "5", "座"),
        ("桥梁完好率", ">=", "95", "96", "%"),
        ("养护里程", "=", "30", "28", "公里"),
    ]
    assert [r.level2 for r in rows] == ["数量指标", "质量指标", "质量指标"]


def test_a_form_below_is_no_continuation(rows_of_tables: Extract) -> None:
    head = (
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n产出指标|数量指标|维修桥梁|5座|5座|20|20"
    )
    assert len(rows_of_tables(head, "---\n填表人|周某|联系电话|13912345678|填报日期|3月")) == 1


def test_a_range_is_two_targets(rows_of_table: Extract) -> None:
    head = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
    rows = rows_of_table(f"{head}效益指标|社会效益指标|受益人口|2.3-2.5万人|2.4万人|10|10")
    assert goals(rows) == [
        ("受益人口", ">=", "2.3", "2.4", "万人"),
        ("受益人口", "<=", "2.5", "2.4", "万人"),
    ]
    assert [r.score for r in rows] == [10, None]


def test_columns_of_money_are_no_goals(rows_of_table: Extract) -> None:
    assert rows_of_table("科目|年初预算数|计划数|完成数\n办公费|12|12|11.5", unit="万元") == []


def test_project_of_the_form(rows_of_tables: Extract) -> None:
    form = "项目名称|山塘清淤|主管部门|某县水利站"
    sheet = (
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n产出指标|数量指标|清淤山塘|9口|9口|20|20"
    )
    assert [r.project_name for r in rows_of_tables(form, sheet)] == ["山塘清淤"]


def test_stated_rate_in_a_column_of_its_own(rows_of_table: Extract) -> None:
    head = "一级指标|二级指标|三级指标|年度指标值|实际完成值|完成率|分值|得分\n"
    rows = rows_of_table(
        f"{head}产出指标|数量指标|修缮古桥|8座|6座|75%|20|15\n·|·|清淤沟渠|5公里|5公里|·|20|20"
    )
    assert [(r.target_value, r.actual_value, r.completion_rate) for r in rows] == [(8, 6, 75), (5, 5, None)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("≥", ">="), ("＜", "<="), ("=", "="), ("反向", "<="), ("正向指标", ">="), ("定性", "=")],
)
def test_operator_in_a_cell_of_its_own(rows_of_table: Extract, cell: str, expected: str) -> None:
    head = "一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分\n"
    (row,) = rows_of_table(f"{head}产出指标|质量指标|投诉率|{cell}|5|%|3|30|30")
    assert row.target_operator == expected


def test_results_out_of_order_find_their_goals(rows_of_table: Extract) -> None:
    head = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
    goals = "修桥5座以上，培训果农300人次以上，增收不低于80万元"
    rows = rows_of_table(
        f"{head}产出指标|数量指标|年度任务|{goals}|培训果农326人次，增收85.5万元，修桥6座|30|30"
    )
    rows = [row for row in rows if row.indicator_kind == "performance"]
    assert [(r.target_value, r.actual_value) for r in rows] == [
        (5, 6),
        (300, 326),
        (80, Decimal("85.5")),
    ]
    assert {r.target_text for r in rows} == {goals}
    assert [r.weight for r in rows] == [30, None, None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("≥95%", (">=", 95, "%")),
        ("95%以上", (">=", 95, "%")),
        ("不低于95%", (">=", 95, "%")),
        ("≤30天", ("<=", 30, "天")),
        ("不超过3%", ("<=", 3, "%")),
        ("控制在50万元以内", ("<=", 50, "万元")),
        ("=100%", ("=", 100, "%")),
        ("4万余人次", ("=", 4, "万人次")),
        ("1,200份", ("=", 1200, "份")),
        ("12", ("=", 12, None)),
    ],
)
def test_wordings_of_a_target(
    rows_of_table: Extract, cell: str, expected: tuple[str, int, str | None]
) -> None:
    head = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
    row = rows_of_table(f"{head}产出指标|数量指标|某项工作|{cell}|已完成|10|10")[0]
    assert (row.target_operator, row.target_value, row.target_unit) == expected
