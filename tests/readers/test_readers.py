"""16 processes read while versions are published and rolled back: no error, and every answer is of one version."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.readers.reading import findings, while_reading
from warehouse import build, publish, rollback, versions
from warehouse.home import Home

FIRST = datetime(2024, 5, 1, tzinfo=UTC)
VERSIONS = 12
QUESTIONS = (
    "SELECT version_id FROM quality.published_version",
    "SELECT count(*), min(number), max(number), sum(row) FROM raw.many",
    "SELECT number FROM raw.one",
)


def _publish(home: Home, number: int) -> None:
    """A version whose two tables bear its number, the second with a few hundred thousand rows."""
    build.begin(home)
    with build.connect(home) as connection:
        connection.execute(f"CREATE OR REPLACE TABLE raw.one AS SELECT {number} AS number")
        connection.execute(
            f"CREATE OR REPLACE TABLE raw.many AS SELECT {number} AS number, range AS row FROM range(200000 + {number})"
        )
    publish.publish(home, f"run-{number}", [], FIRST + timedelta(days=number))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one version."""
    home = Home(tmp_path / "home")
    _publish(home, 0)
    return home


def test_readers_are_never_blocked_and_never_see_a_half_version(home: Home) -> None:
    def write() -> None:
        for number in range(1, VERSIONS):
            _publish(home, number)
        rollback.roll_back(home)

    seen = while_reading(home, write, questions=QUESTIONS)
    assert findings(seen) == []
    assert all(one.answers for one in seen)
    met = {version for one in seen for version in one.by_version}
    assert len(met) > 1, "nothing was published while they read"
    for one in seen:
        for version, answers in one.by_version.items():
            [(_, [(_, low, high, _)], [(number,)])] = answers
            assert low == high == number, f"{version} is of two versions"
    assert versions.published(home).rolled_back_at is not None
