"""The three services, started as the units start them, on free ports: they find one another and run the load."""

import string
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.deploy.conftest import INSTALLED, SERVICES, SYSTEMD, commands, variables
from tests.services import REPOSITORY, free_port, graphql, locations, service, wait_until

BIN = f"{INSTALLED}/.venv/bin"


def _words(command: list[str], settings: Mapping[str, str]) -> list[str]:
    """A unit's command in this checkout, with its variables filled in as systemd would."""
    filled = [string.Template(word).substitute(settings) for word in command]
    return [
        word.replace(BIN, str(Path(sys.executable).parent)).replace(INSTALLED, str(REPOSITORY))
        for word in filled
    ]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Iterator[int]:
    """The port of the webserver of the three services."""
    place = tmp_path_factory.mktemp("services")
    home = place / "home"
    settings = {
        **variables(SYSTEMD / "jixiao.env"),
        "JIXIAO_HOME": str(home),
        "DAGSTER_HOME": str(home / "dagster"),
        "REPORTS": str(samples_dir),
        "PORT": str(free_port()),
        "CODE_LOCATION_PORT": str(free_port()),
    }
    with ExitStack() as stack:
        for name in SERVICES:
            *before, command = commands(f"jixiao-{name}.service")
            log = place / f"{name}.log"
            for preparation in before:
                with service(_words(preparation, settings), settings, log) as process:
                    assert process.wait(600) == 0, log.read_text(errors="replace")
            process = stack.enter_context(service(_words(command, settings), settings, log))
        webserver = int(settings["PORT"])
        wait_until("listing the assets", lambda: locations(webserver).get("jixiao", 0) > 0, process, log)
        yield webserver


def test_the_webserver_lists_the_assets_of_the_code_location(port: int) -> None:
    assert list(locations(port)) == ["jixiao"]
    query = '{ assetOrError(assetKey: {path: ["published_warehouse"]}) { __typename } }'
    assert graphql(port, query) == {"assetOrError": {"__typename": "Asset"}}


def test_the_schedule_is_on(port: int) -> None:
    query = "{ repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name scheduleState { status } } } } } }"
    [repository] = graphql(port, query)["repositoriesOrError"]["nodes"]
    states = {schedule["name"]: schedule["scheduleState"]["status"] for schedule in repository["schedules"]}
    assert states["nightly_load_schedule"] == "RUNNING"
