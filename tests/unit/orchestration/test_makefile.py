"""What make hands on to the programs that it starts."""

import os
import shutil
import subprocess

import pytest

from warehouse.home import REPOSITORY

_PROBE = f"include {REPOSITORY / 'Makefile'}\nprobe:\n\t@env\n"
_TYPED = 'it costs $5 in $HOME, "they" say; $$ and (x)'


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("name", ["JIXIAO_HOME", "REPORTS", "JIXIAO_ACCEPT_DRIFT"])
@pytest.mark.parametrize("is_argument", [True, False], ids=["argument", "environment"])
def test_a_dollar_sign_reaches_the_program_as_it_was_typed(name: str, is_argument: bool) -> None:
    arguments, environment = ([f"{name}={_TYPED}"], {}) if is_argument else ([], {name: _TYPED})
    seen = subprocess.run(
        ["make", "--silent", "--file=-", "probe", *arguments],
        input=_PROBE,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"{name}={_TYPED}" in seen.splitlines()
