"""The nightly load from end to end: what it publishes, and that a second one changes nothing."""

from contextlib import closing
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from tests.integration.conftest import Load
from warehouse.home import Home
from warehouse.query import open_published

MARTS = {
    "department_year",
    "dim_department",
    "dim_item",
    "dim_measure",
    "dim_report",
    "fct_budget",
    "fct_expenditure",
    "fct_indicator",
    "fct_reconciliation",
}


def _rows(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_published(home)) as connection:
        return connection.execute(sql).fetchall()


def _marts(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart, in an order of its own."""
    names = _rows(home, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'marts'")
    return {name: sorted(_rows(home, f"FROM marts.{name}"), key=repr) for (name,) in names}


def test_every_mart_has_rows(loaded: Home) -> None:
    marts = _marts(loaded)
    assert marts.keys() >= MARTS
    assert [name for name, rows in marts.items() if not rows] == []


def test_every_sample_report_is_there(loaded: Home, samples_dir: Path) -> None:
    found = {name for (name,) in _rows(loaded, "SELECT source_name FROM marts.dim_report")}
    assert found == {path.name for path in samples_dir.glob("*.txt")}


def test_offsets_give_the_amount_back(loaded: Home) -> None:
    broken = """
        SELECT report_id, amount_text
        FROM (FROM marts.fct_budget UNION ALL BY NAME FROM marts.fct_expenditure)
        JOIN raw.document USING (report_id)
        WHERE substr(text, char_start + 1, char_end - char_start) <> amount_text
    """
    assert _rows(loaded, broken) == []


def test_nothing_is_left_of_the_build(loaded: Home) -> None:
    assert list(loaded.building.parent.iterdir()) == []


def test_materialisations_carry_row_counts(home: Home, instance: dg.DagsterInstance) -> None:
    for table in ("raw.document", "staging.stg_raw__document", "marts.dim_report"):
        event = instance.get_latest_materialization_event(dg.AssetKey(table.split(".")))
        assert event is not None and event.asset_materialization is not None
        counted = event.asset_materialization.metadata["dagster/row_count"].value
        assert [(counted,)] == _rows(home, f"SELECT count(*) FROM {table}")


def test_outcomes_of_suites_and_dbt_are_in_the_ledger(loaded: Home) -> None:
    found = _rows(
        loaded,
        "SELECT count(*) FILTER (suite = 'dbt'), count(*) FILTER (suite <> 'dbt') "
        "FROM quality.validation_result",
    )
    [(of_dbt, of_suites)] = found
    assert of_dbt > 0
    assert of_suites > 0


def test_a_second_load_changes_nothing(home: Home, samples_dir: Path, load: Load) -> None:
    marts = _marts(home)
    extracted = _rows(home, "SELECT report_id, extracted_at FROM raw.extraction ORDER BY ALL")
    assert load(home, samples_dir) == 0
    assert _rows(home, "SELECT report_id, extracted_at FROM raw.extraction ORDER BY ALL") == extracted
    assert _marts(home) == marts


def test_the_summary_says_what_was_loaded(loaded: Home, capfd: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    from orchestration import summary

    [run_id] = {folder.name for folder in loaded.runs.iterdir()}
    summary.show(Console(width=120), loaded, run_id, {})
    shown = capfd.readouterr().out
    for words in (
        "reports read",
        "marts.fct_budget",
        "checks passed",
        "make sql",
        str(loaded.published.name),
    ):
        assert words in shown
