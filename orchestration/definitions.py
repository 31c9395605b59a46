"""Puts the definitions together. Nothing happens at import: Dagster calls `definitions`, tests call `build`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtProject

from expectations import catalog
from expectations.catalog import Suite
from orchestration import assets, jobs, schedules
from orchestration.catalogue import REPORT_FILES, ledger_specs
from orchestration.checks import make_suite_checks
from orchestration.dbt_assets import make_dbt_assets
from orchestration.dbt_project import dbt_resource, prepare_project
from orchestration.logs import RUN_LOG, make_run_log
from orchestration.publishing import make_published_warehouse
from orchestration.resources import Build, Inbox, inbox_from_environment
from warehouse.home import Home


@dg.definitions
def definitions() -> dg.Definitions:
    """What `dagster dev` loads: the home and inbox that the environment names."""
    home = Home.from_environment()
    return build(home, inbox_from_environment(), prepare_project(home))


def build(
    home: Home,
    inbox: Path,
    project: DbtProject,
    suites: Sequence[Suite] | None = None,
    resources: Mapping[str, Any] | None = None,
) -> dg.Definitions:
    """All definitions; needs a dbt manifest, but no warehouse.

    `suites` replaces the catalogue's own, `resources` replaces single resources.
    """
    suites = catalog.suites() if suites is None else suites
    raw = [assets.rereading, assets.documents, assets.extraction]
    dbt = make_dbt_assets(project)
    return dg.Definitions(
        assets=[REPORT_FILES, *ledger_specs(), *raw, dbt, make_published_warehouse(project, dbt, suites)],
        asset_checks=make_suite_checks(suites, raw, [dbt]),
        jobs=[jobs.nightly_load, jobs.reextraction],
        schedules=[schedules.nightly],
        loggers={RUN_LOG: make_run_log(home)},
        executor=dg.in_process_executor,
        resources={
            "build": Build(jixiao_home=str(home.root)),
            "inbox": Inbox(folder=str(inbox)),
            "dbt": dbt_resource(project),
            **(resources or {}),
        },
    )
