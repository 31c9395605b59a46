"""Runs the expectation suites on one database, pushed down into it, and says what each one found.

The database is a DuckDB file, or a folder of Parquet tables, which Spark then checks. Nothing is written: the
context of Great Expectations lives in memory, and a file is opened read-only where that is possible. Every expectation of the catalogue ends as exactly one result; one that crashed,
or that Great Expectations did not run, is `errored`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import great_expectations as gx
from great_expectations import expectations as gx_expectations
from great_expectations.datasource.fluent.interfaces import Batch

from expectations.catalog import Expectation, Suite, suites
from expectations.docs import DataDocs, in_memory
from expectations.duckdb_source import DuckDBDatasource, SampledRowsExpectation
from expectations.finding import Finding, crashed, finding
from expectations.result import ValidationResult, coverage

# Great Expectations' own words for our severities, so that its documents show them.
_GX_SEVERITY = {"error": "critical", "warning": "warning"}


def run_suites(
    database: Path,
    names: Sequence[str] | None,
    run_id: str,
    catalogue: Iterable[Suite] | None = None,
    docs: DataDocs | None = None,
) -> list[ValidationResult]:
    """Run the suites of these names (all where None) on a database and return every result.

    `catalogue` replaces the project's own suites; `docs` takes in what is found, for its pages. The database is
    closed when this returns. Raises FileNotFoundError where there is none, KeyError for a name that the catalogue
    does not hold, duckdb.IOException where another process is writing to the file, and EngineError where Spark
    does not start. What goes wrong inside one suite
    (its table is missing, its query fails) is not raised: it is the outcome `errored`.
    """
    chosen = _choose(suites() if catalogue is None else tuple(catalogue), names)
    if not database.exists():
        raise FileNotFoundError(f"{database}: no such database; run the load that builds it first")
    with _open(database, sorted({suite.layer for suite in chosen})) as tables:
        return [result for suite in chosen for result in _run_suite(suite, tables, run_id, docs)]


def _choose(catalogue: tuple[Suite, ...], names: Sequence[str] | None) -> list[Suite]:
    if names is None:
        return list(catalogue)
    known = {suite.name: suite for suite in catalogue}
    if unknown := sorted(set(names) - known.keys()):
        raise KeyError(f"no such suite: {', '.join(unknown)}; known are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names)]


class _Tables(NamedTuple):
    """An open database: what gives the table of a suite, and its way of saying a query of DuckDB."""

    batch: Callable[[Suite], Batch]
    sql: Callable[[str], str]


@contextmanager
def _open(database: Path, schemas: Sequence[str]) -> Iterator[_Tables]:
    if database.is_dir():
        # Not at the top: the packages of Spark are not there where DuckDB is the engine.
        from expectations.spark_source import spark_batches, spark_sql

        with spark_batches(database) as batch:
            yield _Tables(batch, spark_sql)
    else:
        with _sources(database, schemas) as sources:
            yield _Tables(lambda suite: _batch(suite, sources[suite.layer]), str)


@contextmanager
def _sources(database: Path, schemas: Sequence[str]) -> Iterator[Mapping[str, DuckDBDatasource]]:
    """One source per schema on the file, all in one context; all closed at the end."""
    context = gx.get_context(mode="ephemeral", project_config=in_memory())
    read_only = _can_open_read_only(database)
    sources: dict[str, DuckDBDatasource] = {}
    try:
        for schema in schemas:
            sources[schema] = context.data_sources.add_duckdb(
                name=schema, database=str(database), schema_name=schema, read_only=read_only
            )
        yield sources
    finally:
        for source in sources.values():
            source.close()


def _can_open_read_only(database: Path) -> bool:
    """False where this process holds the file open for writing: DuckDB then allows only the same mode."""
    try:
        duckdb.connect(str(database), read_only=True).close()
    except duckdb.ConnectionException:
        return False
    return True


def _run_suite(
    suite: Suite, tables: _Tables, run_id: str, docs: DataDocs | None
) -> Iterator[ValidationResult]:
    """One result per expectation of the suite, in the suite's order."""
    found = _findings(suite, tables, docs)
    if unknown := coverage((expectation.id for expectation in suite.expectations), found).unknown:
        raise RuntimeError(
            f"{suite.name}: results that no expectation asked for: {', '.join(sorted(unknown))}"
        )
    checked_at = datetime.now(UTC)
    for expectation in suite.expectations:
        outcome = found.get(expectation.id, crashed("did not run: Great Expectations returned no result"))
        yield ValidationResult(
            run_id=run_id,
            suite=suite.name,
            layer=suite.layer,
            asset=suite.table,
            expectation=expectation.id,
            outcome=outcome.outcome,
            severity=expectation.severity,
            dimension=expectation.dimension,
            observed=outcome.observed,
            unexpected_count=outcome.unexpected_count,
            unexpected_sample=outcome.unexpected_sample,
            reason_en=expectation.reason_en,
            reason_zh=expectation.reason_zh,
            remedy=expectation.remedy,
            owner=expectation.owner,
            checked_at=checked_at,
        )


def _findings(suite: Suite, tables: _Tables, docs: DataDocs | None) -> dict[str, Finding]:
    """What each expectation of the suite found, by id. Whatever is raised on the way is a finding too."""
    found: dict[str, Finding] = {}
    runnable = gx.ExpectationSuite(name=suite.name)
    for expectation in suite.expectations:
        try:
            runnable.add_expectation(_gx_expectation(expectation, tables.sql))
        except Exception as error:  # noqa: BLE001 - each class rejects its arguments in its own way
            found[expectation.id] = crashed(f"cannot be built: {error}")
    try:
        outcome = tables.batch(suite).validate(runnable, result_format="SUMMARY")
    except Exception as error:  # noqa: BLE001 - a missing table, a broken view: whatever it is, it is a finding
        reason = f"{suite.table} cannot be read: {error}" + (
            f" ({error.__cause__})" if error.__cause__ else ""
        )
        return {expectation.id: crashed(reason) for expectation in suite.expectations} | found
    if docs is not None:
        docs.add(suite.name, outcome)
    return found | {result.expectation_config.meta["id"]: finding(result) for result in outcome.results}


def _batch(suite: Suite, source: DuckDBDatasource) -> Batch:
    """The whole table that a suite is about."""
    asset = source.add_table_asset(suite.table, table_name=suite.table.partition(".")[2])
    return asset.add_batch_definition_whole_table("whole table").get_batch()


def _gx_expectation(expectation: Expectation, sql: Callable[[str], str]) -> Any:
    """The Great Expectations object, with our id in its metadata and what its documents should say of it."""
    what = expectation.id.rpartition(".")[2]
    described: dict[str, Any] = {
        "severity": _GX_SEVERITY[expectation.severity],
        "meta": {"id": expectation.id},
        "description": f"{what} ({expectation.severity}, {expectation.dimension}): {expectation.reason_en} "
        f"{expectation.reason_zh} → {expectation.remedy} [{expectation.owner}]",
    }
    if expectation.sql is not None:
        return SampledRowsExpectation.of(sql(expectation.sql), **described)
    return getattr(gx_expectations, expectation.type)(**expectation.kwargs, **described)
