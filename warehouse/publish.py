"""Publishes a build in one atomic step, after reading for itself what the checks said.

Readers that have the published file open keep the version they opened; new ones get the new version.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from expectations.result import ValidationResult, coverage
from warehouse import build, ledger
from warehouse.errors import PublishRefusedError, WarehouseError
from warehouse.home import Home

KEPT_RUNS = 60


def publish(home: Home, run_id: str, expected: Iterable[str]) -> list[ValidationResult]:
    """Swap the published file for the build; returns the outcomes that allowed it.

    `expected` are the ids of every check that must have run. Raises PublishRefusedError where one of
    them did not, or errored, or failed with severity error; the published file is then untouched.
    """
    with build.connect(home) as connection:
        results = ledger.outcomes(connection, run_id)
        if reasons := objections(expected, results):
            raise PublishRefusedError(_refusal(home, reasons))
        connection.execute("CHECKPOINT")
    swap(home.building, home.published)
    _forget_old_runs(home)
    return results


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


def swap(source: Path, target: Path) -> None:
    """Move a closed DuckDB file over another, atomically, and see it safely on disk.

    A log that a writing client left beside the old target goes with it: DuckDB would replay it onto the
    new file. Raises WarehouseError where the source still has a log of changes that its file does not hold.
    """
    if source.with_name(source.name + ".wal").exists():
        raise WarehouseError(f"{source} is still open in another process. Close it, then run again.")
    _sync(source)
    target.with_name(target.name + ".wal").unlink(missing_ok=True)
    os.replace(source, target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
