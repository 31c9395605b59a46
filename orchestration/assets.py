"""The raw assets: files become documents, documents become extracted records.

Only the glue: reading is `ingest`, loading is `warehouse.load`. A file or report that cannot be read
is a row of `raw.rejected_document`, never an exception.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg
import duckdb

from cluster.extraction import extract_on_cluster
from cluster.tables import export_sources
from ingest.errors import InboxError
from ingest.extract import extract
from ingest.inbox import read_inbox
from ingest.limits import Limits
from ingest.parallel import extract_all
from ingest.records import Document, RejectedDocument
from ingest.version import extractor_version
from orchestration.catalogue import (
    OWNERS,
    REPORT_FILES,
    column_schema,
    raw_key,
    raw_spec,
    relation,
    row_count,
)
from orchestration.change_words import told, waiting_words
from orchestration.resources import Build, Clock, Inbox
from warehouse import load
from warehouse.changes import ChangedReport, ReportValidity, Rereading
from warehouse.settings import read_settings

# Filled by the loads with the fiscal years that the warehouse holds reports of, and `unknown`.
FISCAL_YEARS = dg.DynamicPartitionsDefinition(name="fiscal_year")
REREADING = raw_key(Rereading)
DOCUMENT_RECORDS = (Document, RejectedDocument, ChangedReport, ReportValidity)

# Files on a share may be away for a moment.
FILE_RETRIES = dg.RetryPolicy(
    max_retries=3, delay=1, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)


@dg.asset(
    key=REREADING,
    partitions_def=FISCAL_YEARS,
    group_name="raw",
    kinds={"python", "duckdb"},
    owners=list(OWNERS),
    metadata={"dagster/column_schema": column_schema(Rereading)},
)
def rereading(context: dg.AssetExecutionContext, build: Build, clock: Clock) -> dg.MaterializeResult[None]:
    """The reports of one fiscal year, to be read again by the rules as they are now, whichever read them."""
    with build.connect() as connection:
        count = load.request_year(connection, context.partition_key, clock.now())
    context.log.info(f"{count} reports of {context.partition_key} to read again")
    return dg.MaterializeResult(metadata=row_count(count, extractor_version=extractor_version()))


@dg.multi_asset(
    name="documents",
    specs=[raw_spec(record, deps=(REPORT_FILES.key, REREADING)) for record in DOCUMENT_RECORDS],
    retry_policy=FILE_RETRIES,
)
def documents(
    context: dg.AssetExecutionContext, inbox: Inbox, build: Build, clock: Clock
) -> Iterator[dg.MaterializeResult[None]]:
    """Mirror the inbox folder: what is new is added, what is gone is retired.

    Reports that rules of an older version read are also marked to be read again, up to a bound.
    """
    now = clock.now()
    settings = read_settings()
    with build.connect() as connection:
        due = load.due_again(connection, extractor_version(), settings.reread_reports)
        known = load.known_documents(connection, due)
        loaded = load.loaded_places(connection)
    try:
        reading = read_inbox(inbox.path, now, settings.limits, known, loaded)
    except InboxError as error:  # waiting does not mend it
        raise dg.Failure(str(error), allow_retries=False) from error
    if not reading.documents:
        reasons = "\n".join(f"  - {file.source_uri}: {file.reason}" for file in reading.rejected)
        raise dg.Failure(
            f"None of the {len(reading.rejected)} files in {inbox.path} could be read:\n{reasons}",
            allow_retries=False,
        )
    with build.connect() as connection:
        changes = load.load_documents(connection, reading.documents, reading.rejected, now, due)
        counts = _row_counts(connection, DOCUMENT_RECORDS)
        named = told(connection)
    for file in reading.rejected:
        context.log.warning(
            f"{file.source_uri} was not loaded: {file.reason}", extra={"file": file.source_uri}
        )
    context.log.info(
        f"{changes.live} reports in {inbox.path}, {changes.new} new, {changes.changed} changed, "
        f"{changes.removed} removed, {len(reading.rejected)} rejected"
    )
    for record, count in counts.items():
        more = changes._asdict() | named if record is ChangedReport else {}
        yield dg.MaterializeResult(asset_key=raw_key(record), metadata=row_count(count, **more))


@dg.multi_asset(
    name="extraction",
    specs=[raw_spec(record, deps=(raw_key(Document),)) for record in load.EXTRACTED_RECORDS],
    retry_policy=FILE_RETRIES,
)
def extraction(
    context: dg.AssetExecutionContext, build: Build, clock: Clock
) -> Iterator[dg.MaterializeResult[None]]:
    """Extract the reports that are new or marked to be read again; what is known already stays."""
    version = extractor_version()
    settings = read_settings()
    rejected: list[RejectedDocument] = []
    with build.connect() as connection:
        pending = load.pending(connection, version)
        context.log.info(f"{len(pending)} reports to extract, by rules {version}")
        records = load.EXTRACTED_RECORDS
        if settings.engine == "spark" and pending:
            folder = build.home.tables.with_name("extraction")
            chunks: Iterator[load.Chunk] = extract_on_cluster(connection, pending, records, rejected, folder)
        else:
            chunks = _extract_here(context, connection, pending, rejected, settings.limits)
        load.load_extractions(connection, pending, chunks, rejected, clock.now())
        if settings.engine == "spark":
            export_sources(connection, build.home.tables)
        counts = _row_counts(connection, load.EXTRACTED_RECORDS)
        waiting = load.years(connection, other_than=version)
    for report in rejected:
        context.log.warning(
            f"{report.source_uri} was not loaded: {report.reason}", extra={"file": report.source_uri}
        )
    if waiting:
        context.log.warning(waiting_words(waiting))
    for record, count in counts.items():
        metadata = row_count(
            count,
            extractor_version=version,
            extracted=len(pending) - len(rejected),
            waiting=sum(waiting.values()),
        )
        yield dg.MaterializeResult(asset_key=raw_key(record), metadata=metadata)


def _extract_here(
    context: dg.AssetExecutionContext,
    connection: duckdb.DuckDBPyConnection,
    pending: Sequence[str],
    rejected: list[RejectedDocument],
    limits: Limits,
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The records of these reports, chunk by chunk, from the processes of this machine."""
    texts = load.documents(connection.cursor(), pending)  # a cursor of its own: it is read while we write
    done = 0
    for chunk in extract_all(texts, extract, len(pending), limits):
        rejected.extend(chunk.rejected)
        done += chunk.reports
        context.log.info(f"{done} of {len(pending)} reports extracted")
        yield chunk.records


def _row_counts(connection: duckdb.DuckDBPyConnection, records: Sequence[type]) -> dict[type, int]:
    found = connection.execute(
        " UNION ALL ".join(
            f"SELECT '{relation(record)}', count(*) FROM {relation(record)}" for record in records
        )
    ).fetchall()
    counts = dict(found)
    return {record: counts[relation(record)] for record in records}
