"""When the models are computed from everything, and when only for the reports that changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.records import Document
from tests.unit.warehouse.conftest import NOW
from warehouse import build, changes, load, models
from warehouse.home import Home


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "models").mkdir(parents=True)
    (folder / "models" / "a.sql").write_text("select 1")
    (folder / "tests").mkdir()
    return folder


@pytest.mark.parametrize("changed", ["models/a.sql", "models/new.yml", "seed.csv", "dbt_project.yml"])
def test_whatever_computes_the_models_is_in_the_fingerprint(project: Path, changed: str) -> None:
    before = models.fingerprint(project)
    (project / changed).write_text("changed")
    assert models.fingerprint(project) != before


@pytest.mark.parametrize("changed", ["tests/a.sql", "README.md"])
def test_what_computes_nothing_is_not(project: Path, changed: str) -> None:
    before = models.fingerprint(project)
    (project / changed).write_text("changed")
    assert models.fingerprint(project) == before


@pytest.fixture
def night(home: Home, document: Callable[[str], Document]) -> Callable[[int], bool]:
    """Whether a night needs a full refresh that brings so many reports to ten, which models `v1` have built."""

    def needs(new: int, current: str = "v1") -> bool:
        inbox = [document(str(number)) for number in range(10)]
        with build.connect(home) as connection:
            load.load_documents(connection, inbox, [], NOW)
            models.record(connection, "v1", NOW, True)
            changes.begin(connection)
            load.load_documents(
                connection, inbox + [document(f"n{number}") for number in range(new)], [], NOW
            )
            return models.needs_full_refresh(connection, current)

    return needs


def test_a_few_changes_are_computed_alone(night: Callable[..., bool]) -> None:
    assert not night(2)


def test_many_changes_are_computed_with_everything(night: Callable[..., bool]) -> None:
    assert night(8)


def test_other_models_compute_everything(night: Callable[..., bool]) -> None:
    assert night(0, "v2")


def test_a_first_version_computes_everything(home: Home) -> None:
    with build.connect(home) as connection:
        assert models.needs_full_refresh(connection, "v1")
