"""Fixtures that several packages of tests share."""

from pathlib import Path

import pytest

_SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    """The folder of real sample reports; tests that need it are skipped where it is absent."""
    if not _SEEDS.is_dir():
        pytest.skip("the real sample reports are not here")
    return _SEEDS
