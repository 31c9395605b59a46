"""Reads dbt's run results as check outcomes, in the same words as the expectation suites use."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from expectations.result import ERROR, ERRORED, FAILED, PASSED, WARNING, ValidationResult
from orchestration.catalogue import OWNERS
from orchestration.dbt_project import data_tests

SUITE = "dbt"

# Whatever dbt says that is not here (error, skipped, runtime error, ...) means that nothing is known.
_OUTCOMES = {"pass": PASSED, "fail": FAILED, "warn": FAILED}

_DIMENSIONS = {
    "not_null": "completeness",
    "unique": "uniqueness",
    "accepted_values": "validity",
    "relationships": "consistency",
}


def read(run_results: Path, manifest: Mapping[str, Any], run_id: str) -> list[ValidationResult]:
    """One result per test of the project; those that dbt did not get to are `errored`.

    `run_results` is dbt's run_results.json; where dbt failed before it wrote one, every test is errored.
    """
    said = {result["unique_id"]: result for result in _results(run_results)}
    return [_outcome(node, said.get(name), manifest, run_id) for name, node in data_tests(manifest).items()]


def failures(run_results: Path) -> str:
    """What failed in a dbt run, models and tests alike, one line each; empty where nothing did."""
    fine = {"success", "pass", "warn", "skipped", "no-op"}
    return "\n".join(
        f"  - {result['unique_id']}: {_one_line(result.get('message') or result['status'])}"
        for result in _results(run_results)
        if result["status"] not in fine
    )


def _results(run_results: Path) -> list[Mapping[str, Any]]:
    """dbt's results; none where dbt failed before it wrote any."""
    if not run_results.exists():
        return []
    results: list[Mapping[str, Any]] = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    return results


def _one_line(message: str) -> str:
    return " ".join(message.split())[:600]


def _outcome(
    node: Mapping[str, Any], said: Mapping[str, Any] | None, manifest: Mapping[str, Any], run_id: str
) -> ValidationResult:
    table = _guarded_table(node, manifest)
    status = said["status"] if said else "not run"
    outcome = _OUTCOMES.get(status, ERRORED)
    message = (said or {}).get("message") or status
    failures = (said or {}).get("failures")
    kind = (node.get("test_metadata") or {}).get("name", "")
    about = node.get("description") or f"{node['name']} must hold"
    return ValidationResult(
        run_id=run_id,
        suite=SUITE,
        layer=table.partition(".")[0],
        asset=table,
        expectation=node["unique_id"],
        outcome=outcome,
        severity=WARNING if (node["config"].get("severity") or "").lower() == "warn" else ERROR,
        dimension=_DIMENSIONS.get(kind, "consistency"),
        observed=None if outcome == PASSED else _one_line(message),
        unexpected_count=failures,
        unexpected_sample=None,
        reason_en=about,
        reason_zh=about,
        remedy=f"See {node['original_file_path']} and the rows that the test's query returns.",
        owner=OWNERS[0],
        checked_at=datetime.now(UTC),
    )


def _guarded_table(node: Mapping[str, Any], manifest: Mapping[str, Any]) -> str:
    """`schema.table` of the model, seed or source that a test is about."""
    tested = (
        node.get("attached_node") or node.get("tested_node_unique_id") or _first(node["depends_on"]["nodes"])
    )
    relation = manifest["nodes"].get(tested) or manifest["sources"].get(tested)
    if relation is None:
        return SUITE
    return f"{relation['schema']}.{relation.get('alias') or relation['identifier']}"


def _first(names: list[str]) -> str | None:
    return names[0] if names else None
