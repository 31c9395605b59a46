"""The files under deploy/, read as the tools that use them would read them."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
SYSTEMD = DEPLOY / "systemd"
CONTAINER = DEPLOY / "container"
INSTALLED = "/opt/jixiao"  # where the units and the image expect the project
SERVICES = ("code", "daemon", "webserver")


def directives(name: str) -> list[tuple[str, str]]:
    """The directives of a unit file, in their order; some are given more than once."""
    text = (SYSTEMD / name).read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z]+)=(.*)$", text, flags=re.MULTILINE)
    assert found, f"{name} has no directive"
    return found


def commands(name: str) -> list[list[str]]:
    """What a unit starts, ExecStartPre first, split as the words are."""
    return [shlex.split(value) for key, value in directives(name) if key in ("ExecStartPre", "ExecStart")]


def variables(file: Path) -> Mapping[str, str]:
    """The assignments of an environment file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture(scope="session")
def compose() -> Mapping[str, Any]:
    """compose.yaml with its anchors resolved."""
    found: Mapping[str, Any] = yaml.safe_load((CONTAINER / "compose.yaml").read_text(encoding="utf-8"))
    return found
