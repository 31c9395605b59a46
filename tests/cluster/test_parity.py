"""Spark and DuckDB give the same warehouse: the same rows, the same checks with the same outcomes, the same assets."""

import dagster as dg
import duckdb
import pytest

from tests.cluster.parity import TIMES, differences
from warehouse.home import Home

# Tables that hold when a load was, and by which run, in more than a column.
_OF_THE_RUN = tuple(
    f"quality.{table}"
    for table in (
        "validation_result", "published_version", "built_models", "previous_version",
        "expectation_history", "suite_trend",
    )
)  # fmt: skip
_TIMES = (*TIMES, "extracted_at", "rejected_at", "retired_at", "requested_at", "changed_at", "source_uri")


@pytest.mark.parametrize("schema", ["raw", "reference", "intermediate", "marts", "quality"])
def test_every_table_is_the_same_row_for_row(both: duckdb.DuckDBPyConnection, schema: str) -> None:
    assert differences(both, "duckdb_load", "spark_load", [schema], but=(*_OF_THE_RUN, *_TIMES)) == []


def test_every_column_is_described_alike(both: duckdb.DuckDBPyConnection) -> None:
    said = (
        "SELECT schema_name, table_name, column_name, comment FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name IN ('marts', 'quality') ORDER BY ALL"
    )
    ours, theirs = (both.execute(said, [name]).fetchall() for name in ("spark_load", "duckdb_load"))
    assert ours == theirs


def test_every_check_ran_with_the_same_outcome(both: duckdb.DuckDBPyConnection) -> None:
    said = (
        "SELECT expectation, asset, outcome, unexpected_count FROM {}.quality.validation_result ORDER BY ALL"
    )
    ours, theirs = (both.execute(said.format(name)).fetchall() for name in ("spark_load", "duckdb_load"))
    assert ours == theirs


def _shown(home: Home) -> tuple[set[dg.AssetKey], set[tuple[dg.AssetKey, str, bool]]]:
    """The assets that the one run of a home has materialized, and the checks on them with what they said."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        [record] = instance.get_run_records()
        events = [
            entry.dagster_event
            for entry in instance.all_logs(record.dagster_run.run_id)
            if entry.dagster_event is not None
        ]
    made = {event.asset_key for event in events if event.is_step_materialization and event.asset_key}
    said = [
        event.asset_check_evaluation_data
        for event in events
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
    ]
    return made, {(check.asset_key, check.check_name, check.passed) for check in said}


def test_dagster_shows_the_same_assets_and_checks(on_spark: Home, on_duckdb: Home) -> None:
    assert _shown(on_spark) == _shown(on_duckdb)
