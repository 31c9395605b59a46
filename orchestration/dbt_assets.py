"""The dbt project as assets: one `@dbt_assets` for all of it, so that one `dbt build` orders everything.

dbt runs as a process of its own, and this process has the build's file closed meanwhile: DuckDB lets one
process write. Row counts are therefore read after dbt has ended.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets

from cluster import tables
from expectations.result import PASSED
from orchestration import dbt_outcomes
from orchestration.catalogue import OWNERS, row_count
from orchestration.dbt_project import Dbt, dbt_environment, read_manifest
from orchestration.resources import Build, Clock
from warehouse import history, ledger, models
from warehouse.settings import read_settings

RUN_RESULTS = "run_results.json"

# Unit tests are about the models, not about the data: they belong to the tests of this project.
BUILD = ["build", "--exclude-resource-type", "unit_test"]

# What Spark has built as files is read by these; they hold no rows of their own.
VIEWS = ["run", "--target", "duckdb", "--select", "config.materialized:view"]


class Translator(DagsterDbtTranslator):
    """How dbt's nodes are named and labelled as assets. One method per concern."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Schema and table, so that a key reads like the table: `marts/fct_budget`."""
        return dg.AssetKey([dbt_resource_props["schema"], table_of(dbt_resource_props)])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer."""
        return str(dbt_resource_props["schema"])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return list(OWNERS)


def table_of(node: Mapping[str, Any]) -> str:
    """The table's name in the warehouse, of a model, seed or source."""
    return str(node.get("alias") or node.get("identifier") or node["name"])


def make_dbt_assets(project: DbtProject) -> dg.AssetsDefinition:
    """The assets and checks of a project whose manifest is there."""

    @dbt_assets(
        manifest=project.manifest_path, project=project, dagster_dbt_translator=Translator(), name="dbt_build"
    )
    def dbt_build(context: dg.AssetExecutionContext, dbt: Dbt, build: Build, clock: Clock) -> Iterator[Any]:
        target = build.home.run(context.run_id) / "dbt"
        outputs: list[dg.Output[Any]] = []
        engine = read_settings().engine
        models_now = models.fingerprint(project.project_dir, engine)
        with build.connect() as connection:
            is_full = engine == "spark" or models.needs_full_refresh(connection, models_now)
            if engine == "spark":
                tables.export_sources(
                    connection, build.home.tables, ["quality"]
                )  # what the checks have added
        context.log.info("computing " + ("all reports" if is_full else "the reports that changed"))
        with dbt_environment(build.home, engine, build.home.tables if engine == "spark" else None):
            invocation = dbt.cli(
                [*BUILD, *(["--full-refresh"] if is_full else [])],
                context=context,
                target_path=target,
                raise_on_error=False,
            )
            for event in invocation.stream():
                if isinstance(event, dg.Output):  # waits for its row count
                    context.log.info(f"built {_table(context, event)}")
                    outputs.append(event)
                else:  # Dagster writes these down while dbt works on
                    yield event
        results = dbt_outcomes.read(
            target / RUN_RESULTS, read_manifest(project.manifest_path), context.run_id
        )
        if engine == "spark":
            _take_over(dbt, build, read_manifest(project.manifest_path), target)
        with build.connect() as connection:
            ledger.record(connection, build.home, context.run_id, results)
            counts = _row_counts(connection, context, outputs)
            history.ensure_tables(connection)
            models.record(connection, models_now, clock.now(), is_full)
        passed = sum(result.outcome == PASSED for result in results)
        context.log.info(f"{len(counts)} tables and views, {passed} of {len(results)} tests passed")
        for output in outputs:
            yield output.with_metadata({**output.metadata, **row_count(counts[output.output_name])})
        if invocation.process.returncode != 0:
            raise dg.Failure(
                dbt_outcomes.failures(target / RUN_RESULTS) or str(invocation.get_error()),
                allow_retries=False,
            )

    return dbt_build


def _take_over(dbt: Dbt, build: Build, manifest: Mapping[str, Any], target: Path) -> None:
    """Bring what Spark has built into the build's file, so that whatever follows is the same with each engine."""
    with build.connect() as connection:
        loaded = tables.load_built(connection, build.home.tables)
        built = (node for node in manifest["nodes"].values() if node["resource_type"] == "model")
        tables.describe(connection, (node for node in built if (node["schema"], table_of(node)) in loaded))
    with dbt_environment(build.home, "duckdb"):
        dbt.cli(VIEWS, target_path=target / "views").wait()


def _table(context: dg.AssetExecutionContext, event: dg.Output[Any]) -> str:
    return ".".join(context.asset_key_for_output(event.output_name).path)


def _row_counts(
    connection: duckdb.DuckDBPyConnection, context: dg.AssetExecutionContext, outputs: list[dg.Output[Any]]
) -> dict[str, int]:
    """Rows of every table that was built, by the name of its output."""
    built = {output.output_name: _table(context, output) for output in outputs}
    if not built:
        return {}
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {table}" for name, table in built.items())
    return dict(connection.execute(counts).fetchall())
