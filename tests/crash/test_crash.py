"""The short form of `make crash`: a few places around publishing, and three moments before it."""

import time
from pathlib import Path

import pytest

from tests.crash.trial import Prepared, assert_nothing_lives, fresh, killed, living, prepare, start


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


def test_dbt_and_the_suites_end_with_a_load_that_is_killed_alone(prepared: Prepared) -> None:
    home = fresh(prepared)
    process = start(home, prepared.inbox)
    deadline = time.monotonic() + 120
    while not any("orchestration.dbt_process build" in command for command in living(home).values()):
        assert process.poll() is None, "the load ended before it got to dbt"
        assert time.monotonic() < deadline, "the load did not get to dbt"
        time.sleep(0.1)
    process.kill()
    process.wait()
    assert_nothing_lives(home)
