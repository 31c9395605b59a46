"""The same sample reports loaded with either engine.

Skipped where Spark or Java is not installed, unless JIXIAO_SYSTEM_PACKAGES says that they are required.
"""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import duckdb
import pytest

from orchestration import run
from warehouse.home import Home

ON_SPARK = {
    "JIXIAO_ENGINE": "spark",
    "JIXIAO_SPARK_MASTER": "local[2]",
    "JIXIAO_SPARK_PARTITIONS": "2",
    "SPARK_CONF_DIR": str(Path(__file__).with_name("conf")),
}


def _load(home: Home, reports: Path, settings: dict[str, str]) -> Home:
    given = {"JIXIAO_HOME": str(home.root), "REPORTS": str(reports), **settings}
    with mock.patch.dict(os.environ, given):
        assert run.main() == 0, f"the load must publish; see {home.root}"
    return home


@pytest.fixture(scope="session")
def on_duckdb(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Home:
    """A home that the samples were loaded into by DuckDB."""
    return _load(Home(tmp_path_factory.mktemp("duckdb") / "home"), samples_dir, {"JIXIAO_ENGINE": "duckdb"})


@pytest.fixture(scope="session")
def on_spark(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Home:
    """A home that the samples were loaded into by Spark, on two cores of this machine."""
    has_java = shutil.which("java") is not None or "JAVA_HOME" in os.environ
    if not has_java or importlib.util.find_spec("pyspark") is None:
        message = "Spark or Java is not installed: make spark"
        is_required = os.environ.get("JIXIAO_SYSTEM_PACKAGES") == "required"
        pytest.fail(message) if is_required else pytest.skip(message)
    return _load(Home(tmp_path_factory.mktemp("spark") / "home"), samples_dir, ON_SPARK)


@pytest.fixture
def both(on_spark: Home, on_duckdb: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Both published warehouses in one connection, as duckdb_load and spark_load."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{on_duckdb.published}' AS duckdb_load (READ_ONLY)")
        connection.execute(f"ATTACH '{on_spark.published}' AS spark_load (READ_ONLY)")
        yield connection
