"""DuckDB as a data source of Great Expectations, which has none of its own.

Checks are pushed down to DuckDB through the SQLAlchemy dialect of duckdb-engine. Two things differ from
Great Expectations' own SQL source: a query's result is read after `get_connection` has been left, which
DuckDB answers with an empty result once the connection is closed, so one connection stays open; and a
query that failed leaves DuckDB's transaction aborted, so it is rolled back, or every later check would
fail for the first one's reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import duckdb
import sqlalchemy as sa
from duckdb_engine import ConnectionWrapper
from great_expectations.compatibility import pydantic
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations import UnexpectedRowsExpectation
from sqlalchemy.pool import NullPool

from warehouse.settings import read_settings


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Runs metrics on one DuckDB connection that stays open until `close`."""

    _connection: sa.Connection | None

    @contextmanager
    def get_connection(self) -> Iterator[sa.Connection]:
        """The one connection, rolled back where the query on it fails."""
        if self._connection is None:
            self._connection = self.engine.connect()
        try:
            yield self._connection
        except Exception:
            self._connection.rollback()
            raise

    def close(self) -> None:
        """Give the connection back and close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


EngineType = type[DuckDBExecutionEngine]  # named here: inside the source, `type` is a field


class DuckDBDatasource(SQLDatasource):
    """One schema of a DuckDB file; the file is opened at the first query and held until `close`."""

    type: Literal["duckdb"] = "duckdb"
    connection_string: str = "duckdb://"  # only names the dialect: a path in a URL would need quoting
    database: str
    schema_name: str
    read_only: bool = True

    _execution_engine: DuckDBExecutionEngine | None = pydantic.PrivateAttr(None)

    @property
    def schema_(self) -> str:
        """The schema that table assets of this source lie in."""
        return self.schema_name

    @property
    def execution_engine_type(self) -> EngineType:
        """The engine that keeps its connection."""
        return DuckDBExecutionEngine

    def _create_engine(self) -> sa.Engine:
        def connect() -> ConnectionWrapper:
            connection = duckdb.connect(self.database, read_only=self.read_only)
            connection.execute("SET memory_limit = ?", [read_settings().load_memory])
            return ConnectionWrapper(connection)

        # no pool: a connection that is closed holds the file no longer
        return sa.create_engine(self.connection_string, creator=connect, poolclass=NullPool)

    def get_execution_engine(self) -> DuckDBExecutionEngine:
        """The execution engine; it connects the way this source does."""
        if self._execution_engine is None:
            self._execution_engine = DuckDBExecutionEngine(
                name=self.name, engine=self.get_engine(), create_temp_table=False
            )
        return self._execution_engine

    def close(self) -> None:
        """Release the file, so that another process can open it for writing."""
        self.get_execution_engine().close()


class SampledRowsExpectation(UnexpectedRowsExpectation):
    """`UnexpectedRowsExpectation` for a query that names its table, and that shows the rows it finds.

    Great Expectations fills `{batch}` with an aliased subquery, which cannot be aliased again or stand in
    two places, so our queries do without it. It shows the rows (at most 200) only under the result format
    COMPLETE, which would make its other expectations fetch every unexpected value without a limit.
    """

    @classmethod
    def of(cls, query: str, **kwargs: Any) -> "SampledRowsExpectation":
        """The expectation for a query in which braces are just braces."""
        return cls(unexpected_rows_query=query.replace("{", "{{").replace("}", "}}"), **kwargs)

    @pydantic.validator("unexpected_rows_query")
    def _validate_query(cls, query: str) -> str:
        return query.rstrip("; \n")

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> Any:
        complete = {**(runtime_configuration or {}), "result_format": "COMPLETE"}
        return super()._validate(metrics, complete, execution_engine)
