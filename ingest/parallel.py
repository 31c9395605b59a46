"""Extracts many reports in processes of their own. A report whose extraction fails is rejected; the others go on."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ingest.errors import RejectReason
from ingest.limits import Limits
from ingest.records import Document, RejectedDocument
from ingest.workers import Answer, Done, OutOfMemory, TooSlow, Workers

# Gives the records of one report: single ones and lists of them. A function that other processes can import.
Extract = Callable[[Document], Iterable[Any]]

FEW = 48  # up to here, starting a second process costs more than it saves
CHUNK = 32


class ExtractedChunk(NamedTuple):
    """What `reports` reports gave: records of any raw table, and the reports that failed."""

    reports: int
    records: list[tuple[Any, ...]]
    rejected: list[RejectedDocument]


def extract_all(
    documents: Iterable[Document],
    extract: Extract,
    count: int,
    limits: Limits | None = None,
    workers: int | None = None,
) -> Iterator[ExtractedChunk]:
    """Extract `count` documents, in order and chunk by chunk, so that memory stays flat."""
    limits = limits or Limits()
    workers = 1 if count <= FEW else workers or os.cpu_count() or 1
    for answers in Workers(extract, limits, workers).map(documents, CHUNK):
        done = ExtractedChunk(len(answers), [], [])
        for document, answer in answers:
            if isinstance(answer, Done):
                for part in answer.value:
                    done.records.extend(part if isinstance(part, list) else [part])
            else:
                done.rejected.append(_rejection(document, failure(answer, limits)))
        yield done


class Failure(NamedTuple):
    """Why a document was not read or extracted: the code and the sentence."""

    reject: RejectReason
    reason: str


def failure(answer: Answer, limits: Limits, crash: RejectReason = RejectReason.EXTRACTION_FAILED) -> Failure:
    """The reason for an answer that is not `Done`."""
    if isinstance(answer, TooSlow):
        return Failure(RejectReason.TOO_SLOW, RejectReason.TOO_SLOW.explain(limit=limits.max_seconds))
    if isinstance(answer, OutOfMemory):
        memory = RejectReason.TOO_MUCH_MEMORY
        return Failure(memory, memory.explain(limit=limits.max_memory_mb))
    return Failure(crash, crash.explain(what=getattr(answer, "what", answer)))


def _rejection(document: Document, failed: Failure) -> RejectedDocument:
    return RejectedDocument(
        source_name=document.source_name,
        source_uri=document.source_uri,
        content_sha256=document.content_sha256,
        reason_code=failed.reject.code,
        reason=failed.reason,
        rejected_at=datetime.now(UTC),
    )
