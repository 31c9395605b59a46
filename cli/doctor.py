"""`jixiao doctor`: whether everything is in order here, and what to do about what is not."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
from packaging.requirements import InvalidRequirement, Requirement

from cli import output
from cli.exits import Exit
from ingest.readers.doc import converters
from warehouse import disk, versions
from warehouse.errors import DiskError, SettingsError, WarehouseError
from warehouse.home import REPOSITORY, Home
from warehouse.lock import holder
from warehouse.query import open_published
from warehouse.settings import Settings, read_settings

GOOD, NOTE, FAULT = "good", "note", "fault"
_STYLES = {GOOD: "green", NOTE: "yellow", FAULT: "bold red"}
OLDEST_PYTHON = (3, 11)
ZONE = "Asia/Shanghai"  # of the nightly schedule
_FONT_SECONDS = 20


class Finding(NamedTuple):
    """What one look found. A note is no fault: everything but what it names works."""

    subject: str
    state: str  # good | note | fault
    found: str
    remedy: str = ""


Look = Callable[[Settings, Home], Finding]


def run(as_json: bool) -> Exit:
    """Look at everything; FOUND where there is a fault."""
    findings = list(examine())
    if as_json:
        output.print_json([finding._asdict() for finding in findings])
    else:
        show(findings)
    return Exit.FOUND if any(finding.state == FAULT for finding in findings) else Exit.DONE


def examine() -> Iterator[Finding]:
    """Each finding as it is made. Without settings that can be used, little can be looked at."""
    yield python()
    yield packages(REPOSITORY / "requirements.lock")
    try:
        settings = read_settings()
    except SettingsError as error:
        yield Finding(
            "settings", FAULT, str(error), "Correct or unset the variables; docs/settings.md lists them."
        )
        return
    yield Finding("settings", GOOD, f"home {settings.home}, reports {settings.reports}")
    home = Home(settings.home)
    for look in LOOKS:
        yield look(settings, home)


def show(findings: list[Finding]) -> None:
    """Print the findings, with what to do under those that are not good."""
    table = output.table("", "what", "found")
    for finding in findings:
        found = output.words(finding.found)
        if finding.remedy:
            found.append_text(output.words(f"\n→ {finding.remedy}"))
        table.add_row(f"[{_STYLES[finding.state]}]{finding.state}[/]", finding.subject, found)
    output.console().print(table)


def python() -> Finding:
    """Whether this Python is new enough."""
    present = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding(
            "Python",
            FAULT,
            present,
            "Install Python 3.11 or newer, then: make PYTHON=python3.11 .venv/.installed",
        )
    return Finding("Python", GOOD, f"{present} at {sys.executable}")


def packages(lock: Path) -> Finding:
    """Whether what is installed is what the lock names."""
    wrong, count = [], 0
    for name, wanted in locked(lock):
        count += 1
        try:
            present = version(name)
        except PackageNotFoundError:
            wrong.append(f"{name} is missing")
        else:
            if present != wanted:
                wrong.append(f"{name} {present} instead of {wanted}")
    if wrong:
        return Finding(
            "packages",
            FAULT,
            "; ".join(wrong),
            "Install what the lock names: touch requirements.lock && make .venv/.installed",
        )
    return Finding("packages", GOOD, f"{count} as in {lock.name}")


def locked(lock: Path) -> Iterator[tuple[str, str]]:
    """The packages of a lock, with their versions, that this system needs."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        try:
            requirement = Requirement(line.rstrip("\\ ").split(" --hash")[0])
        except InvalidRequirement:  # a hash, a comment, an option
            continue
        if requirement.marker is None or requirement.marker.evaluate():
            yield requirement.name, str(requirement.specifier).removeprefix("==")


def converter(settings: Settings, home: Home) -> Finding:
    """Whether old Word files can be read."""
    office, antiword = converters()
    if office:
        return Finding("converters", GOOD, f"old Word files (.doc) are read by {office}")
    if antiword:
        return Finding(
            "converters", NOTE, "antiword alone: .doc files whose tables it cannot keep are turned away",
            "Install LibreOffice Writer: sudo apt install libreoffice-writer-nogui",
        )  # fmt: skip
    return Finding(
        "converters", NOTE, "none: old Word files (.doc) are turned away",
        "Install LibreOffice Writer: sudo apt install libreoffice-writer-nogui",
    )  # fmt: skip


def fonts(settings: Settings, home: Home) -> Finding:
    """Whether a browser of this machine can show Chinese."""
    lister = shutil.which("fc-list")
    if lister is None:
        return Finding(
            "fonts",
            NOTE,
            "fontconfig is not installed, so no font was looked for",
            "Only a browser on this machine needs one.",
        )
    listed = subprocess.run(
        [lister, ":lang=zh", "family"], capture_output=True, text=True, timeout=_FONT_SECONDS, check=False
    )  # fmt: skip
    if not listed.stdout.strip():
        return Finding(
            "fonts", NOTE, "no font has Chinese characters: a browser on this machine shows boxes",
            "sudo apt install fonts-noto-cjk",
        )  # fmt: skip
    return Finding("fonts", GOOD, f"Chinese in {len(set(listed.stdout.splitlines()))} families")


def home_folder(settings: Settings, home: Home) -> Finding:
    """Whether the home is there and can be written to."""
    folder = home.root
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        return Finding("home", FAULT, f"{folder} is a file", "Name a folder with JIXIAO_HOME.")
    # not os.access: root may write where the disk may not be written to
    probe = folder / f".jixiao-{datetime.now(UTC):%H%M%S%f}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(
            "home", NOTE, f"{folder} cannot be written to ({error.strerror}): queries work, loads do not",
            "For loads: correct its owner or permissions, or name another folder with JIXIAO_HOME.",
        )  # fmt: skip
    if folder != home.root:
        return Finding("home", NOTE, f"{home.root} does not exist yet", "The first load makes it: jixiao run")
    return Finding("home", GOOD, f"{home.root} can be written to")


def disk_space(settings: Settings, home: Home) -> Finding:
    """Whether a load has room."""
    folder = home.root
    while not folder.exists():
        folder = folder.parent
    present = home.published.stat().st_size if home.published.exists() else 0
    try:
        disk.require_room(folder, present)
    except DiskError as error:
        return Finding("disk", FAULT, str(error), "Free some space, or give JIXIAO_HOME a larger disk.")
    return Finding("disk", GOOD, f"{shutil.disk_usage(folder).free / disk.MEGABYTE:,.0f} MB free")


def lock_holder(settings: Settings, home: Home) -> Finding:
    """Whether a load is under way. Its lock dies with its process, so a lock that is held is never stale."""
    if who := holder(home.lock):
        return Finding(
            "load", NOTE, f"one is running ({who})", "Wait for its end; another load would wait too."
        )
    return Finding("load", GOOD, "none is running")


def published(settings: Settings, home: Home) -> Finding:
    """Whether the published version can be read to its last row."""
    if not home.published.exists():
        return Finding("published version", NOTE, "there is none yet", "Load reports: jixiao run")
    try:
        with closing(open_published(home)) as connection:
            named = versions.in_file(connection)
            tables = connection.execute(
                "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
            ).fetchall()
            rows = sum(_read_whole(connection, table) for (table,) in tables)
    except (WarehouseError, duckdb.Error) as error:
        return Finding(
            "published version", FAULT, f"{home.published} is damaged: {error}",
            "Put an earlier version back: make rollback. Without one: delete the file and run again.",
        )  # fmt: skip
    name = named.version_id if named else "without a name, of an older release"
    whole = f"{name}: {len(tables)} tables, {rows:,} rows, read to the last"
    if named and named.holds_loads:
        return Finding(
            "published version", NOTE, f"{whole}; put back from {named.rolled_back_from}, loads wait",
            'Say what was mended: make rollback RESUME="…"',
        )  # fmt: skip
    if named and (age := _hours_since(named.published_at)) > settings.stale_hours:
        return Finding("published version", NOTE, f"{whole}; {age:,.0f} hours old", "Load again: jixiao run")
    return Finding("published version", GOOD, whole)


def _read_whole(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Read every value of a table; returns the number of its rows."""
    found = connection.execute(f"SELECT count(*), bit_xor(hash(row)) FROM {table} AS row").fetchone()
    return int(found[0]) if found else 0


def _hours_since(moment: datetime) -> float:
    return (datetime.now(UTC).replace(tzinfo=None) - moment).total_seconds() / 3600


def last_run(settings: Settings, home: Home) -> Finding:
    """Whether the last load published what it built."""
    runs = sorted(home.runs.glob("*/run.log"), key=lambda log: log.stat().st_mtime)
    if not runs:
        return Finding("last load", NOTE, "there was none yet", "Load reports: jixiao run")
    run_id, log = runs[-1].parent.name, runs[-1]
    when = datetime.fromtimestamp(log.stat().st_mtime, UTC)
    told = f"run {run_id}, {when:%Y-%m-%d %H:%M} UTC"
    if holder(home.lock):
        return Finding("last load", GOOD, f"{told}, is under way")
    known = [versions.published(home).version_id] if home.published.exists() else []
    if not any(name.endswith(f"-{run_id[:8]}") for name in [*known, *versions.kept(home)]):
        return Finding(
            "last load", FAULT, f"{told}, published nothing", f"See why in {log}, mend it, and run again."
        )
    return Finding("last load", GOOD, f"{told}, published")


def inbox(settings: Settings, home: Home) -> Finding:
    """Whether there are reports to load."""
    if not settings.reports.is_dir():
        return Finding(
            "reports", FAULT, f"{settings.reports} is no folder", "Make it, or name another one with REPORTS."
        )
    count = sum(1 for file in settings.reports.rglob("*") if file.is_file() and not file.name.startswith("."))
    if not count:
        return Finding("reports", NOTE, f"{settings.reports} is empty", "Put reports into it.")
    return Finding("reports", GOOD, f"{count} files in {settings.reports}")


def time_zone(settings: Settings, home: Home) -> Finding:
    """Whether the nightly load knows its time zone."""
    try:
        there = datetime.now(ZoneInfo(ZONE))
    except ZoneInfoNotFoundError:
        return Finding("time zone", FAULT, f"{ZONE} is not known here", "sudo apt install tzdata")
    here = datetime.now().astimezone()
    return Finding(
        "time zone",
        GOOD,
        f"nightly load at 02:00 {ZONE}; there it is {there:%H:%M}, here {here:%H:%M} ({here.tzname()})",
    )


def port(settings: Settings, home: Home) -> Finding:
    """Whether the UI can listen, or does already."""
    with socket.socket() as probe:
        is_taken = probe.connect_ex(("127.0.0.1", settings.port)) == 0
    if is_taken:
        return Finding(
            "port", NOTE, f"{settings.port} is in use, perhaps by the UI", f"Look at {settings.ui_address}, or name another: PORT=3001"
        )  # fmt: skip
    return Finding("port", GOOD, f"{settings.port} is free for the UI")


LOOKS: tuple[Look, ...] = (
    home_folder, disk_space, lock_holder, published, last_run, inbox, converter, fonts, time_zone, port,
)  # fmt: skip
