"""Small DuckDB files for the expectation tests."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from ingest import records
from warehouse.schema import create_table

RAW = (
    records.Document,
    records.RejectedDocument,
    records.Extraction,
    records.ReportHeader,
    records.Figure,
    records.StatedRelation,
    records.Indicator,
    records.UnreadNumber,
)


@pytest.fixture(scope="session")
def sound_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse in which every expectation of the project holds; not to be written to."""
    path = tmp_path_factory.mktemp("sound") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA raw")
        for record in RAW:
            connection.execute(
                create_table("raw", record).replace(" NOT NULL", "")
            )  # so that tests can break it
        connection.execute(Path(__file__).with_name("small_warehouse.sql").read_text(encoding="utf-8"))
    return path


@pytest.fixture
def damaged_warehouse(sound_warehouse: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of the sound warehouse after one SQL script."""

    def damage(sql: str) -> Path:
        path = tmp_path / "warehouse.duckdb"
        path.write_bytes(sound_warehouse.read_bytes())
        with duckdb.connect(str(path)) as connection:
            connection.execute(sql)
        return path

    return damage
