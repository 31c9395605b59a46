"""`jixiao run` and `jixiao diff`: what a second load changed."""

from contextlib import closing
from typing import Any

import pytest

from tests.cli.conftest import Jixiao
from warehouse.home import Home
from warehouse.query import open_published

Reloaded = tuple[Home, Any]


def test_a_run_tells_what_it_changed_and_found(reloaded: Reloaded) -> None:
    _, published = reloaded
    assert published["changes"] == {"changed": 1, "new": 1, "removed": 1, "superseded": 1}
    assert published["marts"]["dim_report"] == 8
    assert published["rejected"] == []
    assert published["contradictions"] > 0


def test_the_rows_of_a_mart_are_those_that_a_night_left(reloaded: Reloaded) -> None:
    home, published = reloaded
    with closing(open_published(home)) as connection:
        for mart in ("fct_expenditure", "fct_indicator", "fct_reconciliation"):
            [counted] = connection.execute(f"SELECT count(*) FROM marts.{mart}").fetchone() or ()
            assert published["marts"][mart] == counted


@pytest.fixture
def found(jixiao: Jixiao, reloaded: Reloaded) -> Any:
    """The differences between the two versions."""
    told = jixiao("diff", "--json", home=reloaded[0])
    assert told.code == 3
    return told.json


def changes(found: Any, subject: str) -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {"came": [], "went": [], "changed": []}
    for one in found[subject]:
        told[one["change"]].append(one)
    return told


def test_reports_came_went_and_changed(found: Any) -> None:
    told = changes(found, "reports")
    assert [one["new"]["source_name"] for one in told["came"]] == ["new.txt"]
    assert [one["old"]["source_name"] for one in told["went"]] == ["jimei-2021-wrapped.txt"]
    assert [one["new"]["source_name"] for one in told["changed"]] == ["anji-2022-narrative.txt"]


def test_a_corrected_amount_is_a_change_and_nothing_else_of_its_report_is(found: Any) -> None:
    [changed] = changes(found, "figures")["changed"]
    assert (changed["old"]["amount_cny"], changed["new"]["amount_cny"]) == (5_924_000, 5_824_000)
    assert "592.40" in changed["old"]["evidence"]
    assert [one for one in found["figures"] if one["report_id"] == changed["report_id"]] == [changed]


def test_the_contradiction_that_was_corrected_passes_now(found: Any) -> None:
    told = {
        one["new"]["rule_id"]: (one["old"]["finding"], one["new"]["finding"])
        for one in changes(found, "checks")["changed"]
    }
    assert told == {"R112": ("contradiction", None), "R102": (None, "contradiction")}


def test_facts_of_a_new_report_came(found: Any) -> None:
    [report] = changes(found, "reports")["came"]
    came = [one for one in changes(found, "figures")["came"] if one["report_id"] == report["report_id"]]
    assert {one["new"]["amount_cny"] for one in came} == {5_000_000, 3_200_000, 1_900_000}


def test_a_difference_is_shown_with_both_sentences(jixiao: Jixiao, reloaded: Reloaded) -> None:
    told = jixiao("diff", home=reloaded[0]).stdout
    assert "592.40 万元 → 582.40 万元" in told
    assert "«592.40»万元" in told
    assert "«582.40»万元" in told
    assert "came or went with their reports" in told


def test_a_version_does_not_differ_from_itself(jixiao: Jixiao, reloaded: Reloaded) -> None:
    version = reloaded[1]["version_id"]
    told = jixiao("diff", version, version, "--json", home=reloaded[0])
    assert told.code == 0
    assert told.json["figures"] == told.json["reports"] == []


def test_an_unknown_version_is_not_found(jixiao: Jixiao, reloaded: Reloaded) -> None:
    told = jixiao("diff", "20200101-000000-none", home=reloaded[0])
    assert told.code == 4
    assert reloaded[1]["built_on"] in told.stderr


def test_without_an_earlier_version_there_is_none_to_compare_with(jixiao: Jixiao) -> None:
    assert jixiao("diff").code == 4


def test_a_report_that_left_is_listed_where_it_is_asked_for(jixiao: Jixiao, reloaded: Reloaded) -> None:
    names = [row["source_name"] for row in jixiao("reports", "--all", "--json", home=reloaded[0]).json]
    assert "jimei-2021-wrapped.txt" in names
    assert len(names) == 8
