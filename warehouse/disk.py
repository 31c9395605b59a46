"""What a full or read-only disk means for a load: said in one sentence with the path and what to do.

A load asks for room before it begins; what fills up meanwhile is recognised in the words of whoever failed
(DuckDB, dbt, SQLite, Python).
"""

import shutil
from pathlib import Path

from warehouse.errors import DiskError

MEGABYTE = 1024**2
NEARLY_FULL_MB = 16
LEAST_FREE_MB = 100  # of a load: Dagster's record of the run, dbt's artifacts, Data Docs

_FULL = ("no space left on device", "database or disk is full", "disk quota exceeded", "file too large")
_PERHAPS_FULL = ("disk i/o error", "unable to open database file")  # SQLite does not tell more
_READ_ONLY = ("read-only file system", "attempt to write a readonly database")


def require_room(home: Path, present: int) -> None:
    """Raise DiskError where the disk of `home` has no room for a load.

    `present` is the size of the published file in bytes: a build is a copy of it, and grows.
    """
    free = shutil.disk_usage(home).free
    needed = 2 * present + LEAST_FREE_MB * MEGABYTE
    if free < needed:
        raise DiskError(
            f"The disk of {home} has {free / MEGABYTE:,.0f} MB free and a load may need "
            f"{needed / MEGABYTE:,.0f} MB (twice the published file, and {LEAST_FREE_MB} MB). Nothing was begun. {_REMEDY}"
        )


_REMEDY = (
    "Free some space (earlier versions in versions/ and runs in runs/ may be deleted; JIXIAO_KEPT_VERSIONS and "
    "JIXIAO_KEPT_GB keep fewer), or give JIXIAO_HOME a larger disk; then run again."
)


def explain(told: str, home: Path) -> str | None:
    """The sentence for an error that says in any tool's words that the disk is full or read-only; else None."""
    words = told.lower()
    is_full = any(sign in words for sign in _FULL)
    if any(sign in words for sign in _PERHAPS_FULL):
        is_full = is_full or shutil.disk_usage(home).free < NEARLY_FULL_MB * MEGABYTE
    if is_full:
        return f"The disk of {home} is full. {_REMEDY}"
    if any(sign in words for sign in _READ_ONLY):
        return (
            f"The disk of {home} is read-only. Make it writable (a disk with errors is often mounted so: look "
            "into the system's log), or give JIXIAO_HOME another place; then run again."
        )
    return None
