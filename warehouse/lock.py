"""One load at a time per JIXIAO_HOME; a second one waits.

The locks are the kernel's (`flock`), so they die with the process that holds them: a killed run never
leaves one behind. A file's content only says who holds it. Whoever waits holds a lock of its own beside
the load lock, so that others can tell a run that waits from one that was killed.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from warehouse.errors import LoadInProgressError

POLL_SECONDS = 0.5


@contextmanager
def load_lock(
    path: Path, run_id: str, wait_seconds: float = 0, tell: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock at `path` for the time of the block, after waiting for it up to `wait_seconds`.

    `tell` is called once with who holds it, where there is a wait. Raises LoadInProgressError, naming the
    holder, where another load still holds it at the end of the wait.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            _wait(file, path, run_id, wait_seconds, tell)
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "run_id": run_id, "since": _now()}, file)
        file.flush()
        yield
        file.seek(0)
        file.truncate()


def holder(path: Path) -> str | None:
    """Who holds the lock at `path`, in words; None where nobody does. Does not wait, and holds nothing."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _holder(path)
    return None


def waiting(path: Path) -> set[str]:
    """The runs that wait for the lock at `path`; what a killed one left is removed."""
    found = set()
    for place in _queue(path).glob("*"):
        with place.open("a", encoding="utf-8") as file:
            if _take(file):
                place.unlink(missing_ok=True)
            else:
                found.add(place.name)
    return found


def _wait(file: IO[str], path: Path, run_id: str, seconds: float, tell: Callable[[str], None] | None) -> None:
    deadline = time.monotonic() + seconds
    place = _queue(path) / run_id
    place.parent.mkdir(exist_ok=True)
    with place.open("a", encoding="utf-8") as mine:
        _take(mine)
        try:
            if tell and seconds:
                tell(
                    f"Another load is running ({_holder(path)}); this one waits up to {seconds:.0f} seconds."
                )
            while not _take(file):
                if time.monotonic() >= deadline:
                    raise LoadInProgressError(_refusal(path, seconds))
                time.sleep(POLL_SECONDS)
        finally:
            place.unlink(missing_ok=True)


def _take(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _queue(path: Path) -> Path:
    return path.with_suffix(".waiting")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"process {holder['pid']}, run {holder['run_id']}, since {holder['since']}"
    except (json.JSONDecodeError, KeyError):  # the holder has just taken it and not yet signed
        return "a process that has only just begun"


def _refusal(path: Path, seconds: float) -> str:
    waited = f" and did not end within {seconds:.0f} seconds (JIXIAO_LOCK_WAIT_SECONDS)" if seconds else ""
    return (
        f"Another load is running on {path.parent} ({_holder(path)}){waited}. "
        "Wait for it to end, or give this one a JIXIAO_HOME of its own."
    )
