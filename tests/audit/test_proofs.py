"""Small reports that show one boundary of a rule each: what fails in them, how surely, and what passes."""

import duckdb
import pytest

from tests.audit.examples import PROOFS, Proof


def checks(audited: duckdb.DuckDBPyConnection, proof: Proof, status: str) -> dict[str, str | None]:
    """Rule -> finding of the checks of a proof's report that have this status."""
    found = audited.execute(
        "SELECT rule_id, finding FROM marts.fct_reconciliation JOIN raw.document USING (report_id) "
        "WHERE source_name = ? AND status = ?",
        [proof.source_name, status],
    )
    return dict(found.fetchall())


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_it_fails_what_it_should(audited: duckdb.DuckDBPyConnection, proof: Proof) -> None:
    assert checks(audited, proof, "fail") == proof.fails


@pytest.mark.parametrize("proof", [p for p in PROOFS if p.tried], ids=lambda proof: proof.name)
def test_it_passes_what_it_should(audited: duckdb.DuckDBPyConnection, proof: Proof) -> None:
    assert proof.tried in checks(audited, proof, "pass")
