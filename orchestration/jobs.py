"""The jobs: what runs together. In one process, since DuckDB takes one that writes."""

import dagster as dg

from orchestration.assets import REREADING
from orchestration.failures import say_what_failed
from orchestration.logs import RUN_LOG

nightly_load = dg.define_asset_job(
    "nightly_load",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(REREADING),
    description="Everything, from the inbox folder to the published warehouse, with every check.",
    executor_def=dg.in_process_executor,
    hooks={say_what_failed},
    config={"loggers": {RUN_LOG: {}}},
)

reextraction = dg.define_asset_job(
    "reextraction",
    selection=dg.AssetSelection.all(),
    description="A load that also reads all reports of one fiscal year again, by the rules as they are now. "
    "After a change of rules, start a backfill over all years.",
    executor_def=dg.in_process_executor,
    hooks={say_what_failed},
    config={"loggers": {RUN_LOG: {}}},
)
