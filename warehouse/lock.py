"""One load at a time per JIXIAO_HOME.

The lock is the kernel's (`flock`), so it dies with the process that holds it: a killed run never
leaves a lock behind. The file's content only says who holds it.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import LoadInProgressError


@contextmanager
def load_lock(path: Path, run_id: str) -> Iterator[None]:
    """Hold the lock at `path` for the time of the block.

    Raises LoadInProgressError, naming the holder, where another load holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LoadInProgressError(_refusal(path)) from None
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "run_id": run_id, "since": _now()}, file)
        file.flush()
        yield
        file.seek(0)
        file.truncate()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _refusal(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        who = f"process {holder['pid']}, run {holder['run_id']}, since {holder['since']}"
    except (json.JSONDecodeError, KeyError):  # the holder has just taken it and not yet signed
        who = "a process that has only just begun"
    return (
        f"Another load is running on {path.parent} ({who}). "
        "Wait for it to end, or give this one a JIXIAO_HOME of its own."
    )
