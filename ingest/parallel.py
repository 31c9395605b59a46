"""Extracts many reports on all cores. A report whose extraction crashes is rejected; the others go on."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from ingest.errors import RejectReason
from ingest.records import Document, RejectedDocument

# Gives the records of one report: single ones and lists of them. A function that other processes can import.
Extract = Callable[[Document], Iterable[Any]]

FEW = 48  # up to here, starting processes costs more than they save
CHUNK = 32


class ExtractedChunk(NamedTuple):
    """What `reports` reports gave: records of any raw table, and the reports that crashed."""

    reports: int
    records: list[tuple[Any, ...]]
    rejected: list[RejectedDocument]


def extract_all(
    documents: Iterable[Document], extract: Extract, count: int, workers: int | None = None
) -> Iterator[ExtractedChunk]:
    """Extract `count` documents, in order and chunk by chunk, so that memory stays flat."""
    source = iter(documents)
    chunks = iter(lambda: list(islice(source, CHUNK)), [])
    workers = workers or os.cpu_count() or 1
    if count <= FEW or workers == 1:
        return (_extract_chunk(extract, chunk) for chunk in chunks)
    return _in_processes(extract, chunks, workers)


def _extract_chunk(extract: Extract, chunk: list[Document]) -> ExtractedChunk:
    done = ExtractedChunk(len(chunk), [], [])
    for document in chunk:
        try:
            found = list(extract(document))
        except Exception as error:  # noqa: BLE001 - whatever one report brings about, the others go on
            done.rejected.append(_rejection(document, f"{type(error).__name__}: {error}"))
            continue
        for part in found:
            done.records.extend(part if isinstance(part, list) else [part])
    return done


def _in_processes(
    extract: Extract, chunks: Iterator[list[Document]], workers: int
) -> Iterator[ExtractedChunk]:
    """As many chunks at a time as keep the workers busy, and their results in order."""
    under_way: deque[tuple[list[Document], Future[ExtractedChunk]]] = deque()
    pool = _pool(workers)
    try:
        for chunk in chunks:
            try:
                future = pool.submit(_extract_chunk, extract, chunk)
            except BrokenProcessPool:  # a report killed its process; `_result` does the others again
                pool = _pool(workers)
                future = pool.submit(_extract_chunk, extract, chunk)
            under_way.append((chunk, future))
            if len(under_way) > 2 * workers:
                yield _result(extract, *under_way.popleft())
        while under_way:
            yield _result(extract, *under_way.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Not forked: the threads of polars and DuckDB would not survive it.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("forkserver"))


def _result(extract: Extract, chunk: list[Document], future: Future[ExtractedChunk]) -> ExtractedChunk:
    """The chunk's result; where its process died, each report once more in a process of its own."""
    try:
        return future.result()
    except BrokenProcessPool:
        alone = [_alone(extract, document) for document in chunk]
    return ExtractedChunk(
        len(chunk),
        [row for part in alone for row in part.records],
        [row for part in alone for row in part.rejected],
    )


def _alone(extract: Extract, document: Document) -> ExtractedChunk:
    with _pool(1) as pool:
        try:
            return pool.submit(_extract_chunk, extract, [document]).result()
        except BrokenProcessPool:
            return ExtractedChunk(1, [], [_rejection(document, "its process died")])


def _rejection(document: Document, what: str) -> RejectedDocument:
    failed = RejectReason.EXTRACTION_FAILED
    return RejectedDocument(
        source_name=document.source_name,
        source_uri=document.source_uri,
        content_sha256=document.content_sha256,
        reason_code=failed.code,
        reason=failed.explain(what=what),
        rejected_at=datetime.now(UTC),
    )
