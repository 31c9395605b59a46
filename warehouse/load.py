"""Bulk loading into schema `raw` of a build, one transaction per step, from polars frames.

`raw.document` mirrors the inbox: a document whose file is gone is retired, and comes back with its
file. What was extracted is kept by report, so that a report is read again only when its text or the
extraction rules have changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import duckdb

from ingest.records import Document, Extraction, RejectedDocument
from warehouse.build import RAW_RECORDS, transaction
from warehouse.schema import columns, frame, table_name, utc_naive

EXTRACTED_RECORDS = tuple(record for record in RAW_RECORDS if record not in (Document, RejectedDocument))

# What a file tells of a document; `loaded_at` stays what it was when the document was first read.
_FILE_COLUMNS = [c.name for c in columns(Document) if c.name not in ("report_id", "loaded_at", "retired_at")]

# Reading rejects a file; extraction rejects a document that was read, and that is still there at the time.
_OF_EXTRACTION = (
    "EXISTS (SELECT 1 FROM raw.document AS d "
    "WHERE d.source_uri = r.source_uri AND d.content_sha256 = r.content_sha256 AND d.retired_at IS NULL)"
)


class DocumentChanges(NamedTuple):
    """What one look at the inbox changed in `raw.document`."""

    added: int
    updated: int  # renamed, or decoded differently
    retired: int
    restored: int  # retired before, and there again
    live: int  # documents whose file is there


def load_documents(
    connection: duckdb.DuckDBPyConnection,
    documents: Sequence[Document],
    rejected: Sequence[RejectedDocument],
    now: datetime,
) -> DocumentChanges:
    """Make `raw.document` mirror these documents, and note what was rejected on reading."""
    with transaction(connection), _registered(connection, "incoming", Document, documents):
        connection.execute(  # a text that was decoded differently must be extracted again
            "DELETE FROM raw.extraction WHERE report_id IN ("
            "SELECT d.report_id FROM raw.document d JOIN incoming i USING (report_id) "
            "WHERE d.text <> i.text OR d.layout IS DISTINCT FROM i.layout)"
        )
        restored = _count(
            connection,
            "UPDATE raw.document SET retired_at = NULL "
            "WHERE retired_at IS NOT NULL AND report_id IN (SELECT report_id FROM incoming)",
        )
        was, now_is = (f"({', '.join(f'{alias}.{c}' for c in _FILE_COLUMNS)})" for alias in "di")
        updated = _count(
            connection,
            f"UPDATE raw.document AS d SET {', '.join(f'{c} = i.{c}' for c in _FILE_COLUMNS)} "
            f"FROM incoming AS i WHERE d.report_id = i.report_id AND {was} IS DISTINCT FROM {now_is}",
        )
        retired = _count(
            connection,
            "UPDATE raw.document SET retired_at = $now "
            "WHERE retired_at IS NULL AND report_id NOT IN (SELECT report_id FROM incoming)",
            {"now": utc_naive(now)},
        )
        added = _count(
            connection,
            "INSERT INTO raw.document BY NAME SELECT * FROM incoming "
            "WHERE report_id NOT IN (SELECT report_id FROM raw.document)",
        )
        _replace_rejections(connection, rejected, f"NOT ({_OF_EXTRACTION})")
    return DocumentChanges(added, updated, retired, restored, len(documents))


def known_documents(connection: duckdb.DuckDBPyConnection, version: str) -> dict[str, Document]:
    """The documents that were parsed, and extracted, by rules of this version, by SHA-256 of their bytes.

    Plain text is not among them: decoding it again is as fast.
    """
    names = ", ".join(f"d.{c.name}" for c in columns(Document))
    rows = connection.execute(
        f"SELECT {names} FROM raw.document d JOIN raw.extraction e USING (report_id) "
        "WHERE e.extractor_version = ? AND d.media_type <> 'text/plain'",
        [version],
    ).fetchall()
    known = (Document(*row) for row in rows)
    return {document.content_sha256: document for document in known}


def loaded_places(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Where the file of each live document lies, by SHA-256 of its bytes."""
    return dict(
        connection.execute(
            "SELECT content_sha256, source_uri FROM raw.document WHERE retired_at IS NULL"
        ).fetchall()
    )


def pending(connection: duckdb.DuckDBPyConnection, version: str) -> list[str]:
    """Ids of the live documents that rules of this version have not extracted yet."""
    found = connection.execute(
        "SELECT report_id FROM raw.document WHERE retired_at IS NULL AND report_id NOT IN ("
        "SELECT report_id FROM raw.extraction WHERE extractor_version = ?) ORDER BY source_uri",
        [version],
    )
    return [report_id for (report_id,) in found.fetchall()]


def documents(
    connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str], chunk: int = 256
) -> Iterator[Document]:
    """These documents in this order, read a chunk at a time so that memory stays flat."""
    names = ", ".join(c.name for c in columns(Document))
    for begin in range(0, len(report_ids), chunk):
        ids = list(report_ids[begin : begin + chunk])
        rows = connection.execute(
            f"SELECT {names} FROM raw.document WHERE report_id IN (SELECT unnest(?)) ORDER BY source_uri",
            [ids],
        ).fetchall()
        yield from (Document(*row) for row in rows)


def load_extractions(
    connection: duckdb.DuckDBPyConnection,
    report_ids: Sequence[str],
    chunks: Iterable[Sequence[tuple[Any, ...]]],
    rejected: Sequence[RejectedDocument],
) -> None:
    """Replace everything that was extracted from these reports by the records of `chunks`.

    `chunks` are lists of records of any of EXTRACTED_RECORDS. `rejected` may still grow while
    `chunks` is drawn: it is read last. A rejected document is taken out of `raw.document`, so that it
    is tried again with the next run.
    """
    with transaction(connection):
        for record in EXTRACTED_RECORDS:
            connection.execute(
                f"DELETE FROM raw.{table_name(record)} WHERE report_id IN (SELECT unnest(?))",
                [list(report_ids)],
            )
        for chunk in chunks:
            for record in EXTRACTED_RECORDS:
                _append(connection, record, [row for row in chunk if type(row) is record])
        _replace_rejections(connection, rejected, _OF_EXTRACTION)
        connection.execute(
            "DELETE FROM raw.document WHERE content_sha256 IN (SELECT unnest(?::VARCHAR[]))",
            [[rejection.content_sha256 for rejection in rejected]],
        )


def extraction_count(connection: duckdb.DuckDBPyConnection, version: str) -> int:
    """How many live documents rules of this version have extracted."""
    found = connection.execute(
        f"SELECT count(*) FROM raw.{table_name(Extraction)} JOIN raw.document USING (report_id) "
        "WHERE retired_at IS NULL AND extractor_version = ?",
        [version],
    ).fetchone()
    return int(found[0]) if found else 0


def _replace_rejections(
    connection: duckdb.DuckDBPyConnection, rejected: Sequence[RejectedDocument], mine: str
) -> None:
    """Make the rejections for which `mine` holds exactly these; one that stays keeps its time."""
    same = " AND ".join(
        f"r.{c.name} IS NOT DISTINCT FROM i.{c.name}"
        for c in columns(RejectedDocument)
        if c.name != "rejected_at"
    )
    with _registered(connection, "rejections", RejectedDocument, rejected):
        connection.execute(
            f"DELETE FROM raw.rejected_document AS r WHERE {mine} "
            f"AND NOT EXISTS (SELECT 1 FROM rejections AS i WHERE {same})"
        )
        connection.execute(
            "INSERT INTO raw.rejected_document BY NAME SELECT * FROM rejections AS i "
            f"WHERE NOT EXISTS (SELECT 1 FROM raw.rejected_document AS r WHERE {same})"
        )


def _append(connection: duckdb.DuckDBPyConnection, record: type, rows: Sequence[tuple[Any, ...]]) -> None:
    with _registered(connection, "appended", record, rows):
        connection.execute(f"INSERT INTO raw.{table_name(record)} BY NAME SELECT * FROM appended")


@contextmanager
def _registered(
    connection: duckdb.DuckDBPyConnection, name: str, record: type, rows: Sequence[tuple[Any, ...]]
) -> Iterator[None]:
    """Records under a name that SQL can select from, for the time of the block."""
    connection.register(name, frame(record, rows))
    try:
        yield
    finally:
        connection.unregister(name)


def _count(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> int:
    """Run a statement that changes rows; returns how many."""
    changed = connection.execute(sql, parameters or {}).fetchone()
    return int(changed[0]) if changed else 0
