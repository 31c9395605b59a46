"""The last asset: the published file. It reads for itself what every check said before it swaps."""

from collections.abc import Sequence

import dagster as dg
from dagster_dbt import DbtProject

from expectations.catalog import Suite
from orchestration.assets import FILE_RETRIES
from orchestration.catalogue import OWNERS
from orchestration.checks import guarded
from orchestration.dbt_project import data_tests, read_manifest
from orchestration.resources import Build
from warehouse import publish
from warehouse.errors import PublishRefusedError

KEY = dg.AssetKey("published_warehouse")


def make_published_warehouse(
    project: DbtProject, dbt: dg.AssetsDefinition, suites: Sequence[Suite]
) -> dg.AssetsDefinition:
    """The asset that publishes, downstream of everything that dbt builds and that a suite guards."""
    upstream = sorted({*dbt.keys, *map(guarded, suites)})

    @dg.asset(
        key=KEY,
        deps=upstream,
        group_name="publish",
        kinds={"duckdb", "python"},
        owners=list(OWNERS),
        retry_policy=FILE_RETRIES,
    )
    def published_warehouse(context: dg.AssetExecutionContext, build: Build) -> dg.MaterializeResult[None]:
        """The file that people and programs read: swapped whole, and only when every check allows it."""
        expected = [expectation.id for suite in suites for expectation in suite.expectations]
        expected += data_tests(read_manifest(project.manifest_path))
        try:
            results = publish.publish(build.home, context.run_id, expected)
        except PublishRefusedError as error:  # the outcomes stay what they are
            raise dg.Failure(str(error), allow_retries=False) from error
        context.log.info(f"{len(results)} checks allow it")
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(build.home.published),
                "size_bytes": build.home.published.stat().st_size,
                "checks": len(results),
            }
        )

    return published_warehouse
