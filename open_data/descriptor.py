"""datapackage.json: what the exported files are, by the Data Package standard (version 1) of Frictionless.

Columns carry the types of the Fiscal Data Package where one fits. Its profile is not declared: that one
belongs to a draft of 2016 which asks for a `model` that later drafts dropped.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import duckdb

from open_data.files import MOMENT, Written
from open_data.tables import Field, Reference, Table, said_of_columns
from warehouse.spreadsheet import ESCAPE, TRIGGERS
from warehouse.versions import PublishedVersion

NAME = "jixiao"
FILE = "datapackage.json"

_TYPES = {
    "VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime",
    "INTEGER": "integer", "BIGINT": "integer",
}  # fmt: skip
_ESCAPING = {
    "prefix": ESCAPE,
    "before": [ESCAPE, *TRIGGERS],
    "description": (
        "A text that begins with one of these signs has one apostrophe before it, so that no spreadsheet takes "
        "it for a formula. Take one apostrophe from every text that begins with one to have the text as it was."
    ),
}
_RIGHTS = (
    "The figures come from reports that government departments made public. Nobody has stated a licence for this "
    "compilation; the law of the reader's country applies. 数据来自政府部门公开的报告；未有任何人声明本汇编的许可协议。"
)


class Source(NamedTuple):
    """A report that the figures come from."""

    report_id: str
    title: str
    source_name: str
    url: str | None
    content_sha256: str


def read_sources(connection: duckdb.DuckDBPyConnection) -> Iterator[Source]:
    """Every report, those that left the inbox too. A file in the inbox has no URL; only one is passed on."""
    rows = connection.execute(
        """
        SELECT r.report_id, coalesce(r.title, r.source_name), r.source_name,
            CASE WHEN regexp_matches(d.source_uri, '^https?://') THEN d.source_uri END, r.content_sha256
        FROM marts.dim_report AS r LEFT JOIN raw.document AS d USING (report_id)
        ORDER BY r.report_id
        """
    ).fetchall()
    yield from (Source(*row) for row in rows)


def describe(
    version: PublishedVersion,
    sources: Iterable[Source],
    tables: Mapping[Table, Mapping[str, Written]],
    data_license: str | None,
) -> dict[str, Any]:
    """The descriptor. `data_license` is a name (such as CC-BY-4.0) or a URL; None claims none."""
    exported = {table.name for table in tables}
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": NAME,
        "title": "Jixiao: figures of Chinese government performance reports",
        "title_zh": "绩效：政府部门绩效自评报告数据",
        "description": (
            "Budgets, expenditure, indicators and reconciliations that departments state in their performance "
            "reports, each with the sentence that it was read from. Money is in yuan. Moments are in UTC."
        ),
        "version": version.version_id,
        "created": _moment(version.published_at),
        "countryCode": "CN",
    }
    if data_license:
        kind = "path" if "://" in data_license else "name"
        package["licenses"] = [{kind: data_license}]
    else:
        package["rights"] = _RIGHTS
    package["sources"] = [_source(source) for source in sources]
    package["resources"] = [
        *(_csv(table, files["csv"], exported) for table, files in tables.items()),
        *(_parquet(table, files["parquet"]) for table, files in tables.items()),
    ]
    if not package["sources"]:
        del package["sources"]  # the standard knows no empty list
    return package


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _source(source: Source) -> dict[str, str]:
    url = {"path": source.url} if source.url else {}
    return {"title": source.title} | url | {
        "report_id": source.report_id, "source_name": source.source_name, "sha256": source.content_sha256,
    }  # fmt: skip


def _csv(table: Table, written: Written, exported: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table.name, field) for field in table.fields],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    references = [reference for reference in table.references if reference.target in exported]
    if references:
        schema["foreignKeys"] = [_foreign_key(table.name, reference) for reference in references]
    if constants := said_of_columns()["fiscal_constants"].get(table.name):
        schema["extraFields"] = constants
    words = _said(table.name_zh, table.description, table.description_zh)
    return {"name": table.name, "profile": "tabular-data-resource", "type": "table"} | words | {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "byteOrderMark": True,
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"},
        "escaping": _ESCAPING,
        **_file(written),
        "rows": written.rows,
        "schema": schema,
    }  # fmt: skip


def _parquet(table: Table, written: Written) -> dict[str, Any]:
    """The same rows, as a file: its types are its own, and the schema is that of the CSV resource."""
    return {
        "name": f"{table.name}.parquet",
        "type": "file",
        "description": f"The rows of {table.name} with the types of the warehouse",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "sameAs": table.name,
        **_file(written),
    }


def _file(written: Written) -> dict[str, Any]:
    return {"path": written.path, "bytes": written.bytes, "hash": f"sha256:{written.sha256}"}


def _foreign_key(table: str, reference: Reference) -> dict[str, Any]:
    # the standard writes a reference of a table to itself as an empty name
    target = "" if reference.target == table else reference.target
    return {
        "fields": [reference.field],
        "reference": {"resource": target, "fields": [reference.target_field]},
    }


def _field(table: str, field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": _TYPES.get(field.type, "number")}
    found |= _said(field.name_zh, field.description, field.description_zh)
    if found["type"] == "number":
        precision, scale = field.type.removeprefix("DECIMAL(").removesuffix(")").split(",")
        found |= {"precision": int(precision), "scale": int(scale)}
    if found["type"] == "datetime":
        found["format"] = MOMENT
    if found["type"] in ("number", "integer") and (unit := unit_of(field.name)):
        found["unit"] = unit
    if column_type := said_of_columns()["fiscal_types"].get(table, {}).get(field.name):
        found["columnType"] = column_type
    if field.is_required:
        found["constraints"] = {"required": True}
    return found


def unit_of(column: str) -> str | None:
    """The unit of a column of numbers, by its name, as fields.yml has it; None where it has none or several."""
    said = said_of_columns()
    ends = (unit for suffix, unit in said["unit_of_suffix"].items() if column.endswith(suffix))
    found: str | None = said["unit_of_column"].get(column) or next(ends, None)
    return found


def _said(name_zh: str | None, description: str, description_zh: str | None) -> dict[str, str]:
    """A title in Chinese and descriptions in both languages, as far as the manifest has them."""
    words = {"title": name_zh, "description": description, "description_zh": description_zh}
    return {name: word for name, word in words.items() if word}
