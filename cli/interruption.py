"""Ctrl-C while DuckDB works: Python hears it only when DuckDB comes back, so a thread hears it meanwhile."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def interrupted_by_ctrl_c(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt the query of the block at once, and raise KeyboardInterrupt. For the main thread only."""
    heard, told = socket.socketpair()
    told.setblocking(False)
    stopped = threading.Event()

    def listen() -> None:
        while signals := heard.recv(64):
            if signal.SIGINT in signals:
                stopped.set()
                connection.interrupt()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    try:
        yield
    except Exception:  # whatever DuckDB makes of it
        if stopped.is_set():
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.set_wakeup_fd(before)
        told.close()
        listener.join()
        heard.close()
