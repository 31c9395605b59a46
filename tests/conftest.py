"""Fixtures that several packages of tests share: the reports, and one load of the samples per session.

Tests that change a home work on a copy of it.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from warehouse.home import Home

Load = Callable[[Home, Path], int]

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


@pytest.fixture(scope="session")
def load() -> Load:
    """`make run` without make: loads a folder into a home and returns the exit code."""

    from orchestration import run  # not at the top: most tests load nothing

    def load(home: Home, reports: Path) -> int:
        settings = {"JIXIAO_HOME": str(home.root), "REPORTS": str(reports)}
        with mock.patch.dict(os.environ, settings):
            return run.main()

    return load


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all loads happen: dbt parses its project anew for every other path."""
    return tmp_path_factory.mktemp("load") / "home"


@pytest.fixture(scope="session")
def loaded(workplace: Path, samples_dir: Path, load: Load) -> Home:
    """A home that the sample reports were loaded into. Not to be changed: take `home`."""
    assert load(Home(workplace), samples_dir) == 0, "the sample reports must load"
    kept = workplace.with_name("loaded")
    shutil.copytree(workplace, kept)
    return Home(kept)


@pytest.fixture
def home(loaded: Home, workplace: Path) -> Home:
    """A copy of the loaded home, fresh for every test."""
    shutil.rmtree(workplace)
    shutil.copytree(loaded.root, workplace)
    return Home(workplace)
