"""Bulk loading into schema `raw` of a build, one transaction per step, from polars frames.

`raw.document` mirrors the inbox: a document whose file is gone is retired, and comes back with its
file. What was extracted is kept by report, so that a report is read again only when its text or the
extraction rules have changed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import duckdb
from pyarrow.dataset import Dataset

from ingest.records import Document, RejectedDocument
from warehouse import changes, history
from warehouse.build import READ_RECORDS, transaction
from warehouse.schema import columns, frame, table_name, utc_naive

EXTRACTED_RECORDS = tuple(record for record in READ_RECORDS if record not in (Document, RejectedDocument))

_PART = 1_000  # documents that are handed to the database at once

# Records of any of EXTRACTED_RECORDS in one list, or a data set in files for each of them.
Chunk = Sequence[tuple[Any, ...]] | Mapping[type, Dataset]

# What a file tells of a document; `loaded_at` stays what it was when the document was first read.
_FILE_COLUMNS = [c.name for c in columns(Document) if c.name not in ("report_id", "loaded_at", "retired_at")]

# Reading rejects a file; extraction rejects a document that was read, and that is still there at the time.
_OF_EXTRACTION = (
    "EXISTS (SELECT 1 FROM raw.document AS d "
    "WHERE d.source_uri = r.source_uri AND d.content_sha256 = r.content_sha256 AND d.retired_at IS NULL)"
)


class DocumentChanges(NamedTuple):
    """What one look at the inbox changed in `raw.document`, in reports."""

    new: int
    changed: int  # whose file held another report before
    renamed: int
    restored: int  # retired before, and there again
    removed: int  # retired, and their file is gone
    live: int  # whose file is there


def load_documents(
    connection: duckdb.DuckDBPyConnection,
    documents: Sequence[Document],
    rejected: Sequence[RejectedDocument],
    now: datetime,
    due: Sequence[str] = (),
) -> DocumentChanges:
    """Make `raw.document` mirror these documents, and note what changed and what was rejected on reading.

    `due` are ids of reports to extract again although nothing about them has changed (see `due_again`).
    """
    with transaction(connection), _incoming(connection, documents):
        connection.execute(  # a text that was decoded differently must be extracted again
            "DELETE FROM raw.extraction WHERE report_id IN ("
            "SELECT d.report_id FROM raw.document d JOIN incoming i USING (report_id) "
            "WHERE d.text <> i.text OR d.layout IS DISTINCT FROM i.layout)"
        )
        changes.note_documents(connection, now, _FILE_COLUMNS)
        changes.note_read_again(connection, due, now)
        history.retire(connection, (changes.REMOVED, changes.SUPERSEDED), now)
        connection.execute(
            "UPDATE raw.document SET retired_at = NULL "
            "WHERE retired_at IS NOT NULL AND report_id IN (SELECT report_id FROM incoming)"
        )
        was, now_is = (f"({', '.join(f'{alias}.{c}' for c in _FILE_COLUMNS)})" for alias in "di")
        connection.execute(
            f"UPDATE raw.document AS d SET {', '.join(f'{c} = i.{c}' for c in _FILE_COLUMNS)} "
            f"FROM incoming AS i WHERE d.report_id = i.report_id AND {was} IS DISTINCT FROM {now_is}"
        )
        connection.execute(
            "UPDATE raw.document SET retired_at = $now "
            "WHERE retired_at IS NULL AND report_id NOT IN (SELECT report_id FROM incoming)",
            {"now": utc_naive(now)},
        )
        connection.execute(
            "INSERT INTO raw.document BY NAME SELECT * FROM incoming "
            "WHERE report_id NOT IN (SELECT report_id FROM raw.document)"
        )
        changes.open_validity(connection, now)
        _replace_rejections(connection, rejected, f"NOT ({_OF_EXTRACTION})")
    counts = dict(
        connection.execute("SELECT change, count(*) FROM raw.changed_report GROUP BY change").fetchall()
    )
    told = (name for name in DocumentChanges._fields if name != "live")
    return DocumentChanges(**{name: counts.get(name, 0) for name in told}, live=len(documents))


def known_documents(connection: duckdb.DuckDBPyConnection, due: Collection[str]) -> dict[str, Document]:
    """The documents that need not be parsed again, by SHA-256 of their bytes: all but those in `due`.

    Plain text is not among them: decoding it again is as fast.
    """
    names = ", ".join(f"d.{c.name}" for c in columns(Document))
    rows = connection.execute(
        f"SELECT {names} FROM raw.document d JOIN raw.extraction e USING (report_id) "
        "WHERE d.media_type <> 'text/plain' AND d.report_id NOT IN (SELECT unnest(?::VARCHAR[]))",
        [list(due)],
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


def due_again(connection: duckdb.DuckDBPyConnection, version: str, most: int) -> list[str]:
    """Ids of the live reports to extract again: those of `raw.rereading` where there are any, otherwise at
    most `most` that other rules than this version's read, the oldest readings first."""
    requested = connection.execute("SELECT report_id FROM raw.rereading ORDER BY report_id").fetchall()
    found = (
        requested
        or connection.execute(
            "SELECT d.report_id FROM raw.document d JOIN raw.extraction e USING (report_id) "
            "WHERE d.retired_at IS NULL AND e.extractor_version <> ? ORDER BY e.extracted_at, d.source_uri LIMIT ?",
            [version, most],
        ).fetchall()
    )
    return [report_id for (report_id,) in found]


# The fiscal year of a report, as a partition.
_YEAR = f"coalesce(h.fiscal_year::VARCHAR, '{changes.UNKNOWN_YEAR}')"


def request_year(connection: duckdb.DuckDBPyConnection, year: str, now: datetime) -> int:
    """Ask for all live reports of a fiscal year (or `changes.UNKNOWN_YEAR`) to be read again; returns how many."""
    connection.execute("DELETE FROM raw.rereading")
    asked = connection.execute(
        "INSERT INTO raw.rereading BY NAME SELECT d.report_id, $now AS requested_at "
        "FROM raw.document d JOIN raw.extraction e USING (report_id) LEFT JOIN raw.report_header h USING (report_id) "
        f"WHERE d.retired_at IS NULL AND {_YEAR} = $year",
        {"year": year, "now": utc_naive(now)},
    ).fetchone()
    return int(asked[0]) if asked else 0


def years(connection: duckdb.DuckDBPyConnection, other_than: str | None = None) -> dict[str, int]:
    """Fiscal year -> live reports of it; with `other_than`, of those that other rules than that version's read.

    A report whose header names no year counts under `changes.UNKNOWN_YEAR`.
    """
    found = connection.execute(
        f"SELECT {_YEAR} AS year, count(*) FROM raw.document d JOIN raw.extraction e USING (report_id) "
        "LEFT JOIN raw.report_header h USING (report_id) "
        "WHERE d.retired_at IS NULL AND ($version IS NULL OR e.extractor_version <> $version) "
        "GROUP BY year ORDER BY year",
        {"version": other_than},
    )
    return dict(found.fetchall())


def pending(connection: duckdb.DuckDBPyConnection, version: str) -> list[str]:
    """Ids of the live documents to extract: those that nothing was extracted from, and of those that this
    load touches the ones that rules of this version are to read again."""
    found = connection.execute(
        f"""
        SELECT d.report_id
        FROM raw.document d
        LEFT JOIN raw.extraction e USING (report_id)
        LEFT JOIN raw.changed_report c USING (report_id)
        WHERE d.retired_at IS NULL
            AND (e.report_id IS NULL OR c.change = '{changes.READ_AGAIN}'
                 OR (c.report_id IS NOT NULL AND e.extractor_version <> $version))
        ORDER BY d.source_uri
        """,
        {"version": version},
    )
    return [report_id for (report_id,) in found.fetchall()]


def documents(
    connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str], chunk: int = 256
) -> Iterator[Document]:
    """These documents, which are in the order of their places, a chunk at a time so that memory stays flat.

    The places bound what is read: documents were stored in their order, and without bounds every chunk would
    read the texts of all.
    """
    names = ", ".join(c.name for c in columns(Document))
    of_chunk = "raw.document WHERE report_id IN (SELECT unnest($ids))"
    for begin in range(0, len(report_ids), chunk):
        ids = list(report_ids[begin : begin + chunk])
        first, last = connection.execute(
            f"SELECT min(source_uri), max(source_uri) FROM {of_chunk}", {"ids": ids}
        ).fetchall()[0]
        rows = connection.execute(
            f"SELECT {names} FROM {of_chunk} AND source_uri BETWEEN $first AND $last ORDER BY source_uri",
            {"ids": ids, "first": first, "last": last},
        ).fetchall()
        yield from (Document(*row) for row in rows)


def load_extractions(
    connection: duckdb.DuckDBPyConnection,
    report_ids: Sequence[str],
    chunks: Iterable[Chunk],
    rejected: Sequence[RejectedDocument],
    now: datetime,
) -> None:
    """Replace everything that was extracted from these reports by the records of `chunks`.

    `chunks` hold records of any of EXTRACTED_RECORDS. `rejected` may still grow while
    `chunks` is drawn: it is read last. A rejected document is taken out of `raw.document`, so that it
    is tried again with the next run.
    """
    with transaction(connection):
        changes.note_read_again(connection, report_ids, now)
        for record in EXTRACTED_RECORDS:
            connection.execute(
                f"DELETE FROM raw.{table_name(record)} WHERE report_id IN (SELECT unnest(?))",
                [list(report_ids)],
            )
        for chunk in chunks:
            for record, rows in _by_table(chunk).items():
                _append(connection, record, rows, f"raw.{table_name(record)}")
        _replace_rejections(connection, rejected, _OF_EXTRACTION)
        gone = connection.execute(
            "SELECT report_id FROM raw.document WHERE content_sha256 IN (SELECT unnest(?::VARCHAR[]))",
            [[rejection.content_sha256 for rejection in rejected]],
        ).fetchall()
        changes.note_rejected(connection, [report_id for (report_id,) in gone], now)
        history.retire(connection, (changes.REJECTED,), now)
        connection.execute(
            "DELETE FROM raw.document WHERE report_id IN (SELECT unnest(?::VARCHAR[]))",
            [[report_id for (report_id,) in gone]],
        )


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


def _by_table(chunk: Chunk) -> Mapping[type, Any]:
    """What a chunk holds for each table."""
    if isinstance(chunk, Mapping):
        return chunk
    return {record: [row for row in chunk if type(row) is record] for record in EXTRACTED_RECORDS}


def _append(connection: duckdb.DuckDBPyConnection, record: type, rows: Any, table: str) -> None:
    with _registered(connection, "appended", record, rows):
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM appended")


@contextmanager
def _incoming(connection: duckdb.DuckDBPyConnection, documents: Iterable[Document]) -> Iterator[None]:
    """Documents as the temporary table `incoming`, for the time of the block. Never all of them are in memory:
    what the database cannot hold of a temporary table it puts on disk."""
    connection.execute("CREATE TEMPORARY TABLE incoming AS FROM raw.document LIMIT 0")
    source = iter(documents)
    while part := list(islice(source, _PART)):
        _append(connection, Document, part, "temp.incoming")
    yield
    connection.execute("DROP TABLE temp.incoming")  # after a failure the transaction takes it back


@contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, name: str, record: type, rows: Any) -> Iterator[None]:
    """Records, or a data set of them, under a name that SQL can select from, for the time of the block."""
    connection.register(name, rows if isinstance(rows, Dataset) else frame(record, rows))
    try:
        yield
    finally:
        connection.unregister(name)
