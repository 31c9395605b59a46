"""Reads one file, or one entry of an archive, into text and layout. Runs in a worker process."""

import hashlib
import os
from typing import NamedTuple

from ingest.errors import Refusal, RejectReason
from ingest.layout import dump_layout
from ingest.limits import Limits
from ingest.readers import read_document
from ingest.readers.archive import Entry, list_entries, read_entry


class Stamp(NamedTuple):
    """What changes when somebody writes to a file."""

    size: int
    modified_ns: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Stamp":
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


class Listing(NamedTuple):
    """The entries of an archive, and its stamp at the time."""

    entries: list[Entry]
    stamp: Stamp


class Source(NamedTuple):
    """What to read: a file, or the entry of an archive at a position in its list."""

    path: str
    name: str  # the document's own name, whose ending says what it should be
    entry: int | None = None
    stamp: "Stamp | None" = None  # of the archive when it was listed


class Content(NamedTuple):
    """A document's text with where it came from."""

    sha256: str
    byte_count: int
    media_type: str
    encoding: str
    text: str
    layout: str | None


class Known(NamedTuple):
    """A content that was read before by the same rules."""

    sha256: str
    byte_count: int


class Refused(NamedTuple):
    """Why a file was not read. `sha256` is None where its bytes could not be had."""

    refusal: Refusal
    sha256: str | None = None


Outcome = Content | Known | Refused


class ReadFile:
    """Reads sources under `limits`; contents whose SHA-256 is in `known` are not parsed again."""

    def __init__(self, limits: Limits, known: frozenset[str] = frozenset()) -> None:
        self._limits = limits
        self._known = known

    def __call__(self, source: Source) -> Outcome:
        """Never raises Refusal; a crash of a reader comes through."""
        try:
            if source.entry is None:
                data = read_stable(source.path, self._limits.max_file_bytes)
            else:
                data = read_entry(source.path, source.entry, self._limits)
                if source.stamp != Stamp.of(os.stat(source.path)):
                    raise Refusal(RejectReason.CHANGED_WHILE_READING)
        except Refusal as refusal:
            return Refused(refusal)
        except OSError as error:
            return Refused(Refusal(RejectReason.UNREADABLE, what=error.strerror or error))
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self._known:
            return Known(sha256, len(data))
        try:
            media_type, reading = read_document(source.name, data, self._limits)
        except Refusal as refusal:
            return Refused(refusal, sha256)
        layout = dump_layout(reading.tables)
        return Content(sha256, len(data), media_type, reading.encoding, reading.text, layout)


class ListArchive:
    """Lists the entries of archives under `limits`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def __call__(self, path: str) -> Listing | Refused:
        """The entries, or why there are none."""
        try:
            stamp = Stamp.of(os.stat(path))
            if stamp.size > self._limits.max_archive_bytes:
                raise Refusal(RejectReason.TOO_LARGE, size=stamp.size, limit=self._limits.max_archive_bytes)
            return Listing(list_entries(path, self._limits), stamp)
        except Refusal as refusal:
            return Refused(refusal)
        except OSError as error:
            return Refused(Refusal(RejectReason.UNREADABLE, what=error.strerror or error))


def read_stable(path: str, most: int) -> bytes:
    """The bytes of a file that nobody writes to meanwhile. Raises Refusal."""
    try:
        with open(path, "rb") as file:
            before = Stamp.of(os.fstat(file.fileno()))
            if before.size > most:
                raise Refusal(RejectReason.TOO_LARGE, size=before.size, limit=most)
            data = file.read(most + 1)
            after = Stamp.of(os.fstat(file.fileno()))
    except OSError as error:
        raise Refusal(RejectReason.UNREADABLE, what=error.strerror or error) from error
    if before != after or len(data) != before.size:
        raise Refusal(RejectReason.CHANGED_WHILE_READING)
    return data
