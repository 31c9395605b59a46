"""Reads one validation result of Great Expectations: outcome, what was observed, which rows broke it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from expectations.result import ERRORED, FAILED, PASSED

_SAMPLE_ROWS = 5
_SAMPLE_LENGTH = 400
_REASON_LENGTH = 600


class Finding(NamedTuple):
    """The part of a ValidationResult that one validation gives."""

    outcome: str
    observed: str | None
    unexpected_count: int | None
    unexpected_sample: str | None


def crashed(reason: str) -> Finding:
    """The finding of an expectation that gave no answer, and why."""
    return Finding(ERRORED, _shorten(reason, _REASON_LENGTH), None, None)


def finding(result: Any) -> Finding:
    """Read an ExpectationValidationResult made with a result format that counts (SUMMARY)."""
    reasons = list(dict.fromkeys(_exceptions(result.exception_info or {})))
    if reasons:
        return crashed("; ".join(reasons))
    details: Mapping[str, Any] = result.result
    outcome = PASSED if result.success else FAILED
    if "unexpected_rows" in details.get("details", {}):  # a query for the rows that break it
        count = int(details["observed_value"])
        return Finding(
            outcome, f"{count} rows", count, _sample(map(_row, details["details"]["unexpected_rows"]))
        )
    if "unexpected_count" in details:  # a condition on the values of a column
        count = int(details["unexpected_count"] or 0)  # NULL where the table is empty
        observed = f"{count} of {details['element_count']} values"
        return Finding(outcome, observed, count, _sample(map(str, details["partial_unexpected_list"])))
    mismatched = details.get("details", {}).get("mismatched", {})  # a condition on the table as a whole
    observed = _shorten(str(details.get("observed_value")), _SAMPLE_LENGTH)
    return Finding(outcome, observed, None, _sample(f"{kind}: {what}" for kind, what in mismatched.items()))


def _exceptions(info: Mapping[str, Any]) -> Iterator[str]:
    """The messages of what was raised; Great Expectations gives one, or one per metric."""
    for each in (info, *(value for value in info.values() if isinstance(value, Mapping))):
        if each.get("raised_exception"):
            yield str(each.get("exception_message") or "raised an exception without a message")


def _row(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{column}={value}" for column, value in row.items())


def _sample(rows: Iterable[str]) -> str | None:
    shown = [row for row, _ in zip(rows, range(_SAMPLE_ROWS), strict=False)]
    return _shorten(" | ".join(shown), _SAMPLE_LENGTH) if shown else None


def _shorten(text: str, length: int) -> str:
    """On one line, cut to a length."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
