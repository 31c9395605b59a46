"""Dagster remembers the last runs only, and their files go with the others."""

import uuid
from pathlib import Path

import dagster as dg
import pytest

from orchestration.retention import forget_old_runs
from warehouse import publish
from warehouse.home import Home


@dg.op
def nothing() -> None:
    """Ends at once."""


@dg.job
def short() -> None:
    """A run to be remembered."""
    nothing()


def test_the_last_runs_are_remembered_and_the_files_of_the_others_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "KEPT_RUNS", 2)
    home = Home(tmp_path).prepare()
    ids = [str(uuid.uuid4()) for _ in range(4)]
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        for run_id in ids:
            assert short.execute_in_process(instance=instance, run_id=run_id).success
        assert forget_old_runs(instance, home) == 2
        assert [run.run_id for run in instance.get_runs()] == ids[:1:-1]
        assert instance.all_logs(ids[-1])
    files = {path.stem for path in (home.dagster / "history" / "runs").glob("*.db")}
    assert files == {"index", *ids[2:]}
