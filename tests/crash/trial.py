"""One trial: kill a load, look at what is published, load again, and compare with a load that nobody disturbed."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse import versions
from warehouse.home import REPOSITORY, Home
from warehouse.lock import load_lock

LOAD = [sys.executable, "-m", "tests.crash.killed_load"]
# Differ between two equal loads.
_MOMENTS = ("loaded_at", "extracted_at", "rejected_at", "retired_at", "valid_from", "valid_to")


class State(NamedTuple):
    """What a published file holds: its version, and a checksum over all marts and all raw tables but the changes of the load."""

    version_id: str
    checksum: str


class Prepared(NamedTuple):
    """A home that one load has been published in, an inbox with one report more, and what a second load gives."""

    home: Home  # a copy of it is moved to `place` for each trial
    place: Path  # always the same path: dbt parses its project anew for every other
    inbox: Path
    old: State
    new_checksum: str
    seconds: float  # that an undisturbed second load takes


def state(path: Path) -> State:
    """Open a file as a reader does, and read all of it."""
    digest = hashlib.sha256()
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        version = versions.in_file(connection)
        assert version is not None, f"{path} does not say which version it is"
        tables = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
            "WHERE schema_name IN ('marts', 'raw') AND table_name <> 'changed_report' ORDER BY 1"  # of one load
        ).fetchall()
        assert len(tables) > 15, f"{path} lacks tables: {tables}"
        for (table,) in tables:
            rows = connection.execute(
                f"SELECT columns(c -> NOT list_contains({list(_MOMENTS)}, c)) FROM {table}"
            ).fetchall()
            digest.update(f"{table}:{len(rows)}".encode())
            for row in sorted(map(repr, rows)):
                digest.update(row.encode())
    return State(version.version_id, digest.hexdigest())


def start(home: Home, inbox: Path, place: str | None = None) -> subprocess.Popen[bytes]:
    """Begin a load in a process group of its own."""
    settings = {"JIXIAO_HOME": str(home.root), "REPORTS": str(inbox)}
    with (home.root / "trial.log").open("ab") as log:
        return subprocess.Popen(
            [*LOAD, *([place] if place else [])],
            cwd=REPOSITORY,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def load(home: Home, inbox: Path) -> float:
    """A whole load, which must succeed; returns its seconds."""
    begin = time.monotonic()
    code = start(home, inbox).wait(600)
    told = (home.root / "trial.log").read_text(encoding="utf-8", errors="replace")
    assert code == 0, f"a load that nobody disturbed ended with {code}:\n{told[-3000:]}"
    return time.monotonic() - begin


def prepare(folder: Path, samples: Path) -> Prepared:
    """Publish one report; then find out what a load with a second one gives."""
    inbox, place = folder / "inbox", Home(folder / "home")
    inbox.mkdir(parents=True)
    place.root.mkdir()
    first, second = sorted(samples.glob("*.txt"))[:2]
    shutil.copy(first, inbox)
    load(place, inbox)
    kept = Home(folder / "prepared")
    shutil.copytree(place.root, kept.root)
    shutil.copy(second, inbox)
    seconds = load(place, inbox)
    old, new = state(kept.published), state(place.published)
    assert old.checksum != new.checksum
    return Prepared(kept, place.root, inbox, old, new.checksum, seconds)


def killed(prepared: Prepared, after: float | None, place: str | None = None) -> str:
    """Kill a load after so many seconds, or at a place, and have the next one mend everything.

    Returns "old", "new" or "ended": what was published after the kill, or that the load had ended before it.
    """
    home = fresh(prepared)
    process = start(home, prepared.inbox, place)
    try:
        process.wait(after if after is not None else 600)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    has_ended = process.wait() == 0
    assert place is None or not has_ended, f"the load was not killed at {place}"
    assert_nothing_lives(home)
    found = state(home.published)
    if found.version_id == prepared.old.version_id:
        assert found == prepared.old, "the old version is not what it was"
    else:
        assert found.checksum == prepared.new_checksum, "neither the old version nor the new one"
    for version_id in versions.kept(home):
        assert state(home.version(version_id)).version_id == version_id
    with load_lock(home.lock, "trial"):
        pass  # nobody holds it any more
    load(home, prepared.inbox)
    _assert_mended(home, prepared)
    return "ended" if has_ended else "old" if found == prepared.old else "new"


def fresh(prepared: Prepared) -> Home:
    """A new copy of the prepared home, in its place."""
    shutil.rmtree(prepared.place, ignore_errors=True)
    shutil.copytree(prepared.home.root, prepared.place)
    return Home(prepared.place)


def _assert_mended(home: Home, prepared: Prepared) -> None:
    assert state(home.published).checksum == prepared.new_checksum, "not the result of an undisturbed load"
    assert list(home.building.parent.iterdir()) == [], "a build was left"
    assert not list(home.root.glob("*.wal")), "a log was left"
    assert prepared.old.version_id in versions.kept(home), "the version before is not kept"
    assert_nothing_lives(home)


def assert_nothing_lives(home: Home, seconds: float = 20) -> None:
    """No process whose JIXIAO_HOME is this home is left, after the moment that ending takes."""
    deadline = time.monotonic() + seconds
    while found := living(home):
        assert time.monotonic() < deadline, f"still alive: {found}"
        time.sleep(0.05)


def living(home: Home) -> dict[int, str]:
    """The processes that belong to loads of this home: their command lines by their ids."""
    mark, found = f"JIXIAO_HOME={home.root}\0".encode(), {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes() + b"\0":
                found[int(folder.name)] = (folder / "cmdline").read_text(errors="replace").replace("\0", " ")
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue  # it has just ended, or it is another user's
    return {pid: command for pid, command in found.items() if command}
