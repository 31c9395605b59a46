"""Which versions are kept, and how a file says which one it is."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import duckdb
import pytest

from warehouse import files, publish, versions
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.versions import Retention

Publish = Callable[[int], str]

AT = datetime(2024, 5, 1, 2, 0, tzinfo=UTC)


def _mark(path: os.PathLike[str]) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("SELECT version FROM raw.mark").fetchone()
        assert found is not None
        return int(found[0])


def test_a_version_says_who_made_it_and_on_what(home: Home, publish_version: Publish) -> None:
    first, second = publish_version(1), publish_version(2)
    version = versions.published(home)
    assert (version.version_id, version.run_id, version.built_on) == (second, "run-2", first)
    assert version.published_at == datetime(2024, 5, 3, 12, 0)


def test_the_outgoing_version_is_kept_whole(home: Home, publish_version: Publish) -> None:
    first = publish_version(1)
    publish_version(2)
    assert versions.kept(home) == [first]
    assert _mark(home.version(first)) == 1


def test_keeping_takes_no_copy(home: Home, publish_version: Publish) -> None:
    first = publish_version(1)
    inode = home.published.stat().st_ino
    publish_version(2)
    assert home.version(first).stat().st_ino == inode


def test_without_hard_links_it_is_a_copy(
    home: Home, monkeypatch: pytest.MonkeyPatch, publish_version: Publish
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    first = publish_version(1)
    publish_version(2)
    assert _mark(home.version(first)) == 1
    assert [path.name for path in home.version(first).parent.iterdir()] == [home.published.name]


def test_only_the_last_versions_are_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch, publish_version: Publish
) -> None:
    monkeypatch.setenv("JIXIAO_KEPT_VERSIONS", "2")
    published = [publish_version(number) for number in range(1, 6)]
    assert versions.kept(home) == [published[3], published[2]]


def test_kept_versions_are_bounded_in_bytes(
    home: Home, monkeypatch: pytest.MonkeyPatch, publish_version: Publish
) -> None:
    published = [publish_version(number) for number in range(1, 5)]
    size = home.version(published[2]).stat().st_size
    monkeypatch.setattr(versions, "GIGABYTE", 2 * size)
    assert versions.prune(home, Retention(versions=9, gigabytes=1)) == [published[0]]


def test_a_link_to_the_published_file_does_not_count(home: Home, publish_version: Publish) -> None:
    first = publish_version(1)
    versions.keep(home)  # as a publication does that is killed right after it
    assert versions.prune(home, Retention(versions=0)) == []
    assert versions.kept(home) == [first]


def test_a_file_of_an_older_release_is_named_after_its_time(home: Home, publish_version: Publish) -> None:
    publish_version(1)
    with duckdb.connect(str(home.published)) as connection:
        connection.execute(f"DROP TABLE {versions.TABLE}")
    os.utime(home.published, (AT.timestamp(), AT.timestamp()))
    version = versions.published(home)
    assert (version.version_id, version.run_id) == ("20240501-020000-unnamed", None)
    second = publish_version(2)
    assert (versions.kept(home), versions.published(home).version_id) == ([version.version_id], second)


def test_a_damaged_file_is_named_with_what_to_do(home: Home) -> None:
    home.published.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb cannot be opened.*delete it"):
        versions.published(home)


def test_publishing_again_after_the_swap_finishes_the_step(home: Home, publish_version: Publish) -> None:
    publish_version(1)
    before = versions.published(home)
    assert publish.publish(home, "run-1", []) == []
    assert versions.published(home) == before
    assert not home.building.exists()


def test_a_copy_is_never_seen_half(home: Home, publish_version: Publish) -> None:
    publish_version(1)
    target = home.root / "copy" / home.published.name
    target.parent.mkdir()
    target.with_name(target.name + ".part").write_bytes(b"left by a killed copy")
    files.clone(home.published, target)
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert _mark(target) == 1


def test_a_folder_left_empty_by_a_crash_is_no_version(home: Home, publish_version: Publish) -> None:
    first = publish_version(1)
    home.version(first).parent.mkdir(parents=True)
    assert versions.kept(home) == []
