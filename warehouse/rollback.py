"""Puts an earlier version back: `python -m warehouse.rollback`, or `make rollback`.

Without VERSION in the environment it goes to the version published before the present one; LIST=1 lists
them. Loads then wait until RESUME says what was mended: a load reads the same files with the same rules
again, and would bring back what the rollback was about.
"""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse import build, versions
from warehouse.errors import WarehouseError
from warehouse.files import clone, swap
from warehouse.home import Home
from warehouse.lock import load_lock
from warehouse.versions import PublishedVersion

Change = Callable[[PublishedVersion], PublishedVersion]


def roll_back(home: Home, version_id: str | None = None, now: datetime | None = None) -> PublishedVersion:
    """Publish a kept version again, in one atomic step; returns what the published file now says of itself.

    The outgoing version is kept. Raises WarehouseError where that version is not kept, or none is older;
    LoadInProgressError while a load runs.
    """
    moment = now or datetime.now(UTC)
    with load_lock(home.lock, "rollback"):
        present = versions.published(home)
        wanted = _wanted(home, present, version_id)
        versions.keep(home)
        return _publish(
            home,
            home.version(wanted),
            lambda version: version._replace(
                rolled_back_from=present.version_id, rolled_back_at=moment, resume_reason=None
            ),
        )


def resume(home: Home, reason: str) -> PublishedVersion:
    """Let loads go on after a rollback; the reason is kept in the version, and in the next one."""
    with load_lock(home.lock, "resume"):
        present = versions.published(home)
        if not present.holds_loads:
            raise WarehouseError(
                f"Loads of {home.published} are not held: it was not rolled back, or they were resumed already. "
                "Nothing was changed."
            )
        return _publish(home, home.published, lambda version: version._replace(resume_reason=reason))


def _wanted(home: Home, present: PublishedVersion, version_id: str | None) -> str:
    kept = [known for known in versions.kept(home) if known != present.version_id]
    if version_id is None:
        older = [known for known in kept if known < present.version_id]
        if not older:
            raise WarehouseError(
                f"No version older than {present.version_id} is kept in {home.versions}. "
                "`make rollback LIST=1` lists what is."
            )
        return older[0]
    if version_id == present.version_id:
        raise WarehouseError(f"{version_id} is published already. Nothing was changed.")
    if version_id not in kept:
        listed = ", ".join(kept) or "none"
        raise WarehouseError(
            f"There is no version {version_id!r} in {home.versions}; name one of these: {listed}."
        )
    return version_id


def _publish(home: Home, source: Path, change: Change) -> PublishedVersion:
    """Swap the published file for a copy of `source` whose row is changed; hold the lock meanwhile."""
    build.empty(home)
    clone(source, home.building)
    version = change(versions.read(source))
    with build.connect(home) as connection:
        build.ensure_table(connection, versions.SCHEMA, PublishedVersion)
        versions.write(connection, version)
        connection.execute("CHECKPOINT")
    swap(home.building, home.published)
    return versions.published(home)


def listing(home: Home) -> Table:
    """The published version and the kept ones, newest first."""
    present = versions.published(home)
    table = Table(title=f"Versions of {home.published}", title_justify="left", header_style="bold")
    for heading in ("version", "published (UTC)", "size", "state"):
        table.add_column(heading, justify="right" if heading == "size" else "left", no_wrap=True)
    for version_id in sorted({present.version_id, *versions.kept(home)}, reverse=True):
        is_present = version_id == present.version_id
        path = home.published if is_present else home.version(version_id)
        at = versions.read(path).published_at
        table.add_row(
            escape(version_id),
            f"{at:%Y-%m-%d %H:%M:%S}",
            f"{path.stat().st_size / 1024**2:,.1f} MB",
            _state(present) if is_present else "kept",
        )
    return table


def _state(version: PublishedVersion) -> str:
    if version.rolled_back_at is None:
        return "published"
    held = "loads wait for RESUME" if version.holds_loads else "loads resumed"
    return f"published by a rollback from {version.rolled_back_from}; {held}"


def main() -> int:
    """Do what VERSION, LIST or RESUME ask for. Returns the exit code."""
    home = Home.from_environment()
    asked = {name: os.environ.get(name, "").strip() for name in ("VERSION", "LIST", "RESUME")}
    console = Console() if sys.stdout.isatty() else Console(width=160)
    try:
        if sum(map(bool, asked.values())) > 1:
            raise WarehouseError("Give one of VERSION, LIST and RESUME, not several.")
        if asked["RESUME"]:
            resume(home, asked["RESUME"])
            console.print("Loads go on; the reason is in quality.published_version.")
        elif not asked["LIST"]:
            version = roll_back(home, asked["VERSION"] or None)
            console.print(
                f"{escape(str(home.published))} is version {version.version_id} again "
                f"(published {version.published_at:%Y-%m-%d %H:%M:%S} UTC).\n"
                "No load begins until you say what was mended: "
                'make rollback RESUME="what was mended"',
                soft_wrap=True,
            )
        console.print(listing(home))
    except (WarehouseError, duckdb.Error, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
