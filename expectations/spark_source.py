"""Parquet tables as a data source of Great Expectations, checked where they lie: by Spark.

The suites are the same as for DuckDB. Their queries are written for DuckDB and translated by sqlglot.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import great_expectations as gx
import sqlglot
from great_expectations.datasource.fluent.interfaces import Batch

from cluster.session import session
from cluster.tables import register
from expectations.catalog import Suite
from expectations.docs import in_memory


@contextmanager
def spark_batches(folder: Path) -> Iterator[Callable[[Suite], Batch]]:
    """What gives the table that a suite is about, of the tables in a folder; the session ends with the block."""
    context = gx.get_context(mode="ephemeral", project_config=in_memory())
    with session(folder) as spark:
        register(spark, folder)
        source = context.data_sources.add_spark(name="spark", persist=False)

        def batch(suite: Suite) -> Batch:
            asset = source.add_dataframe_asset(suite.table)
            whole = asset.add_batch_definition_whole_dataframe("whole table")
            return whole.get_batch({"dataframe": spark.table(suite.table)})

        yield batch


def spark_sql(query: str) -> str:
    """A query of DuckDB in the words of Spark, whose expressions are Java's. Raises sqlglot's ParseError."""
    [translated] = sqlglot.transpile(query.replace("[:space:]", r"\s"), read="duckdb", write="spark")
    return translated
