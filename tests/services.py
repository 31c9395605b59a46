"""Starts the product's services as processes of their own, and asks them by HTTP as a browser would."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

REPOSITORY = Path(__file__).parents[1]
HOST = "127.0.0.1"
START_SECONDS = 180  # for what takes ten on an idle machine
STOP_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def service(
    command: Sequence[str], settings: Mapping[str, str], log: Path, folder: Path = REPOSITORY
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, told to end afterwards; whatever is left of the group is ended; its output in `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):  # `dagster dev` may leave its code server behind
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(what: str, is_so: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait, not for ever, for something that `process` is to bring about."""
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        ended = process.poll() is not None
        if ended or time.monotonic() > deadline:
            why = (
                f"the process ended with {process.returncode}" if ended else f"{START_SECONDS} s have passed"
            )
            raise AssertionError(f"not {what}, and {why}:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.2)


def answers(address: str) -> bool:
    """Whether a web server gives its page there."""
    try:
        with urlopen(address, timeout=60) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


def graphql(port: int, query: str) -> Mapping[str, Any]:
    """What the webserver at `port` answers to a query."""
    body = json.dumps({"query": query}).encode()
    request = Request(f"http://{HOST}:{port}/graphql", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        found: Mapping[str, Any] = json.load(answer)["data"]
    return found


def locations(port: int) -> Mapping[str, int]:
    """The code locations that a webserver has loaded, with the number of their assets; none where it does not answer."""
    query = "{ repositoriesOrError { ... on RepositoryConnection { nodes { location { name } assetNodes { id } } } } }"
    try:
        nodes = graphql(port, query)["repositoriesOrError"].get("nodes", [])
    except (URLError, ConnectionError, TimeoutError):
        return {}
    return {node["location"]["name"]: len(node["assetNodes"]) for node in nodes}
