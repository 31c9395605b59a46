"""Extraction as a Spark job: documents in, records out, by the same functions as on one machine.

Each task takes a share of the documents and hands it to `ingest.parallel`, which reads each one under the
same limits: a document that overruns them is rejected there and costs nobody else anything. A task whose
worker dies is done again by another; Spark commits the files of each task once.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds

from cluster.session import session
from cluster.tables import export
from ingest.extract import extract
from ingest.limits import Limits
from ingest.parallel import Extract, extract_all
from ingest.records import Document, RejectedDocument
from warehouse.schema import columns, frame, table_name
from warehouse.settings import read_settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DOCUMENTS_PER_TASK = 256  # a task starts a process that loads the word lists, and is what a dead worker loses
RECORD = "record"  # what the job writes: one row per record, which stands in the column of its kind

Rows = dict[type, list[tuple[Any, ...]]]


def extract_on_cluster(
    connection: duckdb.DuckDBPyConnection,
    pending: Sequence[str],
    records: Sequence[type],
    rejected: list[RejectedDocument],
    folder: Path,
) -> Iterator[Mapping[type, ds.Dataset]]:
    """Extract these documents of `raw.document` on Spark: once, a data set for each kind of record.

    `folder` takes what passes between the two; every machine of the cluster sees it. What was rejected is
    added to `rejected`.
    """
    settings = read_settings()
    shutil.rmtree(folder, ignore_errors=True)  # of an attempt before
    names = ", ".join(c.name for c in columns(Document))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE pending AS SELECT unnest(?::VARCHAR[]) AS report_id", [pending]
    )
    query = f"SELECT {names} FROM raw.document WHERE report_id IN (SELECT report_id FROM pending)"
    export(connection, folder, table_name(Document), query)
    with session(folder) as spark:
        extract_documents(spark, folder, records, len(pending), settings.limits, settings.spark_partitions)
    rows = ds.dataset(folder / table_name(RejectedDocument)).to_table().to_pylist()
    rejected.extend(RejectedDocument(**row) for row in rows)
    yield {record: ds.dataset(folder / table_name(record)) for record in records}


def extract_documents(
    spark: "SparkSession", folder: Path, records: Sequence[type], count: int, limits: Limits, tasks: int
) -> None:
    """Extract the Parquet table `document` in a folder into one table beside it for each kind of record.

    `records` are the kinds, `count` the documents. They are spread over at least `tasks` tasks, so that no core
    is idle, and over more where the documents are many. What was rejected is the table `rejected_document`.
    """
    kinds = (*records, RejectedDocument)
    work = partial(extract_batches, kinds=kinds, extract=extract, limits=limits)
    pending = spark.read.parquet((folder / table_name(Document)).as_uri())
    spread = pending.repartition(max(tasks, -(-count // DOCUMENTS_PER_TASK)), "report_id")
    written = folder / RECORD
    spread.mapInArrow(work, _spark_schema(kinds)).write.parquet(written.as_uri())
    found = spark.read.parquet(written.as_uri())
    for kind in kinds:
        name = table_name(kind)
        rows = found.where(found[name].isNotNull()).select(f"{name}.*")
        rows.write.parquet((folder / name).as_uri())


def extract_batches(
    batches: Iterable[pa.RecordBatch], kinds: Sequence[type], extract: Extract, limits: Limits
) -> Iterator[pa.RecordBatch]:
    """The records of the documents of one task, as batches with one struct column for each kind of record."""
    for chunk in extract_all(_documents(batches), extract, 0, limits):
        rows: Rows = {kind: [] for kind in kinds}
        for record in (*chunk.records, *chunk.rejected):
            rows[type(record)].append(record)
        for kind, some in rows.items():
            if some:
                yield _batch(kinds, kind, some)


def arrow_type(record: type) -> pa.StructType:
    """The record class as an Arrow struct, of the same types as its table."""
    return pa.struct([(c.name, _ARROW[type(c.type.polars)](c.type.polars)) for c in columns(record)])


_ARROW: dict[type, Callable[[Any], pa.DataType]] = {
    pl.String: lambda _: pa.string(),
    pl.Int64: lambda _: pa.int64(),
    pl.Boolean: lambda _: pa.bool_(),
    pl.Decimal: lambda kind: pa.decimal128(kind.precision, kind.scale),
    pl.Date: lambda _: pa.date32(),
    pl.Datetime: lambda _: pa.timestamp("us"),
}


def _documents(batches: Iterable[pa.RecordBatch]) -> Iterator[Document]:
    for batch in batches:
        for row in batch.to_pylist():
            yield Document(**row)


def _batch(kinds: Sequence[type], kind: type, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    """Records of one kind; the columns of the other kinds are empty."""
    table = frame(kind, rows).to_arrow().cast(pa.schema(list(arrow_type(kind)))).combine_chunks()
    filled = pa.StructArray.from_arrays(
        [column.combine_chunks() for column in table.columns], fields=list(arrow_type(kind))
    )
    arrays = [filled if each is kind else pa.nulls(len(rows), arrow_type(each)) for each in kinds]
    return pa.RecordBatch.from_arrays(arrays, names=[table_name(each) for each in kinds])


def _spark_schema(kinds: Sequence[type]) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(
        pa.schema([(table_name(kind), arrow_type(kind)) for kind in kinds]), prefer_timestamp_ntz=True
    )
