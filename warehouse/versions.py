"""The published versions: how each is named, and which earlier ones are kept for a rollback.

Every published file names itself in `quality.published_version`. When a new one replaces it, the outgoing
file is linked to `versions/<version_id>/warehouse.duckdb` first; the oldest go where there are too many.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse.errors import NotPublishedError, RolledBackError, WarehouseError
from warehouse.files import clone, sync
from warehouse.home import Home
from warehouse.schema import columns, frame, table_name

GIGABYTE = 1024**3


class PublishedVersion(NamedTuple):
    """Which version this file is. One row, always: read it in the same connection as the figures."""

    version_id: str  # sorts by time
    run_id: str | None  # the run that built it; None where an older release published it
    published_at: datetime  # UTC
    built_on: str | None  # the version that the build began with
    rolled_back_from: str | None  # the version that readers had before a rollback to this one
    rolled_back_at: datetime | None  # UTC
    resume_reason: str | None  # why loads went on after a rollback, as the operator put it

    @property
    def holds_loads(self) -> bool:
        """Whether it was put back by a rollback, and nobody has said yet that the cause is mended."""
        return self.rolled_back_at is not None and self.resume_reason is None


SCHEMA = "quality"
TABLE = f"{SCHEMA}.{table_name(PublishedVersion)}"


class Retention(NamedTuple):
    """How many earlier versions are kept, and how much disk they may take together."""

    versions: int = 7
    gigabytes: int = 20


def stamp(connection: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> PublishedVersion:
    """Name a build before it is published; returns the name. The table must exist."""
    before = in_file(connection)
    version = PublishedVersion(
        version_id=f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{run_id[:8]}",
        run_id=run_id,
        published_at=now,
        built_on=before and before.version_id,
        rolled_back_from=None,
        rolled_back_at=None,
        resume_reason=before.resume_reason if before and before.rolled_back_at else None,
    )
    write(connection, version)
    return version


def write(connection: duckdb.DuckDBPyConnection, version: PublishedVersion) -> None:
    """Make this the one row of the table."""
    connection.begin()
    connection.execute(f"DELETE FROM {TABLE}")
    connection.register("version", frame(PublishedVersion, [version]))
    connection.execute(f"INSERT INTO {TABLE} BY NAME SELECT * FROM version")
    connection.unregister("version")
    connection.commit()


def published(home: Home) -> PublishedVersion:
    """The version that readers see. Raises NotPublishedError where there is none."""
    if not home.published.exists():
        raise NotPublishedError(f"{home.published} does not exist yet. Run `make run` first.")
    return read(home.published)


def read(path: Path) -> PublishedVersion:
    """What a file says of itself; one of an older release is named after the time of the file."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            found = in_file(connection)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} cannot be opened: {error}. If it is damaged, delete it and run again."
        ) from None
    if found:
        return found
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)
    return PublishedVersion(f"{at:%Y%m%d-%H%M%S}-unnamed", None, at, None, None, None, None)


def in_file(connection: duckdb.DuckDBPyConnection) -> PublishedVersion | None:
    """What the file of a connection says of itself; None of one that an older release published."""
    names = ", ".join(column.name for column in columns(PublishedVersion))
    try:
        row = connection.execute(f"SELECT {names} FROM {TABLE}").fetchone()
    except duckdb.CatalogException:
        return None
    return PublishedVersion(*row) if row else None


def refuse_after_rollback(home: Home) -> None:
    """Raise RolledBackError where the published version was rolled back to and loads have not been resumed."""
    if not home.published.exists() or not (version := published(home)).holds_loads:
        return
    raise RolledBackError(
        f"{home.published} was rolled back from version {version.rolled_back_from} to {version.version_id} "
        f"at {version.rolled_back_at:%Y-%m-%d %H:%M} UTC. A load reads the same files again and could bring "
        "back what was wrong, so none begins until you say what was mended: "
        'make rollback RESUME="what was mended"'
    )


def kept(home: Home) -> list[str]:
    """The ids of the versions that a rollback can go to, newest first."""
    return sorted((path.parent.name for path in home.versions.glob(f"*/{home.published.name}")), reverse=True)


def keep(home: Home) -> None:
    """See to it that the published version is among the kept ones, under its id; costs no disk where links do."""
    if not home.published.exists():
        return
    target = home.version(published(home).version_id)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(home.published, target)
    except OSError:  # a file system without hard links
        clone(home.published, target)
    sync(target.parent)
    sync(home.versions)


def prune(home: Home, retention: Retention) -> list[str]:
    """Remove the oldest kept versions beyond the retention; returns their ids. The published file stays.

    A kept file that is the published one itself takes no disk of its own and does not count.
    """
    count, size, removed = 0, 0, []
    for version_id in kept(home):
        path = home.version(version_id)
        if path.samefile(home.published):
            continue
        count, size = count + 1, size + path.stat().st_size
        if count > retention.versions or size > retention.gigabytes * GIGABYTE:
            shutil.rmtree(path.parent)
            removed.append(version_id)
    return removed
