"""A real standalone cluster of Spark on this machine: one master and two workers, each a process of its own.

Everything listens on loopback, on ports that the system chooses. A worker is begun as the leader of a process
group, so that it can be killed with the executors that it has begun, as a machine dies.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyspark

LOOPBACK = "127.0.0.1"
_SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
_START_SECONDS = 120


class Cluster(NamedTuple):
    """A cluster that is up."""

    url: str
    workers: list[subprocess.Popen[bytes]]

    def kill_worker(self, number: int) -> None:
        """Kill one worker and its executors without a word of warning."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()


@contextmanager
def standalone(folder: Path, workers: int = 2, cores: int = 1, memory: str = "1g") -> Iterator[Cluster]:
    """A cluster for the time of the block; its logs and the workers' files lie in `folder`.

    Raises RuntimeError where a part of it does not come up, naming its log.
    """
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(_start(folder, "master", ["master.Master", "--port", "0"]))
        url = _wait_for(folder / "master.log", "Starting Spark master at ")
        for number in range(workers):
            arguments = [
                "worker.Worker",
                "--cores",
                str(cores),
                "--memory",
                memory,
                "--work-dir",
                str(folder / "work"),
            ]
            started.append(_start(folder, f"worker{number}", [*arguments, url]))
        for number in range(workers):
            _wait_for(folder / f"worker{number}.log", "Successfully registered with master ")
        yield Cluster(url, started[1:])
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _start(folder: Path, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    command = [
        str(_SPARK_CLASS),
        f"org.apache.spark.deploy.{arguments[0]}",
        "--host",
        LOOPBACK,
        "--webui-port",
        "0",
    ]
    environment = os.environ | {
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_NO_DAEMONIZE": "1",
    }
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, *arguments[1:]], stdout=log, stderr=log, env=environment, start_new_session=True
        )


def _wait_for(log: Path, words: str) -> str:
    """What stands behind these words in a log, to the next blank, once they stand there."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        _, found, rest = log.read_text(encoding="utf-8", errors="replace").partition(words)
        if found and "\n" in rest:
            return rest.split()[0]
        time.sleep(0.2)
    raise RuntimeError(
        f"The cluster does not come up: {words!r} does not appear in {log} within {_START_SECONDS} s."
    )
