"""One load at a time."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.errors import LoadInProgressError
from warehouse.home import REPOSITORY
from warehouse.lock import load_lock, waiting

HOLD = """
import sys, time
from pathlib import Path
from warehouse.lock import load_lock
with load_lock(Path(sys.argv[1]), "the-other-run"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "load.lock")]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_load_is_refused_and_told_who_holds_it(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    with (
        pytest.raises(LoadInProgressError, match=rf"process {holder.pid}, run the-other-run"),
        load_lock(tmp_path / "load.lock", "mine"),
    ):
        pass


def test_the_lock_dies_with_its_process(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with load_lock(tmp_path / "load.lock", "mine"):
        assert "mine" in (tmp_path / "load.lock").read_text()


def test_the_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    for run_id in ("first", "second"):
        with load_lock(tmp_path / "load.lock", run_id):
            pass


def test_a_second_load_waits_for_the_first_and_is_told(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    told = []

    def end(words: str) -> None:
        told.append(words)
        assert waiting(tmp_path / "load.lock") == {"mine"}
        holder.kill()

    with load_lock(tmp_path / "load.lock", "mine", 60, end):
        assert waiting(tmp_path / "load.lock") == set()
    assert f"process {holder.pid}, run the-other-run" in told[0]


def test_the_wait_ends_with_the_name_of_the_holder(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    with (
        pytest.raises(LoadInProgressError, match=r"the-other-run.*did not end within 1 seconds"),
        load_lock(tmp_path / "load.lock", "mine", 1),
    ):
        pass
    assert waiting(tmp_path / "load.lock") == set()


def test_who_was_killed_does_not_wait(tmp_path: Path) -> None:
    (tmp_path / "load.waiting").mkdir()
    (tmp_path / "load.waiting" / "killed").touch()
    assert waiting(tmp_path / "load.lock") == set()
    assert list((tmp_path / "load.waiting").iterdir()) == []
