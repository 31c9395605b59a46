"""One load in a process of its own, measured: seconds, processor seconds and memory of each of its steps."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import dagster as dg
import psutil

from orchestration.progress import STEPS
from warehouse.home import Home

COPY, TOTAL = "copy of the published file", "total"
_PAUSE = 0.5  # seconds between two looks at the processes


class Cost(NamedTuple):
    """What a step took."""

    seconds: float
    processor_seconds: float  # of all processes of the load together
    peak_mb: float  # of their memory together; what they share counts once


class _Sample(NamedTuple):
    at: float
    processor_seconds: float
    mb: float


def load(home: Home, inbox: Path, **settings: str) -> dict[str, Cost]:
    """Load a folder into a home. Returns the cost of the copy that a build begins with, of each step, and of all.

    Raises CalledProcessError, with the load's output on stderr, where it fails.
    """
    environment = os.environ | settings | {"JIXIAO_HOME": str(home.root), "REPORTS": str(inbox)}
    command = [sys.executable, "-m", "orchestration.run"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        watch = _Watch(process.pid)
        output, _ = process.communicate()
        samples = watch.end()
    if process.returncode:
        print(output, file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, command)
    return {name: _cost(samples, *span) for name, span in _spans(home).items()}


def _spans(home: Home) -> Mapping[str, tuple[float, float]]:
    """Begin and end of the copy, of each step and of all, of the last run of a home."""
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        [record] = instance.get_run_records(limit=1)
        stats = instance.get_run_step_stats(record.dagster_run.run_id)
    begun, ended = record.start_time or 0.0, record.end_time or 0.0
    steps = {step.step_key: (step.start_time or 0.0, step.end_time or 0.0) for step in stats}
    copied = min(start for start, _ in steps.values())
    titled = {title: steps[key] for key, title in STEPS.items() if key in steps}
    return {COPY: (begun, copied), **titled, TOTAL: (begun, ended)}


def _cost(samples: list[_Sample], begin: float, end: float) -> Cost:
    used = [max((s.processor_seconds for s in samples if s.at <= at), default=0.0) for at in (begin, end)]
    peak = max((s.mb for s in samples if begin - _PAUSE <= s.at <= end + _PAUSE), default=0.0)
    return Cost(end - begin, used[1] - used[0], peak)


class _Watch:
    """Looks at a process and all under it, again and again, until `end`."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._samples: list[_Sample] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> list[_Sample]:
        self._over.set()
        self._thread.join()
        return self._samples

    def _watch(self) -> None:
        while not self._over.wait(_PAUSE):
            seconds = mb = 0.0
            try:
                tree = [self._process, *self._process.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for process in tree:
                try:
                    seconds += sum(process.cpu_times()[:4])  # of its own and of its children that have ended
                    memory = process.memory_full_info()
                    mb += getattr(memory, "pss", memory.uss) / 1e6
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            self._samples.append(_Sample(time.time(), seconds, mb))
