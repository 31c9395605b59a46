"""A rollback puts an earlier version back in one step, says so, and holds the loads until they are resumed."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import duckdb
import pytest

from warehouse import build, rollback, versions
from warehouse.errors import LoadInProgressError, RolledBackError, WarehouseError
from warehouse.home import Home
from warehouse.lock import load_lock

Publish = Callable[[int], str]

LATER = datetime(2024, 6, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def three(home: Home, publish_version: Publish) -> list[str]:
    """The ids of three versions that were published one after the other."""
    return [publish_version(number) for number in (1, 2, 3)]


def _mark(home: Home) -> int:
    with duckdb.connect(str(home.published), read_only=True) as connection:
        found = connection.execute("SELECT version FROM raw.mark").fetchone()
        assert found is not None
        return int(found[0])


def test_it_goes_to_the_version_before(home: Home, three: list[str]) -> None:
    version = rollback.roll_back(home, now=LATER)
    assert _mark(home) == 2
    assert (version.version_id, version.rolled_back_from) == (three[1], three[2])
    assert version.rolled_back_at == LATER.replace(tzinfo=None)


def test_each_further_one_goes_further_back(home: Home, three: list[str]) -> None:
    rollback.roll_back(home)
    assert rollback.roll_back(home).version_id == three[0]
    with pytest.raises(WarehouseError, match="No version older than"):
        rollback.roll_back(home)
    assert _mark(home) == 1


def test_it_goes_to_a_named_version_and_forward_again(home: Home, three: list[str]) -> None:
    assert rollback.roll_back(home, three[0]).version_id == three[0]
    rollback.roll_back(home, three[2])
    assert _mark(home) == 3


def test_the_kept_version_stays_as_it_was(home: Home, three: list[str]) -> None:
    rollback.roll_back(home)
    assert versions.read(home.version(three[1])).rolled_back_at is None


def test_an_unknown_version_is_refused_with_those_that_are_kept(home: Home, three: list[str]) -> None:
    with pytest.raises(WarehouseError, match=f"no version 'x'.*{three[1]}, {three[0]}"):
        rollback.roll_back(home, "x")
    assert _mark(home) == 3


def test_it_waits_for_no_load(home: Home, three: list[str]) -> None:
    with load_lock(home.lock, "a-load"), pytest.raises(LoadInProgressError):
        rollback.roll_back(home)
    assert _mark(home) == 3


def test_no_load_begins_after_it(home: Home, three: list[str]) -> None:
    rollback.roll_back(home)
    with pytest.raises(RolledBackError, match=f"from version {three[2]} to {three[1]}.*RESUME="):
        build.begin(home)


def test_once_resumed_a_load_builds_on_what_is_published_and_keeps_the_reason(
    home: Home, three: list[str], publish_version: Publish
) -> None:
    rollback.roll_back(home)
    rollback.resume(home, "the report was corrected")
    publish_version(4)
    version = versions.published(home)
    assert (version.built_on, version.resume_reason) == (three[1], "the report was corrected")
    assert not version.holds_loads
    publish_version(5)
    assert versions.published(home).resume_reason is None


def test_nothing_is_resumed_where_nothing_is_held(home: Home, three: list[str]) -> None:
    with pytest.raises(WarehouseError, match="not held"):
        rollback.resume(home, "for nothing")


def test_the_command_rolls_back_and_lists(
    home: Home, three: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIXIAO_HOME", str(home.root))
    assert rollback.main() == 0
    shown = capsys.readouterr().out
    assert f"is version {three[1]} again" in shown
    assert f"by a rollback from {three[2]}; loads wait" in shown
    monkeypatch.setenv("LIST", "1")
    assert rollback.main() == 0
    listed = capsys.readouterr().out
    assert all(version_id in listed for version_id in three)


def test_the_command_says_why_it_cannot(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIXIAO_HOME", str(home.root))
    assert rollback.main() == 1
    assert "Run `make run` first" in capsys.readouterr().err
    assert not os.path.exists(home.published)
