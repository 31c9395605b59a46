"""Reads the published file for the pages: by the safe reader, one page at a time, always the version of now.

DuckDB hands a process that has a file open the same version again. So there is one connection, and it is
closed and opened anew once another file has taken the place of the one that it opened.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any, NamedTuple

import duckdb

from warehouse import versions
from warehouse.errors import NotPublishedError
from warehouse.home import Home
from warehouse.query import QueryLimits, ask, open_published

Row = dict[str, Any]
_PARAMETER = re.compile(r"\$([a-z_]+)")


class Reading(NamedTuple):
    """The published warehouse while one page is made of it: all answers are of one version."""

    connection: duckdb.DuckDBPyConnection
    version: versions.PublishedVersion | None  # None of a file that an older release published
    limits: QueryLimits

    def ask(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """The rows of a query by column; of the parameters, those that it names. Raises QueryError."""
        named = set(_PARAMETER.findall(sql))
        given = {name: value for name, value in (parameters or {}).items() if name in named}
        answer = ask(self.connection, sql, self.limits, given)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


class Reader:
    """Opens what is published, when a page is asked for."""

    def __init__(self, home: Home, limits: QueryLimits) -> None:
        self._home = home
        self._limits = limits
        self._lock = Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._opened: tuple[int, int, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """The version that is published now. Raises NotPublishedError where there is none, QueryError where it is broken."""
        with self._lock:
            connection = self._current()
            yield Reading(connection, versions.in_file(connection), self._limits)

    def _current(self) -> duckdb.DuckDBPyConnection:
        try:
            found = self._home.published.stat()
        except FileNotFoundError:
            self.close()
            raise NotPublishedError(
                f"{self._home.published} does not exist yet. Run `make run` first."
            ) from None
        identity = (found.st_ino, found.st_mtime_ns, found.st_size)
        if self._connection is None or identity != self._opened:
            self.close()
            self._connection = open_published(self._home, self._limits)
            self._opened = identity
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._opened = None
