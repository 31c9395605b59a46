"""dbt's sources are the record classes: a column added to one must be added to the other."""

from pathlib import Path

import pytest
import yaml

from warehouse import history
from warehouse.build import QUALITY_RECORDS, RAW_RECORDS
from warehouse.schema import columns, table_name
from warehouse.versions import PublishedVersion

MODELS = Path(__file__).parents[3] / "dbt_project/models"
WRITTEN = [
    ("staging", RAW_RECORDS),
    ("quality", (*QUALITY_RECORDS, PublishedVersion)),
    ("marts", history.RECORDS),
]


def source_tables(folder: str) -> dict[str, list[str]]:
    (source,) = yaml.safe_load((MODELS / folder / "_sources.yml").read_text(encoding="utf-8"))["sources"]
    return {table["name"]: [column["name"] for column in table["columns"]] for table in source["tables"]}


@pytest.mark.parametrize(("folder", "records"), WRITTEN)
def test_sources_name_every_table_that_python_writes(folder: str, records: tuple[type, ...]) -> None:
    assert set(source_tables(folder)) == {table_name(record) for record in records}


@pytest.mark.parametrize(
    ("folder", "record"), [(folder, record) for folder, records in WRITTEN for record in records]
)
def test_source_columns_are_the_record_fields(folder: str, record: type) -> None:
    declared = source_tables(folder)[table_name(record)]
    assert declared == [column.name for column in columns(record)], (
        f"{table_name(record)}: bring dbt_project/models/{folder}/_sources.yml in line with its record class"
    )
