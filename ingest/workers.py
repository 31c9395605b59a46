"""Long-lived processes that work through items under a limit of processor time and of memory for each.

A process that overruns a limit, or dies, costs one item: it is ended and replaced, and the items behind that
one are done by the next process. The run itself never reads a document.
"""

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from ingest.limits import Limits
from ingest.worker import READY, Crashed, Done, OutOfMemory

Item = TypeVar("Item")

_START = "from ingest.worker import main; main()"
_START_SECONDS = 120  # for the interpreter and the word lists on a busy machine
_CLOCK_SHARE = (
    3  # seconds by the clock for each second of the limit: a busy machine is not the document's fault
)
_GRACE_SECONDS = 2
_END_SECONDS = 10


class TooSlow(NamedTuple):
    """The item took more than its seconds."""


Answer = Done | Crashed | OutOfMemory | TooSlow


class WorkerError(Exception):
    """A worker process could not be started."""


class _Process:
    """One worker process with its pipes. `function` is one that another process can import."""

    def __init__(self, function: Callable[[Any], Any], limits: Limits) -> None:
        self._seconds = limits.max_seconds
        self._is_idle = False
        source, outbound = os.pipe()
        inbound, sink = os.pipe()
        self._outbound = Connection(outbound, readable=False)
        self._inbound = Connection(inbound, writable=False)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, str(source), str(sink)],
                pass_fds=(source, sink),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            )
        finally:
            os.close(source)
            os.close(sink)
        try:
            self._outbound.send((function, limits.max_seconds, limits.max_memory_bytes))
            started = self._inbound.poll(_START_SECONDS) and self._inbound.recv() == READY
        except (EOFError, OSError):
            started = False
        if not started:
            self.end()
            raise WorkerError(
                f"The process that reads documents did not start (exit code {self._process.returncode}). "
                "If JIXIAO_MAX_MEMORY_MB is set, raise it."
            )

    def answers(self, items: Sequence[Any]) -> Iterator[Answer]:
        """An answer to each item in order; fewer where the process had to be ended, the last says why."""
        self._is_idle = False
        try:
            self._outbound.send(items)
            for _ in items:
                if not self._inbound.poll(_CLOCK_SHARE * self._seconds + _GRACE_SECONDS):
                    yield TooSlow()
                    return
                answer: Answer = self._inbound.recv()
                yield answer
                if isinstance(answer, OutOfMemory):
                    return
            self._is_idle = True
        except (EOFError, OSError):
            yield self._last_words()

    def end(self) -> None:
        """Lets the process end by itself, as it does when it has nothing to do; else ends it."""
        self._outbound.close()
        try:
            self._process.wait(_END_SECONDS if self._is_idle else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._inbound.close()

    def _last_words(self) -> Answer:
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return TooSlow()
        return Crashed(f"its process died (exit code {code})")


class Workers(Generic[Item]):
    """Up to `count` processes that apply `function`; started when they are first needed."""

    def __init__(self, function: Callable[[Item], Any], limits: Limits, count: int) -> None:
        self._function = function
        self._limits = limits
        self._count = count
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)

    def map(self, items: Iterable[Item], chunk: int) -> Iterator[list[tuple[Item, Answer]]]:
        """Chunks of items with their answers, in order; memory stays flat. The processes end with the last.

        Raises WorkerError where no process can be started.
        """
        source = iter(items)
        under_way: deque[Future[list[tuple[Item, Answer]]]] = deque()
        threads = ThreadPoolExecutor(self._count)
        try:
            while part := list(islice(source, chunk)):
                under_way.append(threads.submit(self._do, part))
                if len(under_way) > 2 * self._count:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)
            while not self._idle.empty():
                process = self._idle.get()
                if process is not None:
                    process.end()

    def _do(self, items: list[Item]) -> list[tuple[Item, Answer]]:
        process = self._idle.get()
        answers: list[Answer] = []
        try:
            while len(answers) < len(items):
                if process is None:
                    process = _Process(self._function, self._limits)
                left = items[len(answers) :]
                answers.extend(process.answers(left))
                if len(answers) < len(items) or not isinstance(answers[-1], Done | Crashed):
                    process.end()
                    process = None
        except BaseException:
            if process is not None:
                process.end()
                process = None
            raise
        finally:
            self._idle.put(process)
        return list(zip(items, answers, strict=True))
