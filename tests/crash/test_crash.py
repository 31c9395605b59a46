"""The short form of `make crash`: a few places around publishing, and three moments before it."""

from pathlib import Path

import pytest

from tests.crash.trial import Prepared, killed, prepare


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Prepared:
    """A home to kill loads in."""
    return prepare(tmp_path_factory.mktemp("crash"), samples_dir)


@pytest.mark.parametrize(("place", "published"), [("before:replace", "old"), ("after:replace", "new")])
def test_a_kill_around_the_swap_leaves_one_version_whole(
    prepared: Prepared, place: str, published: str
) -> None:
    assert killed(prepared, None, place) == published


def test_a_kill_at_a_moment_of_building_leaves_the_old_version(prepared: Prepared) -> None:
    assert killed(prepared, 0.6 * prepared.seconds) == "old"
