"""`jixiao doctor` and `jixiao export`."""

import shutil
import socket
from pathlib import Path

import pytest

from cli import doctor
from cli.doctor import FAULT, GOOD, NOTE
from tests.cli.conftest import Jixiao
from warehouse.home import Home
from warehouse.lock import load_lock


def states(jixiao: Jixiao, home: Home) -> dict[str, str]:
    """What the doctor looks at, and how it is."""
    return {finding["subject"]: finding["state"] for finding in jixiao("doctor", "--json", home=home).json}


def test_a_loaded_home_is_in_order(jixiao: Jixiao, loaded: Home) -> None:
    found = states(jixiao, loaded)
    for subject in (
        "Python",
        "settings",
        "home",
        "disk",
        "load",
        "published version",
        "last load",
        "reports",
        "time zone",
    ):
        assert found[subject] == GOOD, subject


def test_an_empty_home_is_no_fault(jixiao: Jixiao, tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    assert states(jixiao, home)["published version"] == NOTE
    assert not home.root.exists()


def test_everything_that_is_not_good_says_what_to_do(jixiao: Jixiao, tmp_path: Path) -> None:
    found = jixiao("doctor", "--json", home=Home(tmp_path / "new")).json
    assert [finding for finding in found if finding["state"] != GOOD and not finding["remedy"]] == []


def test_a_damaged_file_is_a_fault(jixiao: Jixiao, loaded: Home, tmp_path: Path) -> None:
    home = Home(tmp_path)
    shutil.copyfile(loaded.published, home.published)
    size = home.published.stat().st_size
    with home.published.open("r+b") as file:
        for place in range(size // 10, size, size // 50):
            file.seek(place)
            file.write(b"\xff" * 512)
    told = jixiao("doctor", home=home)
    assert told.code == 3
    assert "make rollback" in told.stdout


def test_a_load_under_way_is_told(jixiao: Jixiao, tmp_path: Path) -> None:
    home = Home(tmp_path)
    with load_lock(home.lock, "run-1"):
        assert "run run-1" in jixiao("doctor", home=home).stdout
    assert states(jixiao, home)["load"] == GOOD


def test_a_last_load_that_published_nothing_is_a_fault(jixiao: Jixiao, tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.run("0123456789") / "run.log").touch()
    assert states(jixiao, home)["last load"] == FAULT


def test_settings_that_cannot_be_used_are_a_fault(
    jixiao: Jixiao, loaded: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_QUERY_ROWS", "many")
    told = jixiao("doctor")
    assert told.code == 3
    assert "JIXIAO_QUERY_ROWS" in told.stdout


def test_a_port_in_use_is_told(jixiao: Jixiao, loaded: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert states(jixiao, loaded)["port"] == NOTE


@pytest.mark.parametrize(
    ("line", "state"), [("rich==0.0.1 \\", FAULT), ("no-such-package==1.0 \\", FAULT), ("", GOOD)]
)
def test_packages_are_held_against_the_lock(tmp_path: Path, line: str, state: str) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"{line}\n    --hash=sha256:00\n", encoding="utf-8")
    assert doctor.packages(lock).state == state


def test_packages_of_other_systems_are_not_missed(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text('colorama==0.4.6 ; sys_platform == "win32" \\\n', encoding="utf-8")
    assert list(doctor.locked(lock)) == []


def test_an_export_is_written_and_told(jixiao: Jixiao, tmp_path: Path) -> None:
    told = jixiao("export", tmp_path / "open", "--json")
    assert told.code == 0
    assert (tmp_path / "open" / "datapackage.json").exists()
    assert told.json["rows"] > 0


def test_an_export_does_not_replace_other_files(jixiao: Jixiao, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    told = jixiao("export", tmp_path)
    assert told.code == 1
    assert "holds other files" in told.stderr
