"""Writes the export into a folder beside the wanted one and puts it in its place once it is whole."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb

from open_data import descriptor, files
from open_data.tables import OpenDataError, exported_tables
from orchestration.dbt_project import prepare_project, read_manifest
from warehouse import versions
from warehouse.disk import explain
from warehouse.home import Home

Progress = Callable[[str, int, int], None]  # the table that is next, how many are written, how many there are

MEMORY_MB = 1_024  # of DuckDB; what does not fit is sorted on disk


class Exported(NamedTuple):
    """What was written. `rows` counts those of all tables once, `bytes` those of all files."""

    folder: Path
    version_id: str
    tables: int
    rows: int
    bytes: int


def export(
    home: Home,
    folder: Path,
    *,
    data_license: str | None = None,
    memory_mb: int = MEMORY_MB,
    progress: Progress = lambda table, done, total: None,
) -> Exported:
    """Write the published warehouse of `home` as open data into `folder`, which is made.

    An earlier export in `folder` is replaced as a whole; anything else that lies there is not. The same
    published version gives the same bytes. `data_license` is the name or URL of a licence that somebody
    gave; None claims none. Raises NotPublishedError, or OpenDataError where the folder cannot be used, the
    disk is full, or the warehouse was built by another release.
    """
    version = versions.published(home)
    folder = folder.expanduser().resolve()
    _refuse_unsuitable(home, folder)
    manifest = read_manifest(prepare_project(home).manifest_path)
    try:
        with _aside(folder) as part:
            with closing(_open(home, part, memory_mb)) as connection:
                version = versions.in_file(connection) or version  # a load may have published meanwhile
                tables = exported_tables(connection, manifest)
                written = {}
                for number, table in enumerate(tables):
                    progress(table.name, number, len(tables))
                    written[table] = files.write(connection, table, part)
                sources = descriptor.read_sources(connection)
                described = descriptor.describe(version, sources, written, data_license)
            shutil.rmtree(_scratch(part), ignore_errors=True)
            text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
            (part / descriptor.FILE).write_text(text, encoding="utf-8")
            size = sum(file.stat().st_size for file in part.rglob("*") if file.is_file())
            _put_in_place(part, folder)
    except (OSError, duckdb.Error) as error:
        reason = explain(str(error), folder.parent) or str(error)
        raise OpenDataError(f"{folder} was not written, and what was there is as it was. {reason}") from error
    rows = sum(by_format["csv"].rows for by_format in written.values())
    return Exported(folder, version.version_id, len(tables), rows, size)


def _refuse_unsuitable(home: Home, folder: Path) -> None:
    if folder == home.root or folder in home.root.parents:
        raise OpenDataError(f"{folder} holds the warehouse itself. Name another folder.")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OpenDataError(f"{folder} is a file. Name a folder that may be made.")
    if any(folder.iterdir()) and not _is_an_export(folder):
        raise OpenDataError(
            f"{folder} holds other files, which an export would remove. Name an empty folder or a new one."
        )


def _is_an_export(folder: Path) -> bool:
    try:
        described = json.loads((folder / descriptor.FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(described, dict) and described.get("name") == descriptor.NAME


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """An empty folder beside the wanted one, of this process alone; removed where it was not put in place.

    The lock is the kernel's: what a killed export left is taken over by the next.
    """
    part = folder.with_name(f".{folder.name}.part")
    part.mkdir(parents=True, exist_ok=True)
    handle = os.open(part, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OpenDataError(f"Another export to {folder} is under way. Wait for its end.") from None
        _restore(folder)
        _empty(part)
        yield part
    except BaseException:
        if _is_held(part, handle):
            shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        os.close(handle)


def _is_held(part: Path, handle: int) -> bool:
    """Whether this process holds the folder: another may have it, or it has been put in its place."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return part.exists() and os.path.samestat(part.stat(), os.fstat(handle))
    except BlockingIOError:
        return False


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _scratch(part: Path) -> Path:
    return part / "scratch"


def _former(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.former")


def _put_in_place(part: Path, folder: Path) -> None:
    """A folder cannot be renamed over a full one, so the former steps aside first; readers see one of the two.

    Killed between the two renames, the former is put back by the next export.
    """
    former = _former(folder)
    if folder.exists():
        os.rename(folder, former)
    os.rename(part, folder)
    shutil.rmtree(former, ignore_errors=True)


def _restore(folder: Path) -> None:
    former = _former(folder)
    if not former.exists():
        return
    if folder.exists():
        shutil.rmtree(former)
    else:
        os.rename(former, folder)


def _open(home: Home, part: Path, memory_mb: int) -> duckdb.DuckDBPyConnection:
    """The published file, read-only, with room to sort beside what is written."""
    return duckdb.connect(
        str(home.published),
        read_only=True,
        config={
            "memory_limit": f"{memory_mb}MiB",
            "temp_directory": str(_scratch(part)),
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
