"""Publishes a build in one atomic step, after reading for itself what the checks said.

Readers that have the published file open keep the version they opened; new ones get the new version.
"""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime

from expectations.result import ValidationResult, coverage
from warehouse import build, ledger, versions
from warehouse.errors import PublishRefusedError
from warehouse.files import swap
from warehouse.home import Home
from warehouse.query import open_published
from warehouse.settings import read_settings

KEPT_RUNS = 60


def publish(
    home: Home, run_id: str, expected: Iterable[str], now: datetime | None = None
) -> list[ValidationResult]:
    """Swap the published file for the build, as a version of its own; returns the outcomes that allowed it.

    The outgoing version is kept for a rollback, as `versions.Retention` says. `now` is the time that the
    new one is stamped with, UTC.

    `expected` are the ids of every check that must have run. Raises PublishRefusedError where one of
    them did not, or errored, or failed with severity error; the published file is then untouched.
    """
    settings = read_settings()
    retention = versions.Retention(settings.kept_versions, settings.kept_gb)
    if not home.building.exists() and versions.published(home).run_id == run_id:
        results = _outcomes(home, run_id)  # a first attempt of this step got as far as the swap
    else:
        with build.connect(home) as connection:
            results = ledger.outcomes(connection, run_id)
            if reasons := objections(expected, results):
                raise PublishRefusedError(_refusal(home, reasons))
            build.ensure_table(connection, versions.SCHEMA, versions.PublishedVersion)
            versions.stamp(connection, run_id, now or datetime.now(UTC))
            connection.execute("CHECKPOINT")
        versions.keep(home)
        swap(home.building, home.published)
    versions.prune(home, retention)
    _forget_old_runs(home)
    return results


def _outcomes(home: Home, run_id: str) -> list[ValidationResult]:
    with closing(open_published(home)) as connection:
        return ledger.outcomes(connection, run_id)


def objections(expected: Iterable[str], results: Sequence[ValidationResult]) -> list[str]:
    """Why these outcomes forbid publishing, one line each; none where they allow it."""
    ran = coverage(expected, (result.expectation for result in results))
    found = [f"{result.outcome}: {describe(result)}" for result in results if result.blocks]
    found += [f"did not run: {name}" for name in sorted(ran.missing)]
    found += [f"has a result, but nobody expected it: {name}" for name in sorted(ran.unknown)]
    found += [f"has two results: {name}" for name in sorted(ran.repeated)]
    return found


def describe(result: ValidationResult) -> str:
    """One line for people: which check, what it saw and where, and why it matters."""
    seen = ": ".join(part for part in (result.observed, result.unexpected_sample) if part)
    seen = f" ({seen})" if seen else ""
    return f"{result.expectation}{seen}: {result.reason_en}"


def _forget_old_runs(home: Home) -> None:
    """Their outcomes are published with the ledger; logs and artifacts are kept of the last runs only."""
    folders = sorted(home.runs.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[KEPT_RUNS:]:
        shutil.rmtree(folder)


def _refusal(home: Home, reasons: Sequence[str]) -> str:
    shown = "\n".join(f"  - {reason}" for reason in reasons[:20])
    more = f"\n  … and {len(reasons) - 20} more" if len(reasons) > 20 else ""
    state = "stays as it was" if home.published.exists() else "was not made"
    return f"{len(reasons)} checks forbid publishing; {home.published} {state}:\n{shown}{more}"
