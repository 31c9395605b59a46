"""dbt's run results in the words of the ledger."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration import dbt_outcomes

MANIFEST: dict[str, Any] = {
    "nodes": {
        "model.p.fct": {"resource_type": "model", "schema": "marts", "alias": "fct", "name": "fct"},
        "test.p.unique_fct": {
            "resource_type": "test",
            "unique_id": "test.p.unique_fct",
            "name": "unique_fct",
            "attached_node": "model.p.fct",
            "depends_on": {"nodes": ["model.p.fct"]},
            "test_metadata": {"name": "unique"},
            "config": {"severity": "ERROR"},
            "original_file_path": "models/fct.yml",
        },
    },
    "sources": {},
}


def _results(tmp_path: Path, status: str, message: str | None = None) -> Path:
    path = tmp_path / "run_results.json"
    result = {"unique_id": "test.p.unique_fct", "status": status, "message": message, "failures": 3}
    path.write_text(json.dumps({"results": [result]}))
    return path


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("pass", "passed"),
        ("fail", "failed"),
        ("warn", "failed"),
        ("error", "errored"),
        ("skipped", "errored"),
    ],
)
def test_every_status_has_an_outcome(tmp_path: Path, status: str, outcome: str) -> None:
    [result] = dbt_outcomes.read(_results(tmp_path, status), MANIFEST, "run-1")
    assert result.outcome == outcome


def test_a_test_that_dbt_did_not_get_to_is_errored(tmp_path: Path) -> None:
    [result] = dbt_outcomes.read(tmp_path / "not-there.json", MANIFEST, "run-1")
    assert (result.outcome, result.observed) == ("errored", "not run")


def test_an_outcome_names_the_table_that_was_tested(tmp_path: Path) -> None:
    [result] = dbt_outcomes.read(_results(tmp_path, "pass"), MANIFEST, "run-1")
    assert (result.suite, result.asset, result.dimension) == ("dbt", "marts.fct", "uniqueness")


def test_failures_are_listed_on_one_line_each(tmp_path: Path) -> None:
    listed = dbt_outcomes.failures(_results(tmp_path, "fail", "Got 3 results,\n  configured to fail"))
    assert listed == "  - test.p.unique_fct: Got 3 results, configured to fail"
