"""Queries of the published file are read-only and shut in."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml
from rich.console import Console

from cli import answers
from warehouse import build, publish, query, rollback
from warehouse.errors import NotPublishedError, QueryError
from warehouse.home import REPOSITORY, Home

HOSTILE = yaml.safe_load(Path(__file__).with_name("hostile_queries.yml").read_text(encoding="utf-8"))
SMALL = query.QueryLimits(seconds=1, memory_mb=128)

python_variable = [("a secret",)]


def command(home: Home, sql: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`jixiao sql`, in a process of its own, which it bounds."""
    return subprocess.run(
        [sys.executable, "-m", "cli", "sql"],
        cwd=REPOSITORY,
        env=os.environ | {"JIXIAO_HOME": str(home.root), "QUERY": sql} | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def beside(tmp_path: Path) -> dict[str, Path]:
    """Files that a query must not reach."""
    files = {"file": tmp_path / "other.duckdb", "text": tmp_path / "other.txt"}
    with duckdb.connect(str(files["file"])) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 'a secret' AS word")
    files["text"].write_text("a secret", encoding="utf-8")
    return files


@pytest.fixture
def published(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    publish.publish(home, "run-1", [])
    with closing(query.open_published(home, SMALL)) as connection:
        yield connection


def test_an_answer_is_cut_and_says_so(published: duckdb.DuckDBPyConnection) -> None:
    answer = query.ask(published, "SELECT * FROM range(5) AS t(n) ORDER BY n", query.QueryLimits(rows=3))
    assert answer == query.Answer(["n"], [(0,), (1,), (2,)], True)


@pytest.mark.parametrize("sql", HOSTILE["refused"])
def test_a_statement_that_does_more_than_read_is_refused(
    published: duckdb.DuckDBPyConnection, beside: dict[str, Path], home: Home, sql: str
) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in home.root.parent.rglob("*") if path.is_file()}

    before = files()
    with pytest.raises(QueryError):
        query.ask(published, sql.format(**beside), SMALL)
    assert files() == before


@pytest.mark.parametrize("sql", HOSTILE["unreadable"])
def test_nothing_but_the_published_file_can_be_read(
    published: duckdb.DuckDBPyConnection, beside: dict[str, Path], sql: str
) -> None:
    with pytest.raises(QueryError) as refusal:
        query.ask(published, sql.format(**beside), SMALL)
    assert "a secret" not in str(refusal.value)


@pytest.mark.parametrize("sql", HOSTILE["too_much"])
def test_a_query_that_takes_too_much_is_stopped_and_the_next_one_is_answered(
    published: duckdb.DuckDBPyConnection, sql: str
) -> None:
    with pytest.raises(QueryError):
        query.ask(published, sql, SMALL)
    assert query.ask(published, "SELECT 1").rows == [(1,)]


@pytest.mark.parametrize(
    "sql", ["DESCRIBE raw.document", "SUMMARIZE raw.document", "EXPLAIN SELECT 1", "FROM raw.document"]
)
def test_queries_that_read_are_answered(published: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert query.ask(published, sql).columns


def test_the_time_limit_is_named(published: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match=r"stopped after 1 seconds.*JIXIAO_QUERY_SECONDS"):
        query.ask(published, "SELECT count(*) FROM range(10000000) a, range(10000000) b", SMALL)


def test_the_memory_limit_is_named(published: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match=r"more than 128 MB.*JIXIAO_QUERY_MEMORY_MB"):
        query.ask(published, "SELECT list(range) FROM range(10000000000)", SMALL)


@pytest.mark.parametrize("sql", HOSTILE["beyond_duckdb"])
def test_what_duckdb_does_not_stop_the_command_does(home: Home, sql: str) -> None:
    publish.publish(home, "run-1", [])
    done = command(home, sql, JIXIAO_QUERY_SECONDS="1")
    assert done.returncode == 1
    assert "JIXIAO_QUERY_" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_huge_value_is_shown_in_part() -> None:
    [cell] = answers.as_table(query.Answer(["a"], [("x" * 6000,)], False)).columns[0]._cells
    assert str(cell).endswith("… (6,000 characters)")


def test_the_command_says_which_version_answered(home: Home) -> None:
    for number in (1, 2):
        build.begin(home)
        publish.publish(home, f"run-{number}", [], datetime(2024, 5, number, tzinfo=UTC))
    rollback.roll_back(home)
    told = "1 rows, of version 20240501-000000-run-1, put back by a rollback from 20240502-000000-run-2"
    assert told in command(home, "SELECT 1").stdout


def test_a_wrong_query_is_answered_in_duckdbs_words(published: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="nowhere"):
        query.ask(published, "SELECT * FROM nowhere")


def test_before_the_first_load_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="make run"):
        query.open_published(Home(tmp_path))


def test_markup_in_a_text_is_shown_as_it_is(home: Home) -> None:
    publish.publish(home, "run-1", [])
    shown = command(home, "SELECT '[red]四百元[/]' AS \"a $b\"").stdout
    assert "[red]四百元[/]" in shown
    assert "a $b" in shown


def test_money_is_shown_whole() -> None:
    cells = answers.as_table(query.Answer(["a"], [(Decimal("1234567.80"),)], False)).columns[0]._cells
    assert [str(cell) for cell in cells] == ["1,234,567.80"]


@pytest.mark.parametrize("width", [40, 80, 200, 400])
def test_no_column_is_left_out_however_narrow_the_terminal(width: int) -> None:
    answer = query.Answer(
        [f"column_{n}" for n in range(20)], [tuple(f"<{n}>" for n in range(20)), (1,) * 20], False
    )
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(answers.fitting(answer, width))
    shown = console.export_text()
    assert [n for n in range(20) if f"column_{n} " not in shown or f"<{n}>" not in shown] == []


def test_an_answer_that_fits_is_a_table() -> None:
    answer = query.Answer(["a", "b"], [("甲", 1)], False)
    assert len(answers.fitting(answer, 80).columns) == 2
    assert answers.fitting(answer, 80).row_count == 1
