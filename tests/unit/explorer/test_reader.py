"""Pages read the version that is published now, by the safe reader."""

from collections.abc import Callable, Iterator

import pytest

from explorer.reader import Reader
from tests.unit.explorer.conftest import LIMITS
from warehouse.errors import NotPublishedError, QueryError
from warehouse.home import Home

Publish = Callable[[str | None], None]
TITLES = "SELECT title FROM marts.dim_report"


@pytest.fixture
def reader(home: Home) -> Iterator[Reader]:
    reader = Reader(home, LIMITS)
    yield reader
    reader.close()


def test_a_version_that_replaces_another_is_picked_up(reader: Reader, publish: Publish) -> None:
    publish("甲")
    with reader.reading() as reading:
        assert reading.ask(TITLES) == [{"title": "甲"}]
        publish("乙")
        assert reading.ask(TITLES) == [{"title": "甲"}]  # one page is of one version
    with reader.reading() as reading:
        assert reading.ask(TITLES) == [{"title": "乙"}]


def test_no_warehouse_is_said(reader: Reader) -> None:
    with pytest.raises(NotPublishedError, match="make run"), reader.reading():
        pass


def test_a_warehouse_that_went_is_not_read_on(reader: Reader, publish: Publish, home: Home) -> None:
    publish("甲")
    with reader.reading():
        home.published.unlink()
    with pytest.raises(NotPublishedError), reader.reading():
        pass


def test_a_broken_file_is_named(reader: Reader, home: Home) -> None:
    home.published.write_bytes(b"no database")
    with pytest.raises(QueryError, match=str(home.published)), reader.reading():
        pass


def test_values_are_parameters_and_no_sql(reader: Reader, publish: Publish) -> None:
    publish("甲")
    with reader.reading() as reading:
        assert reading.ask(f"{TITLES} WHERE title = $title", {"title": "' OR true --", "more": 1}) == []


def test_nothing_can_be_written(reader: Reader, publish: Publish) -> None:
    publish("甲")
    with reader.reading() as reading, pytest.raises(QueryError, match="one query that reads"):
        reading.ask("DELETE FROM marts.dim_report")
