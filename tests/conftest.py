"""Fixtures that several packages of tests share."""

from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).parents[1]
_SEEDS = _REPOSITORY.parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    """The folder of real sample reports; tests that need it are skipped where it is absent."""
    if not _SEEDS.is_dir():
        pytest.skip("the real sample reports are not here")
    return _SEEDS


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    """The folder of bundled sample reports."""
    return _REPOSITORY / "samples" / "reports"
