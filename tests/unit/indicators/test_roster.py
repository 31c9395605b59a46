"""Persons whom a report lists under 姓名 are masked wherever it names them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.extract import extract
from ingest.inbox import read_inbox

NOW = datetime(2023, 5, 1, tzinfo=UTC)
REPORT = """清河县民政局2022年度部门整体支出绩效自评报告
2022年救助支出{total}万元。
临时救助发放明细（单位：元）
姓名 | 事由 | 2022年实际支出
{first} | 因病致困 | 3200.50
{second} | 因灾致困 | 2600.00
合计 | | 5800.50
全年走访困难群众120户，{first}等户住房改造项目支出2.5万元。
"""


def published(tmp_path: Path, first: str, second: str) -> str:
    """All words of all records of the report."""
    (tmp_path / "report.txt").write_text(
        REPORT.format(total=12.5, first=first, second=second), encoding="utf-8"
    )
    result = extract(read_inbox(tmp_path, NOW).documents[0], NOW)
    rows = [result.header, *result.figures, *result.relations, *result.indicators, *result.unread]
    assert len(rows) > 3
    return " ".join(str(value) for row in rows for value in row)


@pytest.mark.parametrize("names", [("马春花", "龙骉"), ("谌龑", "高山"), ("欧阳一", "牛犇犇")])
def test_listed_persons_reach_no_record(names: tuple[str, str], tmp_path: Path) -> None:
    words = published(tmp_path, *names)
    assert "因病致困" in words
    assert not any(name in words for name in names)


def test_what_is_no_name_under_such_a_head_stays(tmp_path: Path) -> None:
    assert "因病致困" in published(tmp_path, "马春花", "石门镇")
