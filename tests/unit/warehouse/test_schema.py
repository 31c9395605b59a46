"""Tables and frames derived from record classes."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import NamedTuple

import polars as pl
import pytest

from ingest.records import Figure
from warehouse.build import RAW_RECORDS
from warehouse.schema import create_table, frame, table_name, utc_naive


class SmallThing(NamedTuple):
    name: str
    size: Decimal | None
    seen_on: date
    seen_at: datetime
    count: int
    is_new: bool


def test_the_table_bears_the_class_name_in_snake_case() -> None:
    assert table_name(SmallThing) == "small_thing"


def test_ddl_follows_the_annotations() -> None:
    assert create_table("raw", SmallThing) == (
        "CREATE TABLE IF NOT EXISTS raw.small_thing (name VARCHAR NOT NULL, size DECIMAL(28,8), "
        "seen_on DATE NOT NULL, seen_at TIMESTAMP NOT NULL, count BIGINT NOT NULL, is_new BOOLEAN NOT NULL)"
    )


def test_a_type_that_no_table_has_is_refused_by_name() -> None:
    class Wrong(NamedTuple):
        amount: float

    with pytest.raises(TypeError, match=r"Wrong\.amount"):
        create_table("raw", Wrong)


@pytest.mark.parametrize("record", RAW_RECORDS)
def test_an_empty_frame_has_every_column(record: type) -> None:
    assert frame(record, []).columns == list(record._fields)


def test_money_stays_exact() -> None:
    row = SmallThing(
        "a", Decimal("12345678901234567890.12345678"), date(2020, 1, 1), datetime(2020, 1, 1), 1, True
    )
    assert frame(SmallThing, [row])["size"].to_list() == [row.size]


def test_frames_hold_decimals_not_floats() -> None:
    assert frame(Figure, []).schema["value"] == pl.Decimal(28, 8)


def test_times_are_kept_as_utc() -> None:
    beijing = timezone(timedelta(hours=8))
    assert utc_naive(datetime(2024, 1, 1, 8, tzinfo=beijing)) == datetime(2024, 1, 1, 0)
    assert utc_naive(datetime(2024, 1, 1, 8, tzinfo=UTC)) == datetime(2024, 1, 1, 8)
