"""What one expectation found in one run, and whether every expectation has said so."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

PASSED, FAILED, ERRORED = "passed", "failed", "errored"
ERROR, WARNING = "error", "warning"


class ValidationResult(NamedTuple):
    """One expectation in one run: a row of `quality.validation_result`."""

    run_id: str
    suite: str  # the suite's name, "layer.table"
    layer: str
    asset: str  # the table that it guards, "schema.table"
    expectation: str  # the expectation's permanent id, "layer.table.what"
    outcome: str  # passed | failed | errored (it crashed or did not run, so nothing is known)
    severity: str  # error | warning
    dimension: str  # completeness | validity | consistency | uniqueness | timeliness | accuracy
    observed: str | None  # what was seen, in words; the reason where it errored
    unexpected_count: int | None  # rows (or values) that broke it; None where rows are not counted
    unexpected_sample: str | None  # a few of those rows, shortened
    reason_en: str
    reason_zh: str
    remedy: str
    owner: str
    checked_at: datetime  # UTC

    @property
    def blocks(self) -> bool:
        """Whether this result forbids publishing: an error-severity failure, or any crash."""
        return self.outcome == ERRORED or (self.outcome == FAILED and self.severity == ERROR)


class Coverage(NamedTuple):
    """The expected set against the observed set, in both directions."""

    missing: frozenset[str]  # expected, but without a result
    unknown: frozenset[str]  # a result that nobody expected
    repeated: frozenset[str]  # more than one result

    @property
    def complete(self) -> bool:
        """Whether every expectation has exactly one result and there is no other result."""
        return not (self.missing or self.unknown or self.repeated)


def coverage(expected: Iterable[str], observed: Iterable[str]) -> Coverage:
    """Compare expectation ids that should have run with those that have results."""
    expected_ids = frozenset(expected)
    seen: set[str] = set()
    repeated: set[str] = set()
    for identifier in observed:
        (repeated if identifier in seen else seen).add(identifier)
    return Coverage(
        missing=expected_ids - seen,
        unknown=frozenset(seen) - expected_ids,
        repeated=frozenset(repeated),
    )
