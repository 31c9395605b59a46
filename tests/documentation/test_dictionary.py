"""The data dictionary has every published column, in both languages, as dbt's manifest describes it."""

from contextlib import closing

import pytest

from documentation import dictionary
from orchestration.dbt_project import prepare_project, read_manifest
from warehouse.home import Home
from warehouse.query import open_published

Column = dictionary.Column


@pytest.fixture(scope="module")
def tables(loaded: Home) -> list[dictionary.Table]:
    manifest = read_manifest(prepare_project(loaded).manifest_path)
    with closing(open_published(loaded)) as connection:
        return dictionary.published_tables(connection, manifest)


def test_the_dictionary_is_up_to_date(tables: list[dictionary.Table]) -> None:
    written = dictionary.DOCUMENT.read_text(encoding="utf-8")
    assert written == dictionary.document_text(tables), "run `make dictionary`"


def test_no_published_table_lacks_a_description_or_a_chinese_name(tables: list[dictionary.Table]) -> None:
    assert [table.name for table in tables if not (table.description and table.name_zh)] == []


def test_no_published_column_lacks_a_description_or_a_chinese_name(tables: list[dictionary.Table]) -> None:
    lacking = [
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if not (column.description and column.name_zh)
    ]
    assert lacking == [], "describe them in dbt_project/models, with config.meta.name_zh"


def test_a_column_that_the_manifest_does_not_know_is_seen_to_lack_words() -> None:
    said = {"marts.m": {"description": "M", "columns": {"a": {"description": "A"}}}}
    table = dictionary._table("marts.m", {"a": "VARCHAR", "b_cny": "DECIMAL(20,2)"}, said)
    assert table.columns == (
        Column("a", "VARCHAR", None, None, "A"),
        Column("b_cny", "DECIMAL(20,2)", "CNY", None, ""),
    )


@pytest.mark.parametrize(
    ("table", "column", "unit"),
    [
        ("marts.department_year", "execution_rate", "1"),
        ("marts.department_year", "expenditure_cny", "CNY"),
        ("marts.fct_indicator", "completion_rate", "%"),
        ("quality.department_score", "read_share", "1"),
    ],
)
def test_rates_have_their_scale(tables: list[dictionary.Table], table: str, column: str, unit: str) -> None:
    [found] = [c.unit for t in tables if t.name == table for c in t.columns if c.name == column]
    assert found == unit
