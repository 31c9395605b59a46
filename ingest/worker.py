"""The process that reads or extracts one document after another, under limits, away from the run.

Started by `ingest.workers` with the two ends of its pipes as arguments. It answers each item with what the
function gave, or with why it gave nothing. Nothing in it may reach the network, start programs (but the
converters of old formats) or write outside the folder for temporary files.
"""

import math
import os
import resource
import sys
import tempfile
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

READY = "ready"


class Done(NamedTuple):
    """What the function gave."""

    value: Any


class Crashed(NamedTuple):
    """The exception that the function raised, in words."""

    what: str


class OutOfMemory(NamedTuple):
    """The function reached the memory limit. The process ends with this answer."""


def main() -> None:
    """Serves until the pipe is closed."""
    source, sink = (int(argument) for argument in sys.argv[1:3])
    with Connection(source, writable=False) as inbound, Connection(sink, readable=False) as outbound:
        function, seconds, memory = inbound.recv()
        _limit_memory(memory)
        sys.addaudithook(_guard)
        outbound.send(READY)
        while True:
            try:
                items = inbound.recv()
            except EOFError:
                return
            for item in items:
                _limit_processor_time(seconds)
                try:
                    outbound.send(Done(function(item)))
                except MemoryError:
                    outbound.send(OutOfMemory())
                    return
                except Exception as error:  # noqa: BLE001 - whatever one document brings about is its own
                    outbound.send(Crashed(f"{type(error).__name__}: {error}"[:500]))


def _limit_memory(most_bytes: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or most_bytes < hard:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (most_bytes, hard))
        except (ValueError, OSError):  # macOS knows the limit and refuses it
            return


def _limit_processor_time(seconds: int) -> None:
    """The system ends the process when it has used them; the parent's clock does where it only waits."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = math.ceil(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


_NETWORK = ("socket.", "urllib.", "ftplib.", "http.", "smtplib.")
_PROGRAMS = frozenset({"os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn"})
CONVERTERS = frozenset({"antiword", "soffice", "libreoffice"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_TEMPORARY = os.path.realpath(tempfile.gettempdir())


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook of the interpreter: no reader needs what it forbids, so a document tries something."""
    if event.startswith(_NETWORK) or event in _PROGRAMS:
        raise PermissionError(f"{event} is not allowed while a document is read")
    if event == "subprocess.Popen" and os.path.basename(str(arguments[0])) not in CONVERTERS:
        raise PermissionError(f"the program {arguments[0]} is not started for a document")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        path = os.path.realpath(os.fsdecode(arguments[0])) if isinstance(arguments[0], str | bytes) else ""
        if path and path != os.devnull and not f"{path}{os.sep}".startswith(_TEMPORARY + os.sep):
            raise PermissionError(f"{path} is not written while a document is read")
