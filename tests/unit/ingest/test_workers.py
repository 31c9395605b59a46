"""Worker processes: limits of time and memory, crashes, and what a document's reader may not do."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.errors import RejectReason
from ingest.limits import Limits
from ingest.parallel import failure
from ingest.worker import Crashed, Done, OutOfMemory
from ingest.workers import Answer, TooSlow, WorkerError, Workers

LIMITS = Limits(max_seconds=1, max_memory_mb=512)


def _task(name: str) -> object:
    """What the tests ask a worker to do."""
    if name == "crash":
        raise ValueError("unlucky")
    if name == "die":
        os._exit(3)
    if name == "hang":
        time.sleep(60)
    if name == "loop":
        while True:
            pass
    if name == "hoard":
        return len(bytearray(2**30))
    if name == "unpicklable":
        return lambda: None
    if name == "recurse":
        return _task(name)
    if name == "pid":
        return os.getpid()
    return name


def _forbidden(name: str) -> object:
    """What a document might try."""
    if name == "connect":
        socket.create_connection(("127.0.0.1", 9))
    elif name == "resolve":
        socket.getaddrinfo("localhost", 80)
    elif name == "fetch":
        urllib.request.urlopen("http://127.0.0.1:9/")
    elif name == "program":
        subprocess.run([sys.executable, "-c", "pass"], check=True)
    elif name == "shell":
        os.system("true")
    elif name == "fork":
        os.fork()
    elif name == "write":
        (Path.home() / "written-by-a-document").write_text(
            "x", encoding="utf-8"
        )  # a checkout may be temporary
    return "done"


def _temporary(_: str) -> object:
    with tempfile.NamedTemporaryFile() as file:
        return file.write(b"x")


def _run(names: Sequence[str], function: Callable[[str], object] = _task, count: int = 1) -> list[Answer]:
    workers: Workers[str] = Workers(function, LIMITS, count)
    return [answer for chunk in workers.map(names, chunk=3) for _, answer in chunk]


def test_answers_come_in_order() -> None:
    assert _run([str(n) for n in range(10)], count=2) == [Done(str(n)) for n in range(10)]


def test_a_process_works_on_after_an_exception() -> None:
    first, crashed, last = _run(["pid", "crash", "pid"])
    assert crashed == Crashed("ValueError: unlucky")
    assert first == last


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("die", Crashed("its process died (exit code 3)")),
        ("hang", TooSlow()),
        ("loop", TooSlow()),
        ("hoard", OutOfMemory()),
    ],
)
def test_an_overrun_costs_one_item(name: str, answer: Answer) -> None:
    assert _run(["a", name, "b", "c", "d"]) == [Done("a"), answer, Done("b"), Done("c"), Done("d")]


@pytest.mark.parametrize("name", ["unpicklable", "recurse"])
def test_whatever_goes_wrong_is_an_answer(name: str) -> None:
    first, crashed, last = _run(["a", name, "b"])
    assert (first, last) == (Done("a"), Done("b"))
    assert isinstance(crashed, Crashed)


@pytest.mark.parametrize("name", ["connect", "resolve", "fetch", "program", "shell", "fork", "write"])
def test_a_reader_reaches_nothing_outside(name: str) -> None:
    [answer] = _run([name], _forbidden)
    assert isinstance(answer, Crashed)
    assert "not" in answer.what and (
        "allowed" in answer.what or "started" in answer.what or "written" in answer.what
    )


def test_a_reader_may_write_temporary_files() -> None:
    assert _run(["a"], _temporary) == [Done(1)]


def test_no_process_stays_behind() -> None:
    [answer] = _run(["pid"])
    assert isinstance(answer, Done)
    with pytest.raises(ProcessLookupError):
        os.kill(answer.value, 0)


def test_a_process_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WorkerError, match="did not start"):
        _run(["a"])


@pytest.mark.parametrize(
    ("answer", "reject"),
    [
        (TooSlow(), RejectReason.TOO_SLOW),
        (OutOfMemory(), RejectReason.TOO_MUCH_MEMORY),
        (Crashed("odd"), RejectReason.READING_FAILED),
    ],
)
def test_each_answer_has_its_reason(answer: Answer, reject: RejectReason) -> None:
    failed = failure(answer, LIMITS, RejectReason.READING_FAILED)
    assert failed.reject is reject
    assert failed.reason
