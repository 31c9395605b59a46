"""A small warehouse built once per session by dbt itself, from raw rows written here by hand.

`RawReport` writes a report's text while its figures are added, so that offsets always slice back.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest import records
from warehouse import baseline, history
from warehouse.build import QUALITY_RECORDS, RAW_RECORDS
from warehouse.schema import create_table, table_name

ROOT = Path(__file__).parents[3]
PROJECT = ROOT / "dbt_project"
NOW = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC).replace(tzinfo=None)


class RawReport:
    """One report's raw rows. Methods return the number of what they added."""

    def __init__(self, report_id: str, department: str, region_code: str, fiscal_year: int, **header: Any):
        self.report_id = report_id
        self.year = fiscal_year
        self.text = f"{department}{fiscal_year}年度部门整体支出绩效自评报告\n"
        self.header = {
            "report_id": report_id, "title": self.text.strip(), "kind_term": "部门整体支出",
            "department_name": department, "region_code": region_code, "fiscal_year": fiscal_year,
        } | header  # fmt: skip
        self.rows: dict[type, list[dict[str, Any]]] = {
            records.Figure: [],
            records.StatedRelation: [],
            records.Indicator: [],
            records.UnreadNumber: [],
        }
        self.retired_at: datetime | None = None

    def _write(self, label: str, number: str, unit: str) -> dict[str, Any]:
        start = len(self.text) + len(label)
        sentence = f"{label}{number}{unit}。"
        self.text += sentence
        return {
            "report_id": self.report_id, "char_start": start, "char_end": start + len(number), "evidence": sentence,
        }  # fmt: skip

    def figure(self, item: str | None, measure: str, amount: str, unit: str = "万元", **fields: Any) -> int:
        """Add a figure; `item` and `measure` are terms, other columns come as keywords."""
        rows = self.rows[records.Figure]
        value = Decimal(amount.replace(",", "")) if amount[-1].isdigit() else Decimal(0)
        row = self._write(f"{fields.get('item_label') or item}{measure}", amount, unit) | {
            "figure_no": len(rows), "source_form": "narrative", "rule": "clause_named", "item_term": item,
            "item_label": item, "measure_term": measure, "amount_text": amount, "unit_text": unit, "value": value,
            "fiscal_year": self.year,
        }  # fmt: skip
        rows.append(row | fields)
        return len(rows) - 1

    def relation(self, relation: str, figure_no: int, value: str, unit: str = "%", **fields: Any) -> int:
        """Add a stated share, rate or change."""
        rows = self.rows[records.StatedRelation]
        row = self._write("所述", value, unit) | {
            "relation_no": len(rows), "relation": relation, "figure_no": figure_no, "fiscal_year": self.year,
            "value": Decimal(value), "value_text": value, "unit_text": unit,
        }  # fmt: skip
        rows.append(row | fields)
        return len(rows) - 1

    def indicator(self, kind: str, name: str, **fields: Any) -> int:
        """Add an indicator."""
        rows = self.rows[records.Indicator]
        row = self._write(name, str(fields.get("actual_value", fields.get("score", ""))), "") | {
            "indicator_no": len(rows), "source_form": "table", "rule": "staffing_clause", "fiscal_year": self.year,
            "indicator_kind": kind, "indicator_name": name,
        }  # fmt: skip
        row["char_end"] = max(row["char_end"], row["char_start"] + 1)
        rows.append(row | fields)
        return len(rows) - 1

    def unread(self, label: str, number: str, reason_code: str) -> None:
        """Add a number that was left unread."""
        row = self._write(label, number, "") | {"number_text": number, "reason_code": reason_code}
        self.rows[records.UnreadNumber].append(row)

    def load(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Insert everything into schema raw."""
        document = {
            "report_id": self.report_id, "source_name": f"{self.report_id}.txt", "source_uri": f"in/{self.report_id}.txt",
            "media_type": "text/plain", "encoding": "utf-8", "byte_count": len(self.text.encode()),
            "content_sha256": self.report_id, "text": self.text, "loaded_at": NOW, "retired_at": self.retired_at,
        }  # fmt: skip
        insert(connection, records.Document, document)
        insert(connection, records.ReportHeader, self.header)
        unread = len(self.rows[records.UnreadNumber])
        facts = sum(len(rows) for rows in self.rows.values()) - unread
        account = {
            "report_id": self.report_id, "extractor_version": "v1", "extracted_at": NOW,
            "number_count": facts + unread + 1, "fact_count": facts, "context_count": 1, "unread_count": unread,
        }  # fmt: skip
        insert(connection, records.Extraction, account)
        for record, rows in self.rows.items():
            for row in rows:
                insert(connection, record, row)


def insert(connection: duckdb.DuckDBPyConnection, record: type, row: dict[str, Any]) -> None:
    marks = ", ".join(["?"] * len(row))
    connection.execute(
        f"INSERT INTO raw.{table_name(record)} ({', '.join(row)}) VALUES ({marks})", list(row.values())
    )


def dbt(database: Path, *arguments: str) -> None:
    """Run dbt on a database; fail the test with its output where dbt fails."""
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), *arguments, "--project-dir", PROJECT, "--profiles-dir", PROJECT,
         "--target-path", database.parent / "target", "--log-path", database.parent / "logs"],
        env={"JIXIAO_BUILD_DB": str(database), "PATH": "/usr/bin:/bin", "HOME": str(database.parent)},
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the hand-made reports, after one `dbt build` with all its tests."""
    database = tmp_path_factory.mktemp("dbt") / "warehouse.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE SCHEMA raw")
        for record in RAW_RECORDS:
            connection.execute(create_table("raw", record))
        connection.execute("CREATE SCHEMA quality")
        for record in QUALITY_RECORDS:
            connection.execute(create_table("quality", record))
        for record in history.RECORDS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {history.SCHEMA}")
            connection.execute(create_table(history.SCHEMA, record))
        baseline.take(connection, None)
        for report in (first_report(), next_report(), gone_report()):
            report.load(connection)
    dbt(database, "build")
    return database


@pytest.fixture(scope="session")
def marts(built: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader of the built warehouse."""
    with duckdb.connect(str(built), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def emptied(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same warehouse built again from empty raw tables."""
    database = tmp_path_factory.mktemp("dbt_empty") / "warehouse.duckdb"
    shutil.copyfile(built, database)
    with duckdb.connect(str(database)) as connection:
        for record in RAW_RECORDS:
            connection.execute(f"DELETE FROM raw.{table_name(record)}")
    dbt(database, "run", "--full-refresh")
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


def first_report() -> RawReport:
    """2021 of a district's 科技局: budget, spending, 三公, projects, two budget units, a scoring sheet."""
    report = RawReport("r_first", "上城区科技局", "330102", 2021, self_score=Decimal(95), self_grade="优")
    initial = report.figure("整体支出", "年初预算", "400.00")
    report.figure("基本支出", "年初预算", "300.00", part_of=initial)
    report.figure("项目支出", "年初预算", "100.00", part_of=initial)
    report.figure("整体支出", "追加", "42.00")
    report.figure("整体支出", "调减", "6.50")
    adjusted = report.figure("整体支出", "调整后预算", "435.50")
    spent = report.figure("支出合计", "实际支出", "500.00")
    basic = report.figure("基本支出", "实际支出", "320.00")
    report.figure("项目支出", "实际支出", "190.00")
    report.figure("基本支出", "实际支出", "3,200,000.00", "元", rule="clause_carried")
    report.figure("三公经费", "实际支出", "2.00")
    report.figure("三公经费", "实际支出", "2.50", rule="clause_carried")
    report.figure("整体支出", "上年结转", "30.00", funding_term="上年结转资金")
    report.figure("整体支出", "上级补助", "12.00", funding_term="中央资金")
    report.figure("整体支出", "年末结转", "18.00")
    report.figure("公务接待费", "实际支出", "未发生", qualifier="zero_word")
    project = {"item_role": "project.item", "source_form": "table", "rule": "table_cell"}
    report.figure(None, "年初预算", "60.00", item_label="1、桥梁监测经费", **project)
    report.figure(None, "年初预算", "60", item_label="“桥梁监测经费”", **project)
    for unit, amount in (
        ("1、局机关", "300.00"),
        ("2、信息中心", "200.00"),
        ("局机关及二级机构汇总", "500.00"),
    ):
        report.figure(
            "支出合计", "实际支出", amount, budget_unit=unit, source_form="table", rule="table_cell"
        )
    report.relation("share_of_whole", basic, "64.00", base_figure_no=spent)
    report.relation("execution_rate", spent, "98.00", base_figure_no=adjusted)
    report.indicator(
        "staffing", "编制人数", level1="编制", actual_value=Decimal(10), actual_text="10", actual_unit="人"
    )
    report.indicator(
        "staffing", "在职人数", level1="在职", actual_value=Decimal(12), actual_text="12", actual_unit="人"
    )
    report.indicator(
        "staffing",
        "在职人员控制率",
        level1="控制率",
        actual_value=Decimal(20),
        actual_text="20",
        actual_unit="%",
    )
    report.indicator(
        "asset", "固定资产", actual_value=Decimal("12.5"), actual_text="12.5", actual_unit="万元"
    )
    for name, weight, score in (("数量指标", 50, 48), ("质量指标", 30, 28), ("满意度", 20, 19)):
        report.indicator(
            "evaluation",
            name,
            weight=Decimal(weight),
            score=Decimal(score),
            sheet_no=1,
            rule="indicator_table",
        )
    report.indicator(
        "performance", "受益居民", rule="indicator_table", target_text="1.2万人以上", target_value=Decimal("1.2"),
        target_unit="万人", target_operator=">=", actual_text="11400人", actual_value=Decimal(11400), actual_unit="人",
    )  # fmt: skip
    report.indicator(
        "performance", "完成投资", rule="indicator_table", target_text="200万元", target_value=Decimal(200),
        target_unit="万元", target_operator="=", actual_text="250万元", actual_value=Decimal(250), actual_unit="万元",
        completion_rate=Decimal(150),
    )  # fmt: skip
    report.unread("库存", "7", "no_unit")
    return report


def next_report() -> RawReport:
    """2022 of the same department under its other spelling: its opening balance, and last year again."""
    report = RawReport("r_next", "杭州市上城区科学技术局", "330102", 2022)
    report.figure("整体支出", "上年结转", "16.00")
    report.figure("支出合计", "实际支出", "500.00", fiscal_year=2021)
    return report


def gone_report() -> RawReport:
    """A report whose file is no longer there."""
    report = RawReport("r_gone", "下城区教育局", "330103", 2021)
    report.retired_at = NOW
    report.figure("整体支出", "年初预算", "1.00")
    return report
