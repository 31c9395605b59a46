"""Checks of the hand-made reports: each rule fires on what contradicts itself and on nothing else."""

from decimal import Decimal

import duckdb
import pytest


def checks(marts: duckdb.DuckDBPyConnection, rule_id: str) -> list[tuple]:
    """(left, right, status) of one rule's checks, sorted."""
    return marts.execute(
        "SELECT left_value, right_value, status FROM marts.fct_reconciliation WHERE rule_id = ? ORDER BY 1, 2",
        [rule_id],
    ).fetchall()


def row(left: str, right: str, status: str) -> tuple:
    return (Decimal(left), Decimal(right), status)


@pytest.mark.parametrize(
    ("rule_id", "expected"),
    [
        ("R102", [row("4000000", "4000000", "pass"), row("5100000", "5000000", "fail")]),
        ("R111", [row("5000000", "5000000", "pass")]),
        ("R202", [row("4355000", "4355000", "pass")]),
        ("R301", [row("-645000", "180000", "fail")]),
        ("R401", [row("64", "64", "pass")]),
        ("R402", [row("114.810563", "98", "fail")]),
        ("R403", [row("125", "150", "fail")]),
        ("R404", [row("120", "20", "fail")]),
        (
            "R601",
            [
                row("20000", "25000", "fail"),
                row("600000", "600000", "pass"),
                row("3200000", "3200000", "pass"),
                row("5000000", "5000000", "pass"),
            ],
        ),
        ("R701", [row("95", "95", "pass")]),
        ("R702", [row("100", "100", "pass")]),
        ("R801", [row("180000", "160000", "fail")]),
        ("R802", [row("5000000", "5000000", "pass")]),
    ],
)
def test_rule(marts: duckdb.DuckDBPyConnection, rule_id: str, expected: list[tuple]) -> None:
    assert checks(marts, rule_id) == expected


def test_sums_that_two_rules_find_are_checked_once(marts: duckdb.DuckDBPyConnection) -> None:
    assert checks(marts, "R101") == []
