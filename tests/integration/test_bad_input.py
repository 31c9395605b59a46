"""One bad file never stops the others, and each is named with its reason."""

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.assets import documents
from orchestration.resources import Build, Clock, Inbox
from warehouse import build
from warehouse.home import Home


@pytest.fixture
def inbox(tmp_path: Path, samples_dir: Path) -> Path:
    """One good report among files that are none."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copyfile(next(samples_dir.glob("*.txt")), inbox / "good.txt")
    (inbox / "empty.txt").touch()
    (inbox / "binary.txt").write_bytes(b"\x7fELF\x00\x01\x02\x00" * 100)
    (inbox / "scan.pdf").write_bytes(b"%PDF-1.4")
    (inbox / "gone.txt").symlink_to(inbox / "nowhere.txt")
    return inbox


def _read(home: Home, inbox: Path) -> dg.ExecuteInProcessResult:
    resources = {
        "build": Build(jixiao_home=str(home.root)),
        "clock": Clock(),
        "inbox": Inbox(folder=str(inbox)),
    }
    return dg.materialize([documents], resources=resources, raise_on_error=False)


def test_bad_files_are_named_with_their_reasons(tmp_path: Path, inbox: Path) -> None:
    home = Home(tmp_path / "home")
    assert _read(home, inbox).success
    with build.connect(home) as connection:
        loaded = connection.execute("SELECT source_name FROM raw.document").fetchall()
        rejected = dict(connection.execute("SELECT source_uri, reason FROM raw.rejected_document").fetchall())
    assert loaded == [("good.txt",)]
    assert rejected.keys() == {"empty.txt", "binary.txt", "scan.pdf", "gone.txt"}
    assert all(rejected.values())


def test_a_folder_of_bad_files_only_is_no_load(tmp_path: Path, inbox: Path) -> None:
    (inbox / "good.txt").unlink()
    result = _read(Home(tmp_path / "home"), inbox)
    assert not result.success
    [failure] = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert failure.user_failure_data is not None
    assert "empty.txt" in (failure.user_failure_data.description or "")


def test_an_inbox_error_is_not_tried_again(tmp_path: Path) -> None:
    result = _read(Home(tmp_path / "home"), tmp_path / "not-there")
    assert not any(event.is_step_up_for_retry for event in result.all_events)


def test_the_published_file_is_not_touched_by_reading(tmp_path: Path, inbox: Path) -> None:
    home = Home(tmp_path / "home").prepare()
    with duckdb.connect(str(home.published)) as connection:
        connection.execute("CREATE TABLE mark AS SELECT 1")
    before = home.published.read_bytes()
    _read(home, inbox)
    assert home.published.read_bytes() == before
