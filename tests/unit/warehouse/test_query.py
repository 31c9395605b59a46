"""Queries of the published file are read-only and shut in."""

import io
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from warehouse import publish, query
from warehouse.errors import NotPublishedError, QueryError
from warehouse.home import Home


@pytest.fixture
def published(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    publish.publish(home, "run-1", [])
    with closing(query.open_published(home)) as connection:
        yield connection


def test_an_answer_is_cut_and_says_so(published: duckdb.DuckDBPyConnection) -> None:
    answer = query.ask(published, "SELECT * FROM range(5) AS t(n) ORDER BY n", limit=3)
    assert answer == query.Answer(["n"], [(0,), (1,), (2,)], True)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE raw.mine (a INTEGER)",
        "DELETE FROM raw.document",
        "SELECT * FROM read_text('{file}')",
        "COPY (SELECT 1) TO '{file}'",
        "ATTACH '{file}'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_a_query_can_neither_write_nor_leave_the_file(
    published: duckdb.DuckDBPyConnection, sql: str, tmp_path: Path
) -> None:
    with pytest.raises(QueryError):
        query.ask(published, sql.format(file=tmp_path / "other"))


def test_a_wrong_query_is_answered_in_duckdbs_words(published: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="nowhere"):
        query.ask(published, "SELECT * FROM nowhere")


def test_before_the_first_load_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="make run"):
        query.open_published(Home(tmp_path))


def test_markup_in_a_text_is_shown_as_it_is(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish.publish(home, "run-1", [])
    monkeypatch.setenv("JIXIAO_HOME", str(home.root))
    monkeypatch.setenv("QUERY", "SELECT '[red]四百元[/]' AS \"a $b\"")
    assert query.main([]) == 0
    shown = capsys.readouterr().out
    assert "[red]四百元[/]" in shown
    assert "a $b" in shown


def test_money_is_shown_whole() -> None:
    cells = query.as_table(query.Answer(["a"], [(Decimal("1234567.80"),)], False)).columns[0]._cells
    assert cells == ["1,234,567.80"]


@pytest.mark.parametrize("width", [40, 80, 200, 400])
def test_no_column_is_left_out_however_narrow_the_terminal(width: int) -> None:
    answer = query.Answer(
        [f"column_{n}" for n in range(20)], [tuple(f"<{n}>" for n in range(20)), (1,) * 20], False
    )
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(query.fitting(answer, width))
    shown = console.export_text()
    assert [n for n in range(20) if f"column_{n} " not in shown or f"<{n}>" not in shown] == []


def test_an_answer_that_fits_is_a_table() -> None:
    answer = query.Answer(["a", "b"], [("甲", 1)], False)
    assert len(query.fitting(answer, 80).columns) == 2
    assert query.fitting(answer, 80).row_count == 1
