"""What every asset says of itself: who owns it, its group, its columns. Plain functions, no assets."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from warehouse import history, ledger
from warehouse.build import QUALITY_RECORDS
from warehouse.schema import columns, table_name

OWNERS = ("team:data-engineering",)


# Where the lineage begins: nothing here makes the files, departments do.
REPORT_FILES = dg.AssetSpec(
    key="report_files",
    group_name="files",
    kinds={"file"},
    owners=list(OWNERS),
    description="The report files in the folder that REPORTS names.",
)


def raw_key(record: type) -> dg.AssetKey:
    """The asset of a raw table; dbt's source of the same name has the same key."""
    return dg.AssetKey(["raw", table_name(record)])


def raw_spec(record: type, deps: tuple[dg.AssetKey, ...] = ()) -> dg.AssetSpec:
    """The asset of a raw table, described by its record class."""
    return dg.AssetSpec(
        key=raw_key(record),
        deps=list(deps),
        description=(record.__doc__ or "").strip(),
        group_name="raw",
        kinds={"python", "duckdb"},
        owners=list(OWNERS),
        metadata={
            "dagster/column_schema": column_schema(record),
            "dagster/relation_identifier": relation(record),
        },
    )


def ledger_specs() -> list[dg.AssetSpec]:
    """The tables of schemas quality and history that no step makes: steps add to them, or the build begins with them."""
    return [
        dg.AssetSpec(
            key=dg.AssetKey([schema, table_name(record)]),
            description=(record.__doc__ or "").strip(),
            group_name=schema,
            kinds={"python", "duckdb"},
            owners=list(OWNERS),
            metadata={"dagster/column_schema": column_schema(record)},
        )
        for schema, records in ((ledger.SCHEMA, QUALITY_RECORDS), (history.SCHEMA, history.RECORDS))
        for record in records
    ]


def relation(record: type) -> str:
    return f"raw.{table_name(record)}"


def column_schema(record: type) -> dg.TableSchema:
    """The table's columns as Dagster shows them."""
    return dg.TableSchema(
        [
            dg.TableColumn(c.name, c.type.duckdb, constraints=dg.TableColumnConstraints(nullable=c.nullable))
            for c in columns(record)
        ]
    )


def row_count(count: int, **more: Any) -> Mapping[str, Any]:
    """Metadata of a materialisation: the number of rows, under the name that Dagster plots."""
    return {"dagster/row_count": count, **more}
