"""A report full of persons, loaded for real: none of them in any text that is published."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.integration.conftest import Load
from warehouse.home import Home

PERSONS = [
    "张伟",
    "周文斌",
    "马春花",
    "龙小骉",
    "李明华",
    "王秀兰",
    "陈志强",
    "赵铁柱",
    "吴建军",
    "zhangwei_88",
    "13900001234",
    "li.na",
    "556677889",
]
REPORT = """云岭县民政局2021年度部门整体支出绩效自评报告
联系人：吴建军，电话13900001234，微信：zhangwei_88，邮箱li.na@example.com，QQ 556677889。
2021年年初预算数200.00万元，2021年实际支出180.50万元，其中基本支出100.50万元，项目支出80.00万元。
张伟项目支出20万元，由项目经理周文斌负责实施；支付李明华劳务费0.30万元，王秀兰补贴支出0.05万元。
2021年完成走访120户，技术员陈志强培训农户320人次，同比增长12%。
临时救助明细（单位：元）
姓名 | 事由 | 2021年实际支出
马春花 | 因病 | 3200.50
龙小骉 | 因灾 | 2600.00
合计 | | 5800.50
自评得分91分，龙小骉等户满意。
一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 得分
投入 | 预算配置 | 安全员赵铁柱到岗率 | 20 | 按比例计分，经办人：吴建军 | 18
过程 | 预算管理 | 制度健全性 | 30 | 制度健全得满分 | 29
产出 | 职责履行 | 马春花户改造完成率 | 50 | 按比例计分 | 45
合计 | | | 100 | | 92
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, load: Load) -> Path:
    reports = tmp_path_factory.mktemp("persons")
    (reports / "report.txt").write_text(REPORT, encoding="utf-8")
    home = Home(tmp_path_factory.mktemp("home"))
    assert load(home, reports) == 0
    return home.published


def test_no_person_is_in_any_published_text(warehouse: Path) -> None:
    secret = re.compile("|".join(map(re.escape, PERSONS)))
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns "
            "WHERE table_schema IN ('marts', 'quality') AND data_type LIKE 'VARCHAR%'"
        ).fetchall()
        leaks = {
            f"{schema}.{table}.{column}: {words}"
            for schema, table, column in columns
            for (words,) in connection.execute(f'SELECT DISTINCT "{column}" FROM {schema}.{table}').fetchall()
            if words and secret.search(words)
        }
    assert len(columns) > 100
    assert leaks == set()


def test_what_the_report_says_of_itself_is_still_there(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM marts.{table}").fetchone()
            for table in ("fct_expenditure", "fct_indicator", "fct_reconciliation", "score_breakdown")
        ]
        evidence = connection.execute(
            "SELECT left_evidence FROM marts.fct_reconciliation WHERE left_evidence LIKE '%***%'"
        ).fetchall()
    assert all(count and count[0] > 0 for count in counts)
    assert evidence, "a check quotes a sentence in which a person was masked"
