"""Reads the inbox folder into document records; what cannot be read becomes a rejection."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ingest.decode import Undecodable, decode
from ingest.discover import FoundFile, discover
from ingest.errors import RejectReason
from ingest.records import Document, RejectedDocument

MAX_BYTES = 20 * 1024 * 1024  # a thousand times a usual report: whatever is larger is none


class InboxReading(NamedTuple):
    """What one look at the inbox gave; every file is in exactly one of the two lists."""

    documents: list[Document]
    rejected: list[RejectedDocument]


def read_inbox(path: Path, now: datetime) -> InboxReading:
    """Reads every report under `path`, in the order of the relative paths.

    `now` is stamped on the records. A file that cannot be used is rejected with its reason and
    never stops the others. Raises InboxError where the folder as a whole cannot be used.
    """
    documents: list[Document] = []
    rejected: list[RejectedDocument] = []
    first_uri: dict[str, str] = {}  # content_sha256 -> where it was first met
    for file in discover(path):
        outcome = read_file(file, now)
        if isinstance(outcome, Document):
            first = first_uri.setdefault(outcome.content_sha256, outcome.source_uri)
            if first == outcome.source_uri:
                documents.append(outcome)
                continue
            duplicate = RejectReason.DUPLICATE_CONTENT
            outcome = _rejection(file, now, duplicate, duplicate.explain(first=first), outcome.content_sha256)
        rejected.append(outcome)
    return InboxReading(documents, rejected)


def read_file(file: FoundFile, now: datetime) -> Document | RejectedDocument:
    """One file as a document, or as the record of why it is none."""
    if file.reject is not None:
        return _rejection(file, now, file.reject, file.reason)
    try:
        size = file.path.stat().st_size
        if size > MAX_BYTES:
            too_large = RejectReason.TOO_LARGE
            return _rejection(file, now, too_large, too_large.explain(size=size, limit=MAX_BYTES))
        data = file.path.read_bytes()
    except OSError as error:
        unreadable = RejectReason.UNREADABLE
        return _rejection(file, now, unreadable, unreadable.explain(what=error.strerror or error))
    sha256 = hashlib.sha256(data).hexdigest()
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        return _rejection(file, now, decoded.reject, decoded.reason, sha256)
    return Document(
        report_id=f"r_{sha256[:16]}",
        source_name=file.source_name,
        source_uri=file.source_uri,
        media_type=file.media_type,
        encoding=decoded.encoding,
        byte_count=len(data),
        content_sha256=sha256,
        text=decoded.text,
        loaded_at=now,
        retired_at=None,
    )


def _rejection(
    file: FoundFile, now: datetime, reject: RejectReason, reason: str, sha256: str | None = None
) -> RejectedDocument:
    return RejectedDocument(file.source_name, file.source_uri, sha256, reject.code, reason, now)
