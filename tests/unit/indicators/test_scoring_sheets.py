"""Scoring sheets: lowest-level lines with weight and score."""

from collections.abc import Callable
from decimal import Decimal

from ingest.records import Indicator

Extract = Callable[..., list[Indicator]]

SHEET = """
一级指标|分值|二级指标|分值|三级指标|分值|评价标准|指标说明|得分
投入|10|预算配置|10|在岗人员控制率|4|≤100%计4分，每超1%扣0.5分。|在岗人员数/编制数×100%|　4
·|·|·|·|“三公经费”变动率|6|≤0计6分，否则每超1%扣0.6分。|与上年相比|　5.5
过     程|40|预算执行|20|预算完成率|20|100%计满分，每低5%扣2分。|支出数/预算数|18
过     程|40|预算管理|20|制度健全性|12|①有制度，4分；②合法，4分；③执行，4分。|·|11
·|·|·|·|资金合规性|8|每出现一例扣1分。|抽查凭证|8
产出|50|履职效益|30|经济效益|20|以上各项可根据实际细化。|16
·|·|·|20|公众满意度|20|90%以上计20分，80%计15分。|问卷|19
"""

SICHUAN_REPORT = """
一级指标|二级指标|三级指标|分值|指标解释/计分标准|得分
履职效能|重点工作|林道养护完成率|20|完成率90%以上得20分，80%以上得15分。|20
·|·|火情处置及时率|20|每延误一次扣2分。|18
管理效率|预算管理|支出控制率|10|偏差在10%以内得10分。|9.5
合计|·|·|50|·|47.5
"""

GUANGDONG = """
一级指标|二级指标|三级指标|指标分值|自评分数|自评说明
履职效能|整体效能|部门整体绩效目标产出指标完成情况|25|24|完成12项中的11项
管理效率|信息公开|预决算公开合规性|3|3|按时公开
"""

OLD_FORM = """
一级|分值|二级|分值|三级|分值|得分
项目决策|20|项目目标|8|目标内容|8|7
·|·|决策过程|12|决策依据|5|5
"""

MONEY_BLOCK = """
项目资金（万元）|·|年初预算数|全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分
·|年度资金总额|80.00|90.00|81.00|10|90%|9.0
·|其中：当年财政拨款|80.00|90.00|81.00|—|—|—
"""

LIST_OF_PROJECTS = """
序号|项目名称|全年预算数|全年执行数|执行率|自评得分|自评等级
1|古树挂牌经费|12.00|11.90|99.2%|96|优
2|苗圃改造|45.00|36.00|80%|88.5|良
"""


def scores(rows: list[Indicator]) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [(r.indicator_name, r.weight, r.score) for r in rows if r.indicator_kind == "evaluation"]


def test_sheet_with_a_weight_for_each_level(rows_of_table: Extract) -> None:
    assert scores(rows_of_table(SHEET)) == [
        ("在岗人员控制率", 4, 4),
        ('"三公经费"变动率', 6, Decimal("5.5")),
        ("预算完成率", 20, 18),
        ("制度健全性", 12, 11),
        ("资金合规性", 8, 8),
        ("经济效益", 20, 16),
        ("公众满意度", 20, 19),
    ]


def test_page_break_repeats_the_first_level(rows_of_table: Extract) -> None:
    row = next(r for r in rows_of_table(SHEET) if r.indicator_name == "资金合规性")
    assert (row.level1, row.level2) == ("过程", "预算管理")


def test_the_criterion_is_evidence(rows_of_table: Extract) -> None:
    assert "每超1%扣0.5分" in rows_of_table(SHEET)[0].evidence


def test_criteria_make_no_other_rows(rows_of_table: Extract) -> None:
    assert {r.indicator_kind for r in rows_of_table(SHEET)} == {"evaluation"}


def test_sum_is_no_row(rows_of_table: Extract) -> None:
    assert scores(rows_of_table(SICHUAN_REPORT)) == [
        ("林道养护完成率", 20, 20),
        ("火情处置及时率", 20, 18),
        ("支出控制率", 10, Decimal("9.5")),
    ]


def test_guangdong_sheet(rows_of_table: Extract) -> None:
    assert [(w, s) for _, w, s in scores(rows_of_table(GUANGDONG))] == [(25, 24), (3, 3)]


def test_older_form_with_short_heads(rows_of_table: Extract) -> None:
    assert scores(rows_of_table(OLD_FORM)) == [("目标内容", 8, 7), ("决策依据", 5, 5)]


def test_scored_execution_of_the_money_block(rows_of_table: Extract) -> None:
    assert scores(rows_of_table(MONEY_BLOCK)) == [("预算执行率", 10, Decimal("9.0"))]


def test_list_of_projects_gives_each_its_score(rows_of_table: Extract) -> None:
    rows = rows_of_table(LIST_OF_PROJECTS)
    assert [(r.project_name, r.score) for r in rows] == [("古树挂牌经费", 96), ("苗圃改造", Decimal("88.5"))]


def test_score_in_a_sentence(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("预算编制规范性指标分值5分，自评得分4.5分，主要是调剂较多。")
    assert scores(rows) == [("预算编制规范性", 5, Decimal("4.5"))]


def test_stated_total_is_no_line(rows_of_prose: Extract) -> None:
    assert scores(rows_of_prose("对照指标体系，我局自评得分96分，等级为优。")) == []
