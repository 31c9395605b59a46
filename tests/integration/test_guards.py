"""Reports that nobody can use are set aside and the rest is published; a load that lost most reports stops."""

import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import dagster as dg
import pytest

from tests.integration.conftest import Load
from warehouse.home import Home
from warehouse.query import open_published

NAMELESS = "部门整体支出绩效自评报告\n\n一、基本情况\n本年度年初预算120万元，实际支出118万元，其中基本支出100万元。\n"
MENDED = f"竹溪县档案馆2022年度{NAMELESS}"


ACCEPT_DRIFT = "JIXIAO_ACCEPT_DRIFT"


def _rows(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_published(home)) as connection:
        return connection.execute(sql).fetchall()


def _check(instance: dg.DagsterInstance, table: str) -> dg.AssetCheckEvaluation:
    key = dg.AssetCheckKey(dg.AssetKey(table.split(".")), "expectations")
    [record] = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
    event = record.event
    assert event is not None and event.dagster_event is not None
    return event.dagster_event.asset_check_evaluation_data


@pytest.fixture
def inbox(tmp_path: Path, samples_dir: Path) -> Path:
    """The sample reports in a folder that a test may change."""
    return Path(shutil.copytree(samples_dir, tmp_path / "inbox"))


def test_an_unusable_report_is_set_aside_until_it_is_mended(
    home: Home, instance: dg.DagsterInstance, inbox: Path, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    samples = {path.name for path in inbox.glob("*.txt")}
    (inbox / "nobody.txt").write_text(NAMELESS, encoding="utf-8")
    assert load(home, inbox) == 0
    assert {name for (name,) in _rows(home, "SELECT source_name FROM marts.dim_report")} == samples
    assert _rows(home, "SELECT source_name, rule_id FROM quality.quarantine ORDER BY ALL") == [
        ("nobody.txt", "no_department"),
        ("nobody.txt", "no_fiscal_year"),
    ]
    check = _check(instance, "quality.quarantine")
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "nobody.txt" in (check.description or "")
    page = Path(str(check.metadata["data_docs_path"].value))
    assert "nothing_set_aside" in page.read_text(encoding="utf-8")
    assert "nobody.txt: The report does not say" in capfd.readouterr().out

    (inbox / "nobody.txt").write_text(MENDED, encoding="utf-8")
    assert load(home, inbox) == 0
    assert _rows(home, "FROM quality.quarantine") == []
    assert _rows(home, "SELECT fiscal_year FROM marts.dim_report WHERE source_name = 'nobody.txt'") == [
        (2022,)
    ]


def test_far_fewer_reports_stop_the_load_unless_that_is_meant(
    home: Home, inbox: Path, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    for report in sorted(inbox.glob("*.txt"))[1:]:
        report.unlink()
    before = home.published.read_bytes()
    assert load(home, inbox) == 1
    assert home.published.read_bytes() == before
    shown = capfd.readouterr().out
    assert "quality.drift.reports_kept" in shown
    assert ACCEPT_DRIFT in shown

    with mock.patch.dict(os.environ, {ACCEPT_DRIFT: "the office was closed"}):
        assert load(home, inbox) == 0
    assert _rows(home, "SELECT count(*) FROM marts.dim_report WHERE is_current") == [(1,)]
    kept = "SELECT unexpected_sample FROM quality.validation_result WHERE expectation = 'quality.drift.nothing_accepted'"
    assert "the office was closed" in " ".join(str(sample) for (sample,) in _rows(home, kept))
    stopped = "SELECT first_failed_at IS NOT NULL, last_outcome FROM quality.expectation_history WHERE expectation = 'quality.drift.reports_kept'"
    assert _rows(home, stopped) == [(True, "passed")]
