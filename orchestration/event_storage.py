"""Makes Dagster's event log twice as fast for the time of a run."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import dagster as dg


@contextmanager
def held_open(instance: dg.DagsterInstance, storage: Path, run_id: str) -> Iterator[None]:
    """Keep the SQLite files under `storage` open while the run writes its events.

    Dagster opens and closes a connection per event, and whichever connection closes last has SQLite fold
    its log into the file. One idle connection to each file keeps that from happening a thousand times.
    """
    with ExitStack() as held:
        waiting = True

        def hold(_: dg.EventLogEntry) -> None:
            nonlocal waiting
            if waiting:  # until the run's first event, its own file is not there
                waiting = False
                for path in storage.rglob("*.db"):
                    if path.stem in ("index", run_id):
                        connection = held.enter_context(
                            closing(sqlite3.connect(path, check_same_thread=False))
                        )
                        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

        instance.add_event_listener(run_id, hold)
        yield
