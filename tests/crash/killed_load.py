"""`python -m tests.crash.killed_load PLACE`: a load that kills itself, and all its processes, at an exact place.

PLACE is one of `places()`: before or after a step of the run, or around one of the single operations that
publishing consists of. Without PLACE it is a load like any other.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest import mock

from orchestration import run
from orchestration.environment import settle
from warehouse import publish, versions
from warehouse.home import Home

# What publishing does with the files, in order; `keep` and `prune` are the kept versions'.
OPERATIONS: dict[str, tuple[Any, str]] = {
    "stamp": (versions, "stamp"),
    "keep": (versions, "keep"),
    "link": (os, "link"),
    "swap": (publish, "swap"),
    "replace": (os, "replace"),
    "prune": (versions, "prune"),
    "forget": (publish, "_forget_old_runs"),
}


def places() -> list[str]:
    """Every place that a load can be killed at."""
    from orchestration.progress import STEPS

    ends = ("before", "after")
    steps = [f"{end}:step:{step}" for step in STEPS for end in ends]
    return steps + [f"{end}:{name}" for name in OPERATIONS for end in ends]


def _kill() -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _around(real: Callable[..., Any], end: str, is_place: Callable[..., bool]) -> Callable[..., Any]:
    def wrapped(*arguments: Any, **named: Any) -> Any:
        here = is_place(*arguments)
        if here and end == "before":
            _kill()
        result = real(*arguments, **named)
        if here and end == "after":
            _kill()
        return result

    return wrapped


def _at_step(end: str, step: str) -> AbstractContextManager[Any]:
    """The progress display hears of every event at the moment when it is written."""
    from orchestration.progress import Progress

    def is_place(_progress: Progress, entry: Any) -> bool:
        event = entry.dagster_event
        if event is None or event.step_key != step:
            return False
        return bool(event.is_step_start if end == "before" else event.is_step_success)

    return mock.patch.object(Progress, "__call__", _around(Progress.__call__, "before", is_place))


def _at_operation(end: str, name: str) -> AbstractContextManager[Any]:
    module, function = OPERATIONS[name]

    def is_place(*arguments: Any) -> bool:  # other files are linked and replaced too, by Dagster and by us
        target = Path(str(arguments[-1]))
        is_ours = target.name == "warehouse.duckdb" and target.parent.name != "build"
        return is_ours if module is os else True

    return mock.patch.object(module, function, _around(getattr(module, function), end, is_place))


def main(place: str | None) -> int:
    """Load; does not return where the place is met."""
    if place is None:
        return run.main()
    end, _, name = place.partition(":")
    kind, _, step = name.partition(":")
    settle(Home.from_environment())  # before anything of Dagster is imported
    with _at_step(end, step) if kind == "step" else _at_operation(end, name):
        return run.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
