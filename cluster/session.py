"""The Spark session of this process: on the cluster that the settings name, or in this process.

Needs the packages of requirements-spark.lock (`make spark`) and Java 17. Nothing is fetched at run time, no web
page is served, and this process listens on one address only (JIXIAO_SPARK_DRIVER_HOST, loopback by default).
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import EngineError
from warehouse.settings import REPOSITORY, Settings, read_settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# What makes Spark compute as DuckDB does: NULL where something is divided by zero (dbt-spark turns ANSI off too),
# products with all their places, times without a zone.
_SEMANTICS = {
    "spark.sql.ansi.enabled": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
}


def configuration(settings: Settings, folder: Path) -> Mapping[str, str]:
    """Everything that the session is told. `folder` holds the tables; every machine sees it under this path."""
    host = settings.spark_driver_host
    return _SEMANTICS | {
        "spark.driver.host": host,
        "spark.driver.bindAddress": host,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.catalogImplementation": "in-memory",  # the folders are the catalogue
        "spark.sql.warehouse.dir": folder.as_uri(),
        "spark.sql.shuffle.partitions": str(settings.spark_partitions),
        "spark.executorEnv.PYTHONPATH": str(REPOSITORY),
        "spark.executorEnv.PYTHONDONTWRITEBYTECODE": "1",
    }


def start(folder: Path) -> "SparkSession":
    """The session of this process over the tables in `folder`; begun where there is none.

    Raises EngineError where Spark or Java is missing, or the cluster does not answer.
    """
    settings = read_settings()
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError(
            "JIXIAO_ENGINE is spark, but pyspark is not installed: run `make spark`."
        ) from error
    # Both are read before any configuration: the address by Java, the Python of the workers by pyspark.
    os.environ.update(SPARK_LOCAL_IP=settings.spark_driver_host, PYSPARK_PYTHON=sys.executable)
    builder = SparkSession.builder.appName("jixiao").master(settings.spark_master)
    for name, value in configuration(settings, folder).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise EngineError(
            f"Spark did not start on {settings.spark_master} ({type(error).__name__}: {str(error)[:300]}). "
            "It needs Java 17 (JAVA_HOME, or java on the PATH) and, beyond local[*], a cluster that answers."
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


@contextmanager
def session(folder: Path) -> Iterator["SparkSession"]:
    """A session for the time of the block."""
    spark = start(folder)
    try:
        yield spark
    finally:
        spark.stop()
