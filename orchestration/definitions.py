"""Puts the definitions together. Nothing happens at import: Dagster calls `definitions`, tests call `build`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtProject

from expectations import catalog
from expectations.catalog import Suite
from orchestration import assets, jobs
from orchestration.catalogue import REPORT_FILES, ledger_specs
from orchestration.checks import make_suite_checks
from orchestration.dbt_assets import make_dbt_assets
from orchestration.dbt_project import dbt_resource, prepare_project
from orchestration.logs import RUN_LOG, make_run_log
from orchestration.publishing import make_published_warehouse
from orchestration.resources import Build, Clock, Inbox
from orchestration.schedules import make_nightly
from orchestration.sensors import make_sensors
from warehouse.home import Home
from warehouse.settings import read_settings


@dg.definitions
def definitions() -> dg.Definitions:
    """What `dagster dev` loads: the home and inbox that the environment names."""
    home = Home.from_environment()
    return build(home, read_settings().reports, prepare_project(home))


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
    settings = read_settings()
    suites = catalog.suites() if suites is None else suites
    raw = [assets.rereading, assets.documents, assets.extraction]
    dbt = make_dbt_assets(project)
    return dg.Definitions(
        assets=[
            REPORT_FILES,
            *ledger_specs(),
            *raw,
            dbt,
            make_published_warehouse(project, dbt, suites, settings),
        ],
        asset_checks=make_suite_checks(suites, raw, [dbt]),
        jobs=[jobs.nightly_load, jobs.reextraction],
        schedules=[make_nightly(jobs.nightly_load, inbox)],
        sensors=make_sensors(home, settings),
        loggers={RUN_LOG: make_run_log(home)},
        executor=dg.in_process_executor,
        resources={
            "build": Build(jixiao_home=str(home.root)),
            "clock": Clock(),
            "inbox": Inbox(folder=str(inbox)),
            "dbt": dbt_resource(project),
            **(resources or {}),
        },
    )
