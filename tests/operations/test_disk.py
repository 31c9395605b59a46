"""A disk that is full, or that cannot be written to: the load says so, the published version stays, the next load succeeds."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.trial import load, state
from warehouse import disk
from warehouse.errors import DiskError
from warehouse.home import REPOSITORY, Home

SIZE_MB = 400
RUN = ["-m", "orchestration.run"]
# As if the disk had filled up after the load was given room.
FULL_LATER = [
    "-c",
    "from warehouse import disk; disk.LEAST_FREE_MB = -10**6; from orchestration import run; raise SystemExit(run.main())",
]


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small disk of its own; needs the right to mount one."""
    place = tmp_path_factory.mktemp("disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip("a disk can be mounted by root only")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture(scope="module")
def home(mounted: Path, inbox: Path) -> Home:
    """A home on that disk with one report published."""
    home = Home(mounted / "home")
    home.root.mkdir()
    load(home, inbox)
    return home


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Path:
    """An inbox with one report."""
    inbox = tmp_path_factory.mktemp("inbox")
    shutil.copy(min(samples_dir.glob("*.txt")), inbox)
    return inbox


def _load(home: Home, inbox: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=REPOSITORY,
        env=os.environ | {"JIXIAO_HOME": str(home.root), "REPORTS": str(inbox)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@contextmanager
def _filled(place: Path, leave_mb: float) -> Iterator[None]:
    """So much of the disk is free during the block."""
    ballast = place / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(place).free - int(leave_mb * disk.MEGABYTE))
    try:
        yield
    finally:
        ballast.unlink()


def test_without_room_no_load_begins(mounted: Path, home: Home, inbox: Path) -> None:
    before = state(home.published)
    with _filled(mounted, 30):
        done = _load(home, inbox, RUN)
    assert done.returncode == 1
    assert re.search(f"The disk of {home.root} has \\d+ MB free and a load may need", done.stdout), (
        done.stdout
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert state(home.published) == before


@pytest.mark.parametrize("leave_mb", [2, 12])  # less than the copy that a build begins as
def test_a_disk_that_fills_up_stops_the_load(mounted: Path, home: Home, inbox: Path, leave_mb: int) -> None:
    before = state(home.published)
    with _filled(mounted, leave_mb):
        done = _load(home, inbox, FULL_LATER)
    assert done.returncode == 1
    assert f"The disk of {home.root} is full" in done.stdout, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert state(home.published) == before


def test_a_read_only_disk_is_named(mounted: Path, home: Home, inbox: Path) -> None:
    before = state(home.published)
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    try:
        done = _load(home, inbox, RUN)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(mounted)], check=True)
    assert done.returncode == 1
    assert f"The disk of {home.root} is read-only" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert state(home.published) == before


def test_afterwards_a_load_succeeds(home: Home, inbox: Path) -> None:
    before = state(home.published)
    load(home, inbox)
    assert state(home.published).checksum == before.checksum


def test_room_is_asked_for_twice_the_published_file(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match=f"The disk of {tmp_path} has .*Free some space"):
        disk.require_room(tmp_path, shutil.disk_usage(tmp_path).total)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("IO Error: Could not write file: No space left on device", "is full"),
        ("(sqlite3.OperationalError) database or disk is full", "is full"),
        ("[Errno 30] Read-only file system: '/x'", "is read-only"),
        ("(sqlite3.OperationalError) attempt to write a readonly database", "is read-only"),
    ],
)
def test_every_tools_words_are_understood(told: str, meant: str) -> None:
    assert meant in (disk.explain(told, Path("/somewhere")) or "")


def test_other_errors_are_left_as_they_are() -> None:
    assert disk.explain("Binder Error: no such column", Path("/somewhere")) is None
