"""Which outcomes block publishing, and the expected set against the observed set."""

from datetime import UTC, datetime

import pytest

from expectations.result import ValidationResult, coverage


def result(outcome: str, severity: str) -> ValidationResult:
    words = ("run", "marts.t", "marts", "marts.t", "marts.t.what", outcome, severity, "validity")
    return ValidationResult(*words, None, None, None, "because", "因为", "mend", "owner", datetime.now(UTC))


@pytest.mark.parametrize(
    ("outcome", "severity", "blocks"),
    [
        ("passed", "error", False),
        ("failed", "error", True),
        ("failed", "warning", False),
        ("errored", "error", True),
        ("errored", "warning", True),
    ],
)
def test_blocks(outcome: str, severity: str, blocks: bool) -> None:
    assert result(outcome, severity).blocks is blocks


def test_coverage_is_complete_where_each_ran_once() -> None:
    assert coverage(["a", "b"], ["b", "a"]).complete


def test_coverage_names_what_did_not_run() -> None:
    assert coverage(["a", "b"], ["a"]).missing == {"b"}


def test_coverage_names_what_nobody_expected() -> None:
    assert coverage(["a"], ["a", "b"]).unknown == {"b"}


def test_coverage_names_what_ran_twice() -> None:
    assert coverage(["a"], ["a", "a"]).repeated == {"a"}
