"""Makes Dagster's own storage fast enough for a run that writes a thousand events."""

import sqlite3

from sqlalchemy import event
from sqlalchemy.engine import Engine


def relax_sqlite() -> None:
    """Let SQLite leave flushing to the operating system, in every connection that this process opens.

    Dagster opens a connection and commits per event; waiting for the disk each time takes longer than the
    events. A power cut may cost the last events of the run log, never a figure: the warehouse is not SQLite.
    """
    if not event.contains(Engine, "connect", _relax):
        event.listen(Engine, "connect", _relax)


def _relax(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")
