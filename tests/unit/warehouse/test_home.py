"""Where things lie."""

from pathlib import Path

import pytest

from warehouse.errors import SettingsError
from warehouse.home import DAGSTER_YAML, REPOSITORY, Home, dagster_yaml
from warehouse.settings import Settings


def test_the_build_bears_the_name_of_the_published_file() -> None:
    home = Home(Path("anywhere"))
    assert home.building.stem == home.published.stem  # DuckDB names the catalog after it


@pytest.mark.parametrize("named", ["", "  "])
def test_without_jixiao_home_it_lies_in_the_checkout(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_HOME", named)
    assert Home.from_environment().root == REPOSITORY / "warehouse" / "data"


def test_a_relative_jixiao_home_counts_from_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIXIAO_HOME", "second")
    assert Home.from_environment().root == tmp_path / "second"


def test_prepare_turns_telemetry_off(tmp_path: Path) -> None:
    settings = Home(tmp_path).prepare().dagster / "dagster.yaml"
    assert settings.read_text() == dagster_yaml(Settings())


def test_prepare_leaves_settings_of_the_user_alone(tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()
    (home.dagster / "dagster.yaml").write_text("mine: true")
    home.prepare()
    assert (home.dagster / "dagster.yaml").read_text() == "mine: true"


URL = "postgresql://jixiao:secret@127.0.0.1:5432/dagster"


@pytest.mark.parametrize("present", [None, DAGSTER_YAML])
def test_dagsters_storage_follows_the_setting_to_and_fro(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: str | None
) -> None:
    home = Home(tmp_path)
    home.dagster.mkdir()
    file = home.dagster / "dagster.yaml"
    if present:
        file.write_text(present)
    monkeypatch.setenv("JIXIAO_STORAGE_URL", URL)
    assert "postgres" in home.prepare().dagster.joinpath("dagster.yaml").read_text()
    assert "secret" not in file.read_text()
    monkeypatch.delenv("JIXIAO_STORAGE_URL")
    home.prepare()
    assert "postgres" not in file.read_text()


def test_a_storage_that_the_users_file_does_not_take_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path).prepare()
    (home.dagster / "dagster.yaml").write_text("mine: true")
    monkeypatch.setenv("JIXIAO_STORAGE_URL", URL)
    with pytest.raises(SettingsError, match="is your own and does not use it"):
        home.prepare()
