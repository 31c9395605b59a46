"""How a table is written: no formulas for spreadsheets, exact numbers, the same bytes, little memory."""

import csv
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from frictionless import Resource
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from open_data.files import BYTE_ORDER_MARK, Written, write
from open_data.tables import Field, Table
from warehouse.spreadsheet import ESCAPE, TRIGGERS

Write = Callable[..., dict[str, Written]]
COLUMNS = {"fact_id": "INTEGER", "words": "VARCHAR", "amount_cny": "DECIMAL(20,2)", "loaded_at": "TIMESTAMP"}
TABLE = Table(
    name="marts.fact",
    description="Facts.",
    name_zh=None,
    description_zh=None,
    fields=tuple(Field(name, kind, name, None, None, name == "fact_id") for name, kind in COLUMNS.items()),
    primary_key=("fact_id",),
    references=(),
)


def _write(folder: Path, rows: Sequence[tuple[Any, ...]]) -> dict[str, Written]:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA marts")
        listed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"CREATE TABLE marts.fact ({listed})")
        if rows:
            connection.executemany("INSERT INTO marts.fact VALUES (?, ?, ?, ?)", rows)
        return write(connection, TABLE, folder)


def _texts(folder: Path, texts: Sequence[str | None]) -> list[str]:
    """The cells that texts become, as a program for CSV reads them."""
    _write(folder, [(number, text, None, None) for number, text in enumerate(texts)])
    with (folder / "csv/marts.fact.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["words"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("sign", TRIGGERS)
def test_no_text_begins_as_a_formula(sign: str, tmp_path: Path) -> None:
    assert _texts(tmp_path, [f"{sign}cmd|' /C calc'!A0"]) == [f"'{sign}cmd|' /C calc'!A0"]


def test_a_sign_within_a_text_stays_as_it_is(tmp_path: Path) -> None:
    assert _texts(tmp_path, ["预算=支出", "a@b"]) == ["预算=支出", "a@b"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.one_of(st.sampled_from([*TRIGGERS, "'", '"', ",", " "]), st.characters(exclude_characters="\0", codec="utf-8"))),
        max_size=20,
    )
)  # fmt: skip
def test_taking_the_apostrophe_gives_every_text_back(tmp_path: Path, texts: list[str]) -> None:
    assert [cell.removeprefix(ESCAPE) for cell in _texts(tmp_path, texts)] == texts


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    _write(tmp_path, [(1, "-6.5", Decimal("-6.50"), None)])
    assert (tmp_path / "csv/marts.fact.csv").read_text("utf-8-sig").splitlines()[1] == "1,'-6.5,-6.50,"


def test_amounts_are_exact_in_both_formats(tmp_path: Path) -> None:
    amount = Decimal("123456789012345678.91")  # more digits than a float has
    _write(tmp_path, [(1, None, amount, None)])
    with duckdb.connect() as connection:
        [(read,)] = connection.execute(
            f"SELECT amount_cny FROM '{tmp_path}/parquet/marts.fact.parquet'"
        ).fetchall()
    assert read == amount
    assert str(amount) in (tmp_path / "csv/marts.fact.csv").read_text("utf-8-sig")


def test_empty_text_is_told_from_no_text(tmp_path: Path) -> None:
    _write(tmp_path, [(1, "", None, None), (2, None, None, None)])
    assert (tmp_path / "csv/marts.fact.csv").read_text("utf-8-sig").splitlines()[1:] == ['1,"",,', "2,,,"]


def test_the_mark_begins_the_file_and_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    _write(tmp_path, [(1, "预算", None, None)])
    file = tmp_path / "csv/marts.fact.csv"
    assert file.read_text("utf-8").startswith(f"{BYTE_ORDER_MARK}fact_id,")
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT fact_id, words FROM '{file}'").fetchall() == [(1, "预算")]
    with Resource(path=file.name, basepath=str(file.parent), encoding="utf-8") as resource:
        assert resource.header.to_list() == list(COLUMNS)


def test_the_order_of_insertion_does_not_show(tmp_path: Path) -> None:
    rows = [(number, f"第{number}行", Decimal(number), None) for number in range(500)]
    forwards = _write(tmp_path, rows)
    assert _write(tmp_path, rows[::-1]) == forwards


def test_a_table_larger_than_memory_is_written(tmp_path: Path) -> None:
    with duckdb.connect(
        config={"memory_limit": "250MiB", "temp_directory": str(tmp_path / "scratch"), "threads": 2}
    ) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(
            "CREATE VIEW marts.fact AS SELECT (n * 7919 % 1000000)::INTEGER AS fact_id, "
            "repeat(md5(n::VARCHAR), 8) AS words, n::DECIMAL(20,2) AS amount_cny, NULL::TIMESTAMP AS loaded_at "
            "FROM range(1000000) AS t(n)"
        )
        written = write(connection, TABLE, tmp_path)
    assert {kind: file.rows for kind, file in written.items()} == {"csv": 1_000_000, "parquet": 1_000_000}
    assert written["csv"].bytes > 250 * 1024**2
