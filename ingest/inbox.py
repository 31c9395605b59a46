"""Reads the inbox folder into document records; what cannot be read becomes a rejection.

Every file is read by worker processes, under limits: no file can take the run down, not even plain text.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ingest.discover import FoundFile, discover
from ingest.errors import RejectReason
from ingest.limits import Limits
from ingest.names import printable
from ingest.parallel import failure
from ingest.read import Content, Known, ListArchive, Outcome, ReadFile, Refused, Source
from ingest.readers import SUFFIXES, TEXT, suffix_of
from ingest.records import Document, RejectedDocument
from ingest.spool import Spool, Spooled
from ingest.workers import Done, Workers

FEW = 8  # documents that take parsing; up to here, starting a second process costs more than it saves


class InboxReading(NamedTuple):
    """What one look at the inbox gave; every file is in exactly one of the two lists."""

    documents: Sequence[Document]
    rejected: list[RejectedDocument]


class _Candidate(NamedTuple):
    """A file, or an entry of an archive, with the place where it was found."""

    source: Source
    source_uri: str

    @property
    def source_name(self) -> str:
        return self.source_uri.rpartition("/")[2]

    @property
    def is_slow(self) -> bool:
        """Whether reading it takes more than decoding, which is done thousands of times while a process starts."""
        return SUFFIXES[suffix_of(self.source.name)] != TEXT


def read_inbox(
    path: Path,
    now: datetime,
    limits: Limits | None = None,
    known: Mapping[str, Document] | None = None,
    loaded: Mapping[str, str] | None = None,
) -> InboxReading:
    """Reads every report under `path`, in the order of the relative paths.

    `now` is stamped on the records. A file that cannot be used is rejected with its reason and
    never stops the others. `known` are documents by SHA-256 that need not be parsed again, and `loaded` the
    place from which each content was loaded before: of equal files that one counts. Raises
    InboxError where the folder as a whole cannot be used, and WorkerError where no process can be started.
    """
    inbox = _Inbox(now, limits or Limits(), known or {}, loaded or {})
    files = discover(path)
    for file in files:
        if file.reject is not None:
            inbox.reject(file.source_uri, file.reject, file.reason)
    usable = [file for file in files if file.reject is None]
    plain = [_candidate(file) for file in usable if not file.is_archive]
    entries = inbox.list_archives([file for file in usable if file.is_archive])
    inbox.read([*plain, *entries])
    return inbox.reading()


def _candidate(file: FoundFile) -> _Candidate:
    return _Candidate(Source(str(file.path), file.source_name), file.source_uri)


class _Inbox:
    """What has been read so far, by the place where it was found."""

    def __init__(
        self, now: datetime, limits: Limits, known: Mapping[str, Document], loaded: Mapping[str, str]
    ) -> None:
        self._now = now
        self._limits = limits
        self._known = known
        self._loaded = loaded
        self._spool = Spool()
        self._documents: dict[str, tuple[str, int]] = {}  # place -> content_sha256, number in the spool
        self._rejected: dict[str, RejectedDocument] = {}

    def reject(self, uri: str, reject: RejectReason, reason: str, sha256: str | None = None) -> None:
        name = uri.rpartition("/")[2]
        self._rejected[uri] = RejectedDocument(name, uri, sha256, reject.code, reason, self._now)

    def read(self, candidates: list[_Candidate]) -> None:
        if not candidates:
            return
        slow = sum(candidate.is_slow for candidate in candidates)
        count = 1 if slow <= FEW else os.cpu_count() or 1
        workers: Workers[Source] = Workers(
            ReadFile(self._limits, frozenset(self._known)), self._limits, count
        )
        sources = (candidate.source for candidate in candidates)
        answers = (pair for chunk in workers.map(sources, chunk=4) for pair in chunk)
        for candidate, (_, answer) in zip(candidates, answers, strict=True):
            if isinstance(answer, Done):
                self._note(candidate, answer.value)
            else:
                failed = failure(answer, self._limits, RejectReason.READING_FAILED)
                self.reject(candidate.source_uri, failed.reject, failed.reason)

    def list_archives(self, files: list[FoundFile]) -> Iterator[_Candidate]:
        """The entries of the archives that can be read; everything else about them is noted."""
        if not files:
            return
        workers: Workers[str] = Workers(ListArchive(self._limits), self._limits, 1)
        answers = (pair for chunk in workers.map((str(f.path) for f in files), chunk=1) for pair in chunk)
        for file, (_, answer) in zip(files, answers, strict=True):
            if not isinstance(answer, Done):
                failed = failure(answer, self._limits, RejectReason.READING_FAILED)
                self.reject(file.source_uri, failed.reject, failed.reason)
            elif isinstance(answer.value, Refused):
                refusal = answer.value.refusal
                self.reject(file.source_uri, refusal.reject, str(refusal))
            else:
                for entry in answer.value.entries:
                    uri = f"{file.source_uri}/{printable(entry.path)}"
                    if entry.refusal is not None:
                        self.reject(uri, entry.refusal.reject, str(entry.refusal))
                    else:
                        source = Source(str(file.path), entry.path, entry.position, answer.value.stamp)
                        yield _Candidate(source, uri)

    def reading(self) -> InboxReading:
        """Everything in the order of its place; of equal contents the one loaded before counts, else the first."""
        documents: list[int] = []
        first_uri = {  # content_sha256 -> the place that counts
            sha256: uri
            for sha256, uri in self._loaded.items()
            if uri in self._documents and self._documents[uri][0] == sha256
        }
        for uri, (sha256, number) in sorted(self._documents.items()):
            first = first_uri.setdefault(sha256, uri)
            if first == uri:
                documents.append(number)
            else:
                duplicate = RejectReason.DUPLICATE_CONTENT
                self.reject(uri, duplicate, duplicate.explain(first=first), sha256)
        return InboxReading(
            Spooled(self._spool, documents), [rejected for _, rejected in sorted(self._rejected.items())]
        )

    def _note(self, candidate: _Candidate, outcome: Outcome) -> None:
        uri, name = candidate.source_uri, candidate.source_name
        if isinstance(outcome, Refused):
            self.reject(uri, outcome.refusal.reject, str(outcome.refusal), outcome.sha256)
        elif isinstance(outcome, Known):
            known = self._known[outcome.sha256]._replace(
                source_name=name, source_uri=uri, loaded_at=self._now, retired_at=None
            )
            self._documents[uri] = outcome.sha256, self._spool.put(known)
        elif isinstance(outcome, Content):
            document = Document(
                report_id=f"r_{outcome.sha256[:16]}",
                source_name=name,
                source_uri=uri,
                media_type=outcome.media_type,
                encoding=outcome.encoding,
                byte_count=outcome.byte_count,
                content_sha256=outcome.sha256,
                text=outcome.text,
                loaded_at=self._now,
                retired_at=None,
                layout=outcome.layout,
            )
            self._documents[uri] = outcome.sha256, self._spool.put(document)
