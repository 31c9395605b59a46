"""Ctrl-C while DuckDB works.

Where Python's own handler raises KeyboardInterrupt within DuckDB, DuckDB waits for its running work without ending it,
and holds the interpreter meanwhile, so that no time limit ends it either. The handler here asks DuckDB to stop instead.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def interrupted_by_ctrl_c(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have Ctrl-C end the query of the block, and raise KeyboardInterrupt then. For the main thread only."""
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True
        connection.interrupt()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    except Exception:  # the interruption, in whatever words
        if stopped:
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)
    if stopped:  # as the query came to its end
        raise KeyboardInterrupt
