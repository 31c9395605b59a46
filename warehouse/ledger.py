"""The ledger of check outcomes: `quality.validation_result`, one row per check and run.

A run that fails is never published, so its outcomes would be lost with its build. Each run therefore
leaves them as a file in its run folder too, and the next build takes in what it does not have yet.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from expectations.result import ValidationResult
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.schema import columns, frame, table_name

SCHEMA = "quality"
TABLE = f"{SCHEMA}.{table_name(ValidationResult)}"
FILE = "validation_result.parquet"


def record(
    connection: duckdb.DuckDBPyConnection, home: Home, run_id: str, results: Sequence[ValidationResult]
) -> None:
    """Write outcomes of one run to the build and to the run's folder; each check once, the last counts.

    A step that is tried again thus replaces what its first attempt said.
    """
    rows = frame(ValidationResult, results)
    connection.register("incoming", rows)
    connection.execute(
        f"DELETE FROM {TABLE} WHERE run_id = ? AND expectation IN (SELECT expectation FROM incoming)",
        [run_id],
    )
    connection.execute(f"INSERT INTO {TABLE} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")
    connection.execute(f"SELECT * FROM {TABLE} WHERE run_id = ? ORDER BY suite, expectation", [run_id])
    _replace(home.run(run_id) / FILE, connection.pl())


def outcomes(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[ValidationResult]:
    """Every outcome of one run."""
    names = ", ".join(column.name for column in columns(ValidationResult))
    found = connection.execute(f"SELECT {names} FROM {TABLE} WHERE run_id = ?", [run_id]).fetchall()
    return [ValidationResult(*row) for row in found]


def take_in(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Add the outcomes that earlier runs left in their folders and that the ledger does not hold."""
    known = {run_id for (run_id,) in connection.execute(f"SELECT DISTINCT run_id FROM {TABLE}").fetchall()}
    for path in sorted(home.runs.glob(f"*/{FILE}")):
        if path.parent.name not in known:
            left_behind = _read(path)
            connection.register("left_behind", left_behind)
            shared = ", ".join(c.name for c in columns(ValidationResult) if c.name in left_behind.columns)
            connection.execute(f"INSERT INTO {TABLE} BY NAME SELECT {shared} FROM left_behind")
            connection.unregister("left_behind")


def _read(path: Path) -> pl.DataFrame:
    """The outcomes that a run left; an older release may have left fewer columns."""
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = f"The check outcomes of an earlier run, {path}, cannot be read: {error}."
        raise WarehouseError(f"{reason} Delete the file to go on without them.") from error


def _replace(path: Path, rows: pl.DataFrame) -> None:
    """Swap the file whole: a run killed while it writes leaves the earlier one."""
    aside = path.with_suffix(".tmp")
    rows.write_parquet(aside)
    aside.replace(path)
