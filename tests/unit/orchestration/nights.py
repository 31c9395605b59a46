"""The schedule of the nightly load with a job that does nothing: what the clock tests let Dagster load."""

from pathlib import Path

import dagster as dg

from orchestration.schedules import make_nightly


@dg.op
def nothing() -> None:
    """Does nothing."""


@dg.job
def nightly_load() -> None:
    nothing()


defs = dg.Definitions(jobs=[nightly_load], schedules=[make_nightly(nightly_load, Path("not-there"))])
