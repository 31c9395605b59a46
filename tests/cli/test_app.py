"""The commands as a whole: help, exit codes, completion, the page about them, and what starting costs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command

from cli import document
from cli.app import app
from tests.cli.conftest import Jixiao
from tests.services import START_SECONDS
from warehouse.home import REPOSITORY, Home

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
HEAVY = {"dagster", "duckdb", "polars", "pyarrow", "rich", "prompt_toolkit", "pydantic"}


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=REPOSITORY, env=os.environ | environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_examples_of_it(jixiao: Jixiao, command: str) -> None:
    told = jixiao(command, "--help")
    assert told.code == 0
    assert f"    jixiao {command}" in told.stdout.partition("Examples:")[2] or f" {command} " in told.stdout


def test_the_page_about_the_commands_is_up_to_date() -> None:
    assert document.DOCUMENT.read_text(encoding="utf-8") == document.document_text(), "run `make commands`"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from cli.app import app;"
        "print(CliRunner().invoke(app, ['--help']).exit_code, *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    told, *modules = done.stdout.split()
    assert told == "0"
    assert HEAVY & set(modules) == set()


def test_the_shell_is_told_the_commands() -> None:
    done = process(_JIXIAO_COMPLETE="complete_bash", COMP_WORDS="jixiao ex", COMP_CWORD="1")
    assert done.stdout.split() == ["explain", "export"]


def test_a_wrong_query_ends_with_1_and_its_reason(loaded: Home) -> None:
    done = process("sql", "selec", JIXIAO_HOME=str(loaded.root))
    assert (done.returncode, done.stdout) == (1, "")
    assert "syntax error" in done.stderr


def test_wrong_arguments_end_with_2(loaded: Home) -> None:
    done = process("sql", "--format", "xls", "select 1", JIXIAO_HOME=str(loaded.root))
    assert done.returncode == 2
    assert "table, csv, json, parquet" in done.stderr


def test_what_is_not_there_ends_with_4(loaded: Home) -> None:
    done = process("explain", "a_0", JIXIAO_HOME=str(loaded.root))
    assert done.returncode == 4
    assert "jixiao reports REPORT" in done.stderr


def test_an_answer_that_nobody_reads_to_its_end_is_no_error(loaded: Home) -> None:
    done = subprocess.run(
        f"{sys.executable} -m cli sql -f csv 'select * from range(100000)' | head -n 1; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", cwd=REPOSITORY, env=os.environ | {"JIXIAO_HOME": str(loaded.root)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == (["range", "0"], "")


def test_ctrl_c_stops_a_query_at_once_and_leaves_no_file(loaded: Home, tmp_path: Path) -> None:
    endless = "select count(*) from range(10000000) a, range(10000000) b"
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "sql", "-f", "csv", "-o", tmp_path / "out.csv", endless],
        cwd=REPOSITORY, env=os.environ | {"JIXIAO_HOME": str(loaded.root), "JIXIAO_QUERY_SECONDS": "3600"},
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    published = str(loaded.published)
    opened = Path(f"/proc/{process.pid}/fd")
    deadline = time.monotonic() + START_SECONDS
    while published not in {os.path.realpath(file) for file in opened.iterdir()}:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, "Stopped.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["reports", "sql", "diff", "explain"])
def test_before_the_first_load_every_command_says_what_to_do(
    jixiao: Jixiao, tmp_path: Path, command: str
) -> None:
    arguments = {"sql": ["select 1"], "explain": ["a_0"]}.get(command, [])
    told = jixiao(command, *arguments, home=Home(tmp_path))
    assert told.code == 1
    assert "does not exist yet" in told.stderr


def test_the_home_can_be_named_as_an_option(
    jixiao: Jixiao, loaded: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_HOME", "")
    told = jixiao("--home", loaded.root, "sql", "-f", "csv", "select 7 as n", home=Home(tmp_path))
    assert told.stdout == "n\n7\n"


def test_the_version_is_that_of_the_project(jixiao: Jixiao) -> None:
    assert (
        f'version = "{jixiao("--version").stdout.split()[1]}"' in (REPOSITORY / "pyproject.toml").read_text()
    )
