"""The commands as a user gives them, on the samples that the session has loaded once."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from typer.testing import CliRunner

from cli import load as load_command
from cli.app import app
from tests.conftest import Load
from warehouse import query
from warehouse.home import Home

WIDTH = 200


class Told:
    """How a command ended: its exit code, and what it said on stdout and stderr."""

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code, self.stdout, self.stderr = code, stdout, stderr

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.stdout)


Jixiao = Callable[..., Told]


@pytest.fixture(autouse=True)
def of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Histories and caches of this test alone; and no bound on the memory of the process that runs the tests."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setattr(query, "bound_this_process", lambda limits: None)


@pytest.fixture
def jixiao(loaded: Home) -> Jixiao:
    """Runs a command in this process, on the loaded samples unless a home is given."""

    def jixiao(*arguments: str | Path, home: Home = loaded, stdin: str | None = None) -> Told:
        with mock.patch.dict(os.environ, {"JIXIAO_HOME": str(home.root)}):
            done = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Told(done.exit_code, done.stdout, done.stderr)

    return jixiao


NEW = """\
云岭县档案局2021年度部门整体支出绩效自评报告
2021年部门整体支出500.00万元，其中：基本支出320.00万元，项目支出190.00万元。
"""
CORRECTED = ("anji-2022-narrative.txt", "592.40万元", "582.40万元")
REMOVED = "jimei-2021-wrapped.txt"


@pytest.fixture(scope="session")
def reloaded(
    loaded: Home, workplace: Path, samples_dir: Path, tmp_path_factory: pytest.TempPathFactory, load: Load
) -> Iterator[tuple[Home, Any]]:
    """The samples loaded again with one report new, one corrected and one removed; and what `run --json` says of it."""
    inbox = shutil.copytree(samples_dir, tmp_path_factory.mktemp("changed") / "in")
    name, wrong, right = CORRECTED
    (inbox / name).write_text(
        (inbox / name).read_text(encoding="utf-8").replace(wrong, right), encoding="utf-8"
    )
    (inbox / REMOVED).unlink()
    (inbox / "new.txt").write_text(NEW, encoding="utf-8")
    shutil.rmtree(workplace)
    shutil.copytree(loaded.root, workplace)
    assert load(Home(workplace), inbox) == 0
    kept = Home(Path(shutil.copytree(workplace, workplace.with_name("reloaded"))))
    yield kept, load_command.published(kept)
