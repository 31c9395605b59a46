"""One load of the sample reports per session; tests that change a home work on a copy of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import dagster as dg
import pytest

from orchestration import run
from warehouse.home import Home

Load = Callable[[Home, Path], int]


@pytest.fixture(scope="session")
def load() -> Load:
    """`make run` without make: loads a folder into a home and returns the exit code."""

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


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Dagster's record of the copied home."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        yield instance
