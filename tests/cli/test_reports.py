"""`jixiao reports` and `jixiao explain`, on the samples."""

from contextlib import closing
from typing import Any

import pytest

from cli import facts
from tests.cli.conftest import Jixiao
from warehouse.home import Home
from warehouse.query import open_published

NARRATIVE = "anji-2022-narrative.txt"


@pytest.fixture
def narrative(jixiao: Jixiao) -> Any:
    """One sample report with everything that was read from it."""
    return jixiao("reports", NARRATIVE, "--json").json


def test_every_report_is_listed(jixiao: Jixiao) -> None:
    told = jixiao("reports")
    assert told.stdout.count("r_") == 6
    assert "安吉县竹林气象服务局" in told.stdout


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--year", "2022"], 2),
        (["--region", "3305"], 1),
        (["--region", "安吉"], 1),
        (["--department", "气象"], 1),
        (["--kind", "final_accounts"], 1),
        (["--contradictions"], 6),
        (["--year", "1999"], 0),
        (["--rows", "2"], 2),
        (["--all"], 6),
    ],
)
def test_reports_are_filtered(jixiao: Jixiao, filters: list[str], count: int) -> None:
    assert len(jixiao("reports", *filters, "--json").json) == count


def test_a_report_shows_its_figures_indicators_and_contradictions(jixiao: Jixiao) -> None:
    told = jixiao("reports", NARRATIVE).stdout
    assert "592.40 万元" in told
    assert "核定编制" in told
    assert "2022年项目支出决算«592.40»万元" in told
    assert "1 contradictions" in told


def test_a_report_is_found_by_its_id_and_by_its_beginning(jixiao: Jixiao, narrative: Any) -> None:
    report_id = narrative["report_id"]
    for name in (report_id, report_id[:8]):
        assert jixiao("reports", name, "--json").json["report_id"] == report_id


@pytest.mark.parametrize("name", ["nothing.txt", "r_", "r_ffff"])
def test_an_unknown_report_is_not_found(jixiao: Jixiao, name: str) -> None:
    told = jixiao("reports", name)
    assert (told.code, told.stdout) == (4, "")
    assert "There is no report" in told.stderr


def test_every_amount_of_a_report_is_explained_with_its_sentence(jixiao: Jixiao, narrative: Any) -> None:
    for figure in narrative["figures"]:
        found = jixiao("explain", figure["amount_id"], "--json").json
        begin, end = found["mark"]
        assert found["fact"]["evidence"][begin:end] == figure["amount_text"]
        assert found["rule"]["description_en"]


def test_every_indicator_of_a_report_is_explained(jixiao: Jixiao, narrative: Any) -> None:
    kinds = {jixiao("explain", row["indicator_id"], "--json").json["kind"] for row in narrative["indicators"]}
    assert kinds == {"indicator"}


def test_an_amount_is_explained_for_people(jixiao: Jixiao, narrative: Any) -> None:
    [spent] = [
        f for f in narrative["figures"] if f["item_code"] == "project" and f["amount_text"] == "592.40"
    ]
    told = jixiao("explain", spent["amount_id"]).stdout
    for words in (
        "592.40 万元 (5,924,000.00 yuan)", "项目支出决算«592.40»万元", NARRATIVE, "line ", "of raw.document.text",
        "Clause that names item and measure", "R112", "contradiction", "R102", "pass",
    ):  # fmt: skip
        assert words in told


def test_an_amount_takes_part_in_checks_by_every_place_where_it_stands(jixiao: Jixiao) -> None:
    """A figure that the report repeats is one fact, whose checks are those of all its mentions."""
    report = jixiao("reports", "jinfeng-2022-projects.txt", "--json").json
    repeated = [figure for figure in report["figures"] if figure["mention_count"] > 1]
    rules = {
        check["rule_id"]
        for f in repeated
        for check in jixiao("explain", f["amount_id"], "--json").json["checks"]
    }
    assert "R601" in rules  # one amount wherever it stands


def test_a_check_is_explained_with_both_sides(jixiao: Jixiao, narrative: Any) -> None:
    [check] = [check for check in narrative["checks"] if check["finding"] == "contradiction"]
    told = jixiao("explain", check["check_id"]).stdout
    for words in (
        "«96.00»",
        "«446.40»",
        "«40.00»",
        "«592.40»",
        "-10.00 万元",
        "R112",
        "各资金来源之和等于总额",
    ):
        assert words in told


@pytest.fixture(scope="session")
def units(loaded: Home) -> dict[str, set[str]]:
    """Rule -> the units of its checks."""
    with closing(open_published(loaded)) as connection:
        told: dict[str, set[str]] = {}
        for report in facts.reports(connection, facts.Filters()):
            for check in facts.contents(connection, report["report_id"])["checks"]:
                told.setdefault(check["rule_id"], set()).add(check["unit"])
    return told


@pytest.mark.parametrize(
    ("rule_id", "unit"),
    [("R112", "元"), ("R301", "元"), ("R402", "%"), ("R408", "分"), ("R502", "元"), ("R603", "人")],
)
def test_a_check_says_its_unit(units: dict[str, set[str]], rule_id: str, unit: str) -> None:
    assert units[rule_id] == {unit}
