"""Units, image and compose name only what the project has, and keep the UI to this machine."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.conftest import (
    CONTAINER,
    DEPLOY,
    INSTALLED,
    SERVICES,
    SYSTEMD,
    commands,
    directives,
    variables,
)
from tests.services import REPOSITORY

BIN = Path(sys.executable).parent
UNITS = [f"jixiao-{name}.service" for name in SERVICES]
# Read by Dagster, dbt, Great Expectations and deploy/workspace.yaml rather than by the project.
OF_TOOLS = {
    "CODE_LOCATION_HOST",
    "CODE_LOCATION_PORT",
    "DAGSTER_DISABLE_TELEMETRY",
    "DAGSTER_HOME",
    "DBT_SEND_ANONYMOUS_USAGE_STATS",
    "DO_NOT_TRACK",
    "GX_ANALYTICS_ENABLED",
    "PATH",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
}
TELEMETRY_OFF = {
    "DO_NOT_TRACK": "1",
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True)


def _here(path: str) -> Path:
    """Where a path of the installed project is in this one."""
    return REPOSITORY / Path(path).relative_to(INSTALLED)


def _read_by_the_project() -> set[str]:
    """Every name of an environment variable that the project's own code or configuration spells."""
    sources = [
        path
        for top in ("ingest", "warehouse", "expectations", "orchestration")
        for path in (REPOSITORY / top).rglob("*.py")
    ]
    return set(
        re.findall(r"\"([A-Z][A-Z_]+)\"", "\n".join(path.read_text(encoding="utf-8") for path in sources))
    )


def _image_variables() -> Mapping[str, str]:
    text = (CONTAINER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(r"^ENV (.*)$", text, flags=re.MULTILINE)
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def _command_exists(command: Iterable[str]) -> None:
    """The program is one of the environment's, and the modules and paths among its arguments are the project's."""
    program, *arguments = command
    assert (BIN / Path(program).name).exists(), f"no program {program}"
    for option, value in pairwise(arguments):
        if option == "-m":
            assert importlib.util.find_spec(value), f"no module {value}"
        if option in ("-w", "-d"):
            path = _here(value) if value.startswith("/") else REPOSITORY / value
            assert path.exists(), f"no {value}"


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_starts_what_the_project_has(unit: str) -> None:
    for command in commands(unit):
        assert command[0].startswith(f"{INSTALLED}/.venv/bin/")
        _command_exists(command)


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_starts_what_the_unit_starts(name: str, compose: Mapping[str, Any]) -> None:
    command = compose["services"][name]["command"]
    _command_exists(command)
    program, *_ = commands(f"jixiao-{name}.service")[-1]
    assert command[0] == Path(program).name


def test_the_units_set_only_variables_that_something_reads() -> None:
    given = variables(SYSTEMD / "jixiao.env")
    assert set(given) <= OF_TOOLS | _read_by_the_project()
    assert given["DAGSTER_HOME"] == f"{given['JIXIAO_HOME']}/dagster"
    used = {
        name
        for unit in UNITS
        for command in commands(unit)
        for word in command
        for name in re.findall(r"\$\{(\w+)\}", word)
    }
    assert used <= set(given)


def test_the_image_and_compose_set_only_variables_that_something_reads(compose: Mapping[str, Any]) -> None:
    image = _image_variables()
    known = OF_TOOLS | _read_by_the_project()
    assert set(image) <= known
    assert set(compose["services"]["code"]["environment"]) <= known
    assert set(variables(CONTAINER / "settings.env")) <= known
    asked = set(re.findall(r"\$\{(\w+)", (CONTAINER / "compose.yaml").read_text(encoding="utf-8")))
    assert asked == set(variables(CONTAINER / "example.env"))


def test_telemetry_is_off_everywhere() -> None:
    assert TELEMETRY_OFF.items() <= variables(SYSTEMD / "jixiao.env").items()
    assert TELEMETRY_OFF.items() <= _image_variables().items()


def test_the_ui_is_for_this_machine_only(compose: Mapping[str, Any]) -> None:
    _, *arguments = commands("jixiao-webserver.service")[-1]
    assert arguments[arguments.index("-h") + 1] == "127.0.0.1"
    assert compose["services"]["webserver"]["ports"] == ["127.0.0.1:${PORT:-3000}:3000"]
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["webserver"]


def test_the_proxy_leads_to_the_port_of_the_ui() -> None:
    text = (DEPLOY / "nginx" / "jixiao.conf").read_text(encoding="utf-8")
    assert f"proxy_pass http://127.0.0.1:{variables(SYSTEMD / 'jixiao.env')['PORT']};" in text
    assert "auth_basic_user_file" in text


def test_every_service_of_compose_is_watched_and_keeps_its_data(compose: Mapping[str, Any]) -> None:
    services = compose["services"]
    assert all("healthcheck" in service for name, service in services.items() if name != "prepare")
    mounts = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert set(compose["volumes"]) <= mounts


def test_the_image_does_not_run_as_root() -> None:
    lines = (CONTAINER / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]


def test_compose_follows_its_schema() -> None:
    found = _run(
        BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", CONTAINER / "compose.yaml"
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_image_is_described_well() -> None:
    found = _run(BIN / "hadolint", CONTAINER / "Dockerfile")
    assert found.returncode == 0, found.stdout + found.stderr


def test_what_goes_into_the_image_is_there() -> None:
    lines = (CONTAINER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    kept = [line[1:] for line in lines if line.startswith("!")]
    assert kept
    assert [path for path in kept if not (REPOSITORY / path).exists()] == []


def test_every_package_that_is_installed_goes_into_the_image() -> None:
    lines = (CONTAINER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["setuptools"]["packages"]
    assert [package for package in packages if f"!{package}" not in lines] == []


@pytest.fixture(scope="module")
def installed_units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units as installed, but for the project's folder, which is this one."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    folder = Path(shutil.copytree(SYSTEMD, tmp_path_factory.mktemp("units") / "system"))
    for file in (*folder.glob("*.service"), *folder.glob("*.target"), *folder.rglob("*.conf")):
        text = file.read_text(encoding="utf-8").replace(INSTALLED, str(REPOSITORY))
        file.write_text(text.replace("/etc/jixiao/jixiao.env", str(folder / "jixiao.env")), encoding="utf-8")
    return folder


def test_systemd_accepts_the_units(installed_units: Path) -> None:
    units = sorted(installed_units.glob("*.service")) + sorted(installed_units.glob("*.target"))
    found = _run("systemd-analyze", "verify", "--man=no", *units)
    about_ours = [line for line in found.stderr.splitlines() if "jixiao" in line]
    assert (found.returncode, about_ours) == (0, [])


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_locked_up_well(installed_units: Path, unit: str) -> None:
    # 10 is a service that may do everything, 0 one that may do nothing.
    found = _run("systemd-analyze", "security", "--offline=yes", "--threshold=25", installed_units / unit)
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_administrators_command_has_the_settings_of_the_services() -> None:
    text = (SYSTEMD / "jixiao").read_text(encoding="utf-8")
    common = dict(directives("jixiao-.service.d/common.conf"))
    for key in ("EnvironmentFile", "UMask"):
        assert f"--property={key}={common[key]}" in text
    assert f"--uid={common['User']} --gid={common['Group']}" in text
    assert f"--working-directory={common['WorkingDirectory']}" in text
    assert _run("sh", "-n", SYSTEMD / "jixiao").returncode == 0


def test_every_unit_belongs_to_the_target() -> None:
    [wanted] = [value.split() for key, value in directives("jixiao.target") if key == "Wants"]
    assert sorted(wanted) == sorted(UNITS)
    assert ("PartOf", "jixiao.target") in directives("jixiao-.service.d/common.conf")
