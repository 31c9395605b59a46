"""The model `drift`: what is outside its bounds, what may pass, and what there is nothing to compare with.

The model is compiled by dbt for the session's small warehouse of two reports, and its query then asked
again and again of a version before it that is written here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

AT = "2024-01-01 00:00:00"
Judge = Callable[..., dict[str, tuple[str, Any]]]


@pytest.fixture(scope="module")
def query(built: Path) -> str:
    """The model's query, as dbt last compiled it."""
    (compiled,) = (built.parent / "target" / "compiled").rglob("drift.sql")
    return compiled.read_text(encoding="utf-8")


@pytest.fixture
def judge(built: Path, query: str, tmp_path: Path) -> Iterator[Judge]:
    """Compares the session's warehouse with `previous` reports (id, is_sample, budget facts)."""
    copy = tmp_path / built.name
    copy.write_bytes(built.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        # two small reports never differ by as many facts as the project's own bound asks for
        connection.execute(
            "UPDATE reference.drift_bound SET smallest_change = 2 WHERE metric = 'same_reports_budget_facts'"
        )

        def judged(
            previous: list[tuple[str, bool, int]],
            rejected: int = 0,
            accepted: str | None = None,
            at: str | None = AT,
        ) -> dict[str, tuple[str, Any]]:
            connection.execute("DELETE FROM quality.previous_report")
            connection.execute("DELETE FROM quality.previous_version")
            for report_id, is_sample, facts in previous:
                connection.execute(
                    "INSERT INTO quality.previous_report VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0)",
                    [report_id, is_sample, facts],
                )
            connection.execute(
                "INSERT INTO quality.previous_version VALUES (?, ?, 0, ?)", [at, rejected, accepted]
            )
            found = connection.execute(f"SELECT metric, status, accepted_reason FROM ({query})").fetchall()
            return {metric: (status, reason) for metric, status, reason in found}

        yield judged


def many(count: int, facts: int = 0) -> list[tuple[str, bool, int]]:
    """Reports that the version before held and this one does not."""
    return [(f"r_{number}", False, facts) for number in range(count)]


def test_a_first_version_is_compared_with_nothing(judge: Judge) -> None:
    assert {status for status, _ in judge([], at=None).values()} == {"not_applicable"}


@pytest.mark.parametrize(("reports", "status"), [(4, "within"), (5, "outside"), (50, "outside")])
def test_more_than_half_of_the_reports_gone_is_outside(judge: Judge, reports: int, status: str) -> None:
    assert judge(many(reports))["reports"] == (status, None)


def test_few_reports_may_come_and_go(judge: Judge) -> None:
    assert judge(many(3))["reports"] == ("within", None)


def test_more_reports_are_no_drift(judge: Judge) -> None:
    assert judge(many(1))["reports"] == ("within", None)


def test_what_is_outside_may_be_accepted_for_a_reason(judge: Judge) -> None:
    found = judge(many(50), accepted="moved to another office")
    assert found["reports"] == ("accepted", "moved to another office")
    assert found["rejected_share"] == ("within", None)


@pytest.mark.parametrize("facts", [1, 100])
def test_the_same_reports_give_as_many_facts_in_both_directions(judge: Judge, facts: int) -> None:
    assert judge([("r_first", False, facts)])["same_reports_budget_facts"][0] == "outside"


def test_facts_where_there_were_none_are_no_drift(judge: Judge) -> None:
    assert judge([("r_first", False, 0)])["same_reports_budget_facts"] == ("within", None)


def test_other_reports_are_not_the_same(judge: Judge) -> None:
    assert judge(many(1, facts=100))["same_reports_budget_facts"][0] == "not_applicable"


def test_facts_of_a_mart_that_are_gone_are_outside(judge: Judge) -> None:
    assert judge(many(2, facts=200))["budget_facts"][0] == "outside"


def test_whoever_has_tried_the_samples_loads_reports_of_their_own(judge: Judge) -> None:
    samples = [(f"s_{number}", True, 100) for number in range(6)]
    assert {status for status, _ in judge(samples).values()} == {"not_applicable"}


def test_samples_that_are_loaded_again_are_compared(judge: Judge) -> None:
    samples = [("r_first", True, 10), *((f"s_{number}", True, 100) for number in range(6))]
    assert judge(samples)["reports"][0] == "outside"


def test_samples_over_reports_of_ones_own_are_compared(judge: Judge) -> None:
    assert judge([*many(50), ("s_1", True, 10)])["reports"][0] == "outside"
