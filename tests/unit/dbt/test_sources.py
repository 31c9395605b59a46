"""dbt's sources are the record classes: a column added to one must be added to the other."""

from pathlib import Path

import pytest
import yaml

from warehouse.build import RAW_RECORDS
from warehouse.schema import columns, table_name

SOURCES = Path(__file__).parents[3] / "dbt_project/models/staging/_sources.yml"


def source_tables() -> dict[str, list[str]]:
    (raw,) = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    return {table["name"]: [column["name"] for column in table["columns"]] for table in raw["tables"]}


def test_sources_name_every_raw_table() -> None:
    assert set(source_tables()) == {table_name(record) for record in RAW_RECORDS}


@pytest.mark.parametrize("record", RAW_RECORDS)
def test_source_columns_are_the_record_fields(record: type) -> None:
    declared = source_tables()[table_name(record)]
    assert declared == [column.name for column in columns(record)], (
        f"{table_name(record)}: bring dbt_project/models/staging/_sources.yml in line with ingest/records.py"
    )
