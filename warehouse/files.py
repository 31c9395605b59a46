"""Copies and moves of whole database files that a crash, at whatever moment, leaves whole."""

import fcntl
import os
import shutil
from pathlib import Path

from warehouse.errors import WarehouseError

_FICLONE = 0x40049409  # Linux: share the blocks of another file until one of the two is written to


def clone(source: Path, target: Path) -> None:
    """Make `target` a copy of `source`, which appears whole or not at all; shares blocks where the disk can."""
    aside = target.with_name(target.name + ".part")
    with source.open("rb") as read, aside.open("wb") as written:
        try:
            fcntl.ioctl(written, _FICLONE, read.fileno())
        except OSError:  # most file systems cannot
            shutil.copyfileobj(read, written, 1024 * 1024)
        written.flush()
        os.fsync(written.fileno())
    os.replace(aside, target)


def swap(source: Path, target: Path) -> None:
    """Move a closed DuckDB file over another, atomically, and see it safely on disk.

    A log that a writing client left beside the old target goes with it: DuckDB would replay it onto the
    new file. Raises WarehouseError where the source still has a log of changes that its file does not hold.
    """
    if source.with_name(source.name + ".wal").exists():
        raise WarehouseError(f"{source} is still open in another process. Close it, then run again.")
    sync(source)
    target.with_name(target.name + ".wal").unlink(missing_ok=True)
    os.replace(source, target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Have the disk confirm a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
