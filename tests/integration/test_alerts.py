"""Loads without a daemon alert too: by webhook, with the run and the reason, and are never stopped by it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from tests.integration.conftest import Load
from tests.receivers import Hook, web_receiver
from warehouse.home import Home


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    with web_receiver() as hook:
        monkeypatch.setenv("JIXIAO_ALERT_WEBHOOK", hook.url)
        yield hook


def test_a_failed_load_alerts_with_its_run(
    home: Home, instance: dg.DagsterInstance, tmp_path: Path, load: Load, hook: Hook
) -> None:
    assert load(home, tmp_path / "not-there") == 1
    [body] = hook.bodies
    first = body["text"].splitlines()[0]
    assert f"Load failed: Reading the inbox (inbox): The reports folder {tmp_path / 'not-there'}" in first
    [run] = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE]))
    assert first.endswith(f"/runs/{run.run_id}")


def test_a_new_contradiction_of_high_value_alerts_and_warns(
    home: Home,
    instance: dg.DagsterInstance,
    samples_dir: Path,
    load: Load,
    hook: Hook,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with duckdb.connect(str(home.published)) as connection:  # as if other models had not known them
        connection.execute("DELETE FROM marts.fct_reconciliation")
        connection.execute("DELETE FROM quality.built_models")
    monkeypatch.setenv("JIXIAO_ALERT_CONTRADICTION_CNY", "1")
    assert load(home, samples_dir) == 0
    [body] = hook.bodies
    assert body["kind"] == "contradiction"
    assert "new contradictions of high value" in body["text"].splitlines()[0]
    key = dg.AssetCheckKey(dg.AssetKey("published_warehouse"), "no_new_contradictions")
    [record] = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
    assert record.event is not None and record.event.dagster_event is not None
    assert not record.event.dagster_event.asset_check_evaluation_data.passed


def test_a_receiver_that_is_away_stops_nothing(
    home: Home, samples_dir: Path, tmp_path: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_ALERT_WEBHOOK", "http://127.0.0.1:9/")
    monkeypatch.setenv("JIXIAO_ALERT_DROP_PERCENT", "1")
    monkeypatch.setenv("JIXIAO_ACCEPT_DRIFT", "a test")
    inbox = Path(shutil.copytree(samples_dir, tmp_path / "inbox"))
    min(inbox.glob("*.txt")).unlink()
    assert load(home, inbox) == 0
    [kept] = home.alerts.glob("*.json")
    assert "reports fell from 6 to 5" in kept.read_text(encoding="utf-8")
