"""Fuzzing of all readers and the extractor: no crash, no hang, no fact whose offsets do not slice back."""

import atexit
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ingest.errors import Refusal
from ingest.limits import Limits
from ingest.readers.archive import list_entries, read_entry
from ingest.worker import Done
from ingest.workers import Workers
from tests.formats.facts import extracted
from tests.fuzz.mutations import mutated

LIMITS = Limits(max_seconds=30, max_memory_mb=2048)


def read_input(number: int) -> str:
    """What came of one input: `read`, or the code of the reason for which it was turned away.

    Raises where a reader or the extractor crashes, or an offset does not slice back.
    """
    name, data = mutated(number)
    os.environ["PATH"] = _antiword_alone()
    try:
        if name.endswith(".zip"):
            return _read_archive(data)
        extracted(name, data)
    except Refusal as refusal:
        return refusal.reject.code
    return "read"


@cache
def _antiword_alone() -> str:
    """A search path that has no converter but antiword: LibreOffice would take a second for each old Word file."""
    folder = tempfile.mkdtemp(prefix="jixiao-fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    program = shutil.which("antiword")
    if program is not None:
        (Path(folder) / "antiword").symlink_to(program)
    return folder


def _read_archive(data: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(data)
        file.flush()
        for entry in list_entries(file.name, LIMITS):
            if entry.refusal is None:
                extracted(entry.path, read_entry(file.name, entry.position, LIMITS))
    return "read"


def findings(numbers: Iterable[int], count: int) -> tuple[Counter[str], list[str]]:
    """How often each outcome came, and a line for each input that crashed, hung or took too much memory."""
    outcomes: Counter[str] = Counter()
    found: list[str] = []
    workers: Workers[int] = Workers(read_input, LIMITS, count)
    for chunk in workers.map(numbers, chunk=25):
        for number, answer in chunk:
            if isinstance(answer, Done):
                outcomes[answer.value] += 1
            else:
                found.append(f"{number} ({mutated(number)[0]}): {answer}")
    return outcomes, found
