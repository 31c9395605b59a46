"""The expectation suites as blocking asset checks, each on the table that it guards.

Two steps: the suites of the raw layer run before dbt may read it, the others once dbt has built. A step
fails where any of its results blocks, so nothing after it runs.
"""

import logging
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import dagster as dg

from expectations.catalog import Suite
from expectations.result import PASSED, ValidationResult
from expectations.worker import build_docs, run_suites
from orchestration.resources import Build
from warehouse import ledger
from warehouse.publish import describe
from warehouse.settings import read_settings

CHECK = "expectations"


def make_suite_checks(
    suites: Sequence[Suite], raw: Sequence[dg.AssetsDefinition], dbt: Sequence[dg.AssetsDefinition]
) -> list[dg.AssetChecksDefinition]:
    """The check steps for these suites: on what the raw steps make, and on what dbt builds."""
    of_raw = [suite for suite in suites if suite.layer == "raw"]
    of_dbt = [suite for suite in suites if suite.layer != "raw"]
    steps = (("raw_suites", of_raw, raw), ("built_suites", of_dbt, dbt))
    return [_check_step(name, some, _inner(makers)) for name, some, makers in steps if some]


def _inner(makers: Sequence[dg.AssetsDefinition]) -> set[dg.AssetKey]:
    """Those assets of these steps that the same steps read again.

    Dagster would have a blocking check of theirs run in between, in the middle of `dbt build`. Theirs
    block by failing the check step as a whole, which the blocking checks beside them put before what follows.
    """
    return {dep.asset_key for maker in makers for spec in maker.specs for dep in spec.deps}


def guarded(suite: Suite) -> dg.AssetKey:
    """The asset that a suite is a check of."""
    return dg.AssetKey(suite.table.split("."))


def _check_step(name: str, suites: Sequence[Suite], inner: set[dg.AssetKey]) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(name=name, specs=[_spec(suite, guarded(suite) not in inner) for suite in suites])
    def run(context: dg.AssetCheckExecutionContext, build: Build) -> Iterator[dg.AssetCheckResult]:
        run_id = context.run.run_id
        folder = build.home.data_docs(run_id)
        on_spark = read_settings().engine == "spark"
        database = build.home.tables if on_spark else build.home.building
        results = run_suites(database, run_id, suites, folder)
        with build.connect() as connection:
            ledger.record(connection, build.home, run_id, results)
        pages = _pages(context, run_id, folder)
        passed = sum(result.outcome == PASSED for result in results)
        for result in (result for result in results if result.outcome != PASSED):
            level = logging.ERROR if result.blocks else logging.DEBUG  # the summary lists the warnings
            context.log.log(level, _what_to_do(result), extra={"expectation": result.expectation})
        context.log.info(f"{passed} of {len(results)} expectations passed")
        by_table = groupby(sorted(results, key=lambda result: result.asset), key=lambda result: result.asset)
        for table, found in by_table:
            yield _check_result(table, list(found), pages.get(table))
        if blocking := [_what_to_do(result) for result in results if result.blocks]:
            raise dg.Failure(
                f"{len(blocking)} expectations block:\n" + "\n".join(blocking), allow_retries=False
            )

    return run


def _pages(context: dg.AssetCheckExecutionContext, run_id: str, folder: Path) -> dict[str, Path]:
    """The Data Docs page of every suite. That they cannot be written is said and stops nothing: the
    outcomes are recorded already."""
    try:
        return build_docs(run_id, folder)
    except Exception as error:  # noqa: BLE001 - rendering is not ours; whatever it raises is said
        context.log.warning(f"The Data Docs in {folder} could not be written: {error}")
        return {}


def _what_to_do(result: ValidationResult) -> str:
    return f"{describe(result)}\n    {result.remedy}"


def _spec(suite: Suite, is_blocking: bool) -> dg.AssetCheckSpec:
    ids = "\n".join(f"- {e.id} ({e.severity}): {e.reason_en}" for e in suite.expectations)
    return dg.AssetCheckSpec(
        name=CHECK,
        asset=guarded(suite),
        blocking=is_blocking,
        description=f"The expectations on {suite.table}:\n{ids}",
        metadata={"expectations": len(suite.expectations)},
    )


def _check_result(table: str, results: Sequence[ValidationResult], page: Path | None) -> dg.AssetCheckResult:
    """One check from all results of its suite; what did not pass is listed in its metadata."""
    broken = [result for result in results if result.outcome != PASSED]
    is_blocking = any(result.blocks for result in results)
    return dg.AssetCheckResult(
        asset_key=dg.AssetKey(table.split(".")),
        check_name=CHECK,
        passed=not broken,
        severity=dg.AssetCheckSeverity.ERROR if is_blocking else dg.AssetCheckSeverity.WARN,
        description="\n".join(f"{r.outcome}: {describe(r)}" for r in broken) or "all passed",
        metadata={
            "passed": len(results) - len(broken),
            "not_passed": dg.TableMetadataValue(
                records=[dg.TableRecord(_shown(result)) for result in broken], schema=_SHOWN_SCHEMA
            ),
            **docs_metadata(page),
        },
    )


def docs_metadata(page: Path | None) -> dict[str, dg.MetadataValue[Any]]:
    """Where the Data Docs lie, as a link and as a path (browsers follow no link from a page to a file)."""
    if page is None:
        return {}
    return {"data_docs": dg.MetadataValue.url(page.as_uri()), "data_docs_path": dg.MetadataValue.path(page)}


_SHOWN_COLUMNS = (
    "expectation",
    "outcome",
    "severity",
    "observed",
    "unexpected_sample",
    "reason_en",
    "remedy",
)
_SHOWN_SCHEMA = dg.TableSchema([dg.TableColumn(name) for name in _SHOWN_COLUMNS])


def _shown(result: ValidationResult) -> dict[str, str | int | float | bool]:
    return {name: getattr(result, name) or "" for name in _SHOWN_COLUMNS}
