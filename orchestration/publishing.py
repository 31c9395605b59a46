"""The last asset: the published file. It reads for itself what every check said before it swaps."""

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

import dagster as dg
from dagster_dbt import DbtProject

from expectations.catalog import Suite
from orchestration import news
from orchestration.assets import FILE_RETRIES, FISCAL_YEARS
from orchestration.catalogue import OWNERS, ledger_specs
from orchestration.checks import docs_metadata, guarded
from orchestration.dbt_project import data_tests, read_manifest
from orchestration.resources import Build, Clock
from orchestration.retention import forget_old_runs
from warehouse import load, publish, versions
from warehouse.errors import PublishRefusedError
from warehouse.home import Home
from warehouse.query import open_published
from warehouse.settings import Settings

KEY = dg.AssetKey("published_warehouse")


def make_published_warehouse(
    project: DbtProject, dbt: dg.AssetsDefinition, suites: Sequence[Suite], settings: Settings
) -> dg.AssetsDefinition:
    """The asset that publishes, downstream of everything that dbt builds, a suite guards or a step notes."""
    upstream = sorted({*dbt.keys, *map(guarded, suites), *(spec.key for spec in ledger_specs())})

    @dg.asset(
        key=KEY,
        deps=upstream,
        group_name="publish",
        kinds={"duckdb", "python"},
        owners=list(OWNERS),
        retry_policy=FILE_RETRIES,
        check_specs=news.specs(KEY),
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=settings.stale_hours)),
    )
    def published_warehouse(
        context: dg.AssetExecutionContext, build: Build, clock: Clock
    ) -> dg.MaterializeResult:
        """The file that people and programs read: swapped whole, and only when every check allows it."""
        expected = [expectation.id for suite in suites for expectation in suite.expectations]
        expected += data_tests(read_manifest(project.manifest_path))
        before = news.holdings(build.home)
        try:
            results = publish.publish(build.home, context.run_id, expected, clock.now())
        except PublishRefusedError as error:  # the outcomes stay what they are
            raise dg.Failure(str(error), allow_retries=False) from error
        context.log.info(f"{len(results)} checks allow it")
        with closing(open_published(build.home)) as connection:
            years = list(load.years(connection))
        context.instance.add_dynamic_partitions(str(FISCAL_YEARS.name), years)
        forget_old_runs(context.instance, build.home)
        index = build.home.data_docs(context.run_id) / "index.html"
        return dg.MaterializeResult(
            check_results=news.judge(before, build.home, context.run_id, settings, context.log),
            metadata={
                "version": versions.published(build.home).version_id,
                "path": dg.MetadataValue.path(build.home.published),
                "size_bytes": build.home.published.stat().st_size,
                "checks": len(results),
                **docs_metadata(index if index.exists() else None),
                **_set_aside(build.home),
            },
        )

    return published_warehouse


def _set_aside(home: Home) -> dict[str, int | dg.TableMetadataValue]:
    """The reports that were not published, with their reasons and what to do, as metadata."""
    columns = ("source_uri", "reason_en", "reason_zh", "remedy_en", "remedy_zh")
    with closing(open_published(home)) as connection:
        rows = connection.execute(
            f"SELECT {', '.join(columns)} FROM quality.quarantine ORDER BY ALL"
        ).fetchall()
    return {
        "reports_set_aside": len({source_uri for source_uri, *_ in rows}),
        "quarantine": dg.TableMetadataValue(
            records=[dg.TableRecord(dict(zip(columns, row, strict=True))) for row in rows],
            schema=dg.TableSchema([dg.TableColumn(name) for name in columns]),
        ),
    }
