"""How long Dagster remembers runs: as long as their folders are kept. Each takes some five megabytes.

What they found stays: `quality.validation_result` holds the outcomes of every run.
"""

import shutil

import dagster as dg

from warehouse import publish
from warehouse.home import Home

_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance, home: Home) -> int:
    """Delete the ended runs beyond the last `publish.KEPT_RUNS`, with their files; returns how many."""
    old = instance.get_runs(dg.RunsFilter(statuses=_ENDED))[publish.KEPT_RUNS :]
    for run in old:
        instance.delete_run(run.run_id)
        # Dagster empties its SQLite file of a run and leaves it, as large as it was.
        (home.dagster / "history" / "runs" / f"{run.run_id}.db").unlink(missing_ok=True)
        shutil.rmtree(home.dagster / "storage" / run.run_id, ignore_errors=True)
    return len(old)
