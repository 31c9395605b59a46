"""A console for people, which nothing else writes on.

Whatever Dagster, dbt and Great Expectations print goes to the run's output.log.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console


@contextmanager
def private_console(log: Path, screen_no: int = 1) -> Iterator[Console]:
    """A console on the real stdout, while stdout and stderr of this process and its children go to `log`.

    With `screen_no` 2 it is on the real stderr, so that stdout is left for an answer.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    saved = [os.dup(1), os.dup(2)]
    with log.open("ab", buffering=0) as file, os.fdopen(os.dup(screen_no), "w", encoding="utf-8") as screen:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield Console(file=screen, soft_wrap=not screen.isatty(), highlight=False)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for descriptor, original in zip((1, 2), saved, strict=True):
                os.dup2(original, descriptor)
                os.close(original)
