"""Every rule of the catalogue on its own two examples: it fails the first alone, and nothing fails the second."""

import duckdb
import pytest

from tests.audit.examples import RULES

# A rate of nothing is an error wherever it is told; where there is something, the rate is another rule's.
ONLY_FAIL = {"R405", "R505"}


def failed(audited: duckdb.DuckDBPyConnection, rule_id: str, side: str) -> set[str]:
    """The rules that fail in the example reports of one rule and side."""
    found = audited.execute(
        "SELECT DISTINCT rule_id FROM marts.fct_reconciliation JOIN raw.document USING (report_id) "
        "WHERE source_name LIKE ? AND status = 'fail'",
        [f"{rule_id}.{side}.%"],
    )
    return {rule for (rule,) in found.fetchall()}


def passed(audited: duckdb.DuckDBPyConnection, rule_id: str) -> bool:
    """Whether the rule was tried, and passed, on its silent example."""
    found = audited.execute(
        "SELECT count(*) FROM marts.fct_reconciliation JOIN raw.document USING (report_id) "
        "WHERE source_name LIKE ? AND rule_id = ? AND status = 'pass'",
        [f"{rule_id}.silent.%", rule_id],
    ).fetchone()
    return bool(found and found[0])


@pytest.mark.parametrize("rule_id", RULES)
def test_the_rule_fires_alone(audited: duckdb.DuckDBPyConnection, rule_id: str) -> None:
    assert failed(audited, rule_id, "fires") == {rule_id}


@pytest.mark.parametrize("rule_id", RULES)
def test_the_rule_stays_silent(audited: duckdb.DuckDBPyConnection, rule_id: str) -> None:
    assert failed(audited, rule_id, "silent") == set()
    assert passed(audited, rule_id) is (rule_id not in ONLY_FAIL)
