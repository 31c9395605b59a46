"""One wrong digit in a correct report: how many of the figures that a check rests on are caught.

A figure takes part in a check where it is one of the operands of a check of the correct report.
"""

from collections import Counter
from collections.abc import Sequence

import duckdb
import pytest

from tests.audit.examples import RULES
from tests.audit.mutants import COUNT, Mutant, originals

CAUGHT = 0.95


def failures(audited: duckdb.DuckDBPyConnection) -> Counter[str]:
    """Failed checks by the name of the report."""
    found = audited.execute(
        "SELECT source_name, count(*) FROM marts.fct_reconciliation JOIN raw.document USING (report_id) "
        "WHERE status = 'fail' GROUP BY source_name"
    )
    return Counter(dict(found.fetchall()))


@pytest.fixture(scope="module")
def operands(audited: duckdb.DuckDBPyConnection) -> set[tuple[str, int]]:
    """(report, place) of the figures that the identities of the correct reports rest on; bounds are none."""
    bounds = [rule.rule_id for rule in RULES.values() if rule.tolerance == "bound"]
    found = audited.execute(
        "SELECT source_name, term.char_start FROM intermediate.int_check_term AS term "
        "JOIN marts.fct_reconciliation AS made ON made.check_id = term.identity_key "
        "JOIN raw.document AS document ON document.report_id = term.report_id "
        "WHERE term.char_start IS NOT NULL AND NOT list_contains(?, rule_id)",
        [bounds],
    )
    return set(found.fetchall())


def test_correct_reports_fail_no_check(audited: duckdb.DuckDBPyConnection) -> None:
    failed = failures(audited)
    assert {name: failed[name] for name in originals() if failed[name]} == {}


def test_wrong_figures_are_caught(
    audited: duckdb.DuckDBPyConnection, made: Sequence[Mutant], operands: set[tuple[str, int]]
) -> None:
    failed = failures(audited)
    tested = [mutant for mutant in made if (mutant.original, mutant.char_start) in operands]
    missed = [mutant for mutant in tested if not failed[mutant.name]]
    share = 1 - len(missed) / len(tested)
    print(f"{len(tested)} of {COUNT} changed figures take part in a check, {share:.1%} of them are caught")
    assert len(tested) > COUNT / 4, "too few figures take part in any check"
    assert share >= CAUGHT, "\n".join(
        f"{m.original}: {m.printed} -> {m.wrong} at {m.char_start}" for m in missed
    )
