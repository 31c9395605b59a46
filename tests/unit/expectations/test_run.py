"""How expectations run: each mechanism passes, fails with the right count, or is reported as errored."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations import run
from expectations.catalog import Expectation, Suite
from expectations.result import ValidationResult
from expectations.run import run_suites

TABLE = "create schema marts; create table marts.thing as from (values (1, 'a', 10), (2, 'b', 20), (3, 'b', 30)) as v (id, name, amount)"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a name with blanks" / "warehouse.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLE)
    return path


def expect(
    what: str, sql: str | None = None, type: str = "UnexpectedRowsExpectation", **kwargs: Any
) -> Expectation:
    described = ("error", "validity", "somebody", "Because.", "因为。", "Mend it.")
    return Expectation(f"marts.thing.{what}", type, kwargs, sql, *described)


def results(database: Path, *expectations: Expectation, table: str = "marts.thing") -> list[ValidationResult]:
    return run_suites(database, None, "run-1", [Suite("marts.thing", "marts", table, expectations)])


def by_name(found: list[ValidationResult]) -> Mapping[str, str]:
    return {result.expectation.rpartition(".")[2]: result.outcome for result in found}


MECHANISMS = {
    "query": (
        expect("x", "select id from marts.thing where id > 1"),
        expect("x", "select id from marts.thing where id > 9"),
    ),
    "unique": (
        expect("x", type="ExpectColumnValuesToBeUnique", column="name"),
        expect("x", type="ExpectColumnValuesToBeUnique", column="id"),
    ),
    "in set": (
        expect("x", type="ExpectColumnValuesToBeInSet", column="id", value_set=[1]),
        expect("x", type="ExpectColumnValuesToBeInSet", column="id", value_set=[1, 2, 3]),
    ),
    "between": (
        expect("x", type="ExpectColumnValuesToBeBetween", column="amount", max_value=10),
        expect("x", type="ExpectColumnValuesToBeBetween", column="amount", max_value=30),
    ),
}


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_failure_counts_what_broke_it(database: Path, mechanism: str) -> None:
    (found,) = results(database, MECHANISMS[mechanism][0])
    assert (found.outcome, found.unexpected_count) == ("failed", 2)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_what_holds_passes(database: Path, mechanism: str) -> None:
    (found,) = results(database, MECHANISMS[mechanism][1])
    assert (found.outcome, found.unexpected_count, found.unexpected_sample) == ("passed", 0, None)


def test_not_null_counts_nulls(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("update marts.thing set name = null where id = 1")
    (found,) = results(database, expect("x", type="ExpectColumnValuesToNotBeNull", column="name"))
    assert (found.outcome, found.unexpected_count) == ("failed", 1)


def test_missing_column_of_the_table_set_fails_by_name(database: Path) -> None:
    columns = expect("x", type="ExpectTableColumnsToMatchSet", column_set=["id", "gone"], exact_match=False)
    (found,) = results(database, columns)
    assert found.outcome == "failed"
    assert "gone" in (found.unexpected_sample or "")


def test_sample_shows_the_rows(database: Path) -> None:
    (found,) = results(database, expect("x", "select id, name from marts.thing where id > 1 order by id"))
    assert found.unexpected_sample == "id=2, name=b | id=3, name=b"


def test_sample_of_many_rows_is_short(database: Path) -> None:
    (found,) = results(database, expect("x", "select repeat('长', 300) as words from range(1000)"))
    assert found.unexpected_count == 1000
    assert len(found.unexpected_sample or "") <= 400


def test_braces_of_a_regular_expression_are_just_braces(database: Path) -> None:
    (found,) = results(
        database, expect("x", "select id from marts.thing where regexp_matches(name, '^b{1}$')")
    )
    assert found.unexpected_count == 2


def test_empty_table_passes(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from marts.thing")
    found = results(
        database,
        expect("unique", type="ExpectColumnValuesToBeUnique", column="id"),
        expect("between", type="ExpectColumnValuesToBeBetween", column="amount", max_value=10),
        expect("query", "select id from marts.thing"),
    )
    assert set(by_name(found).values()) == {"passed"}


@pytest.mark.parametrize(
    "broken",
    [
        expect("broken", type="ExpectColumnValuesToNotBeNull", column="gone"),
        expect("broken", "select gone from marts.thing"),
        expect("broken", "select * from marts.nowhere"),
        expect("broken", "select cast(name as int) from marts.thing"),
        expect("broken", type="ExpectNoSuchThing"),
        expect("broken", type="ExpectColumnValuesToBeInSet", value_set=[1]),
    ],
    ids=[
        "column gone",
        "column of a query gone",
        "table of a query gone",
        "cast fails",
        "no such class",
        "no column named",
    ],
)
def test_what_crashes_is_errored_and_leaves_the_others_alone(database: Path, broken: Expectation) -> None:
    found = results(
        database,
        expect("before", "select id from marts.thing where id > 9"),
        broken,
        expect("unique", type="ExpectColumnValuesToBeUnique", column="id"),
        expect("after", "select id from marts.thing where id > 1"),
    )
    assert by_name(found) == {"before": "passed", "broken": "errored", "unique": "passed", "after": "failed"}


def test_errored_says_why(database: Path) -> None:
    (found,) = results(database, expect("x", "select gone from marts.thing"))
    assert "gone" in (found.observed or "")
    assert found.unexpected_count is None


def test_missing_table_makes_every_expectation_errored(database: Path) -> None:
    found = results(database, expect("one", "select 1"), expect("two", "select 1"), table="marts.nowhere")
    assert by_name(found) == {"one": "errored", "two": "errored"}
    assert "marts.nowhere" in (found[0].observed or "")


def test_expectation_without_a_result_is_errored(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_findings", lambda suite, source, docs: {})
    (found,) = results(database, expect("x", "select 1"))
    assert (found.outcome, "did not run" in (found.observed or "")) == ("errored", True)


def test_result_that_nobody_expected_is_an_error(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_findings", lambda suite, source, docs: {"marts.thing.y": run.crashed("?")})
    with pytest.raises(RuntimeError, match=r"marts\.thing\.y"):
        results(database, expect("x", "select 1"))


def test_result_carries_what_the_catalogue_says(database: Path) -> None:
    (found,) = results(database, expect("x", "select 1 from marts.thing where false"))
    assert found[:5] == ("run-1", "marts.thing", "marts", "marts.thing", "marts.thing.x")
    assert found[6:8] == ("error", "validity")
    assert found[11:15] == ("Because.", "因为。", "Mend it.", "somebody")


def test_only_the_named_suites_run(database: Path) -> None:
    catalogue = [
        Suite(f"marts.{n}", "marts", "marts.thing", (expect(n, "select 1 where false"),)) for n in "ab"
    ]
    assert by_name(run_suites(database, ["marts.b"], "run-1", catalogue)) == {"b": "passed"}


def test_unknown_name_lists_the_known_ones(database: Path) -> None:
    with pytest.raises(KeyError, match=r"no such suite: marts\.zzz; known are .*marts\.fct_budget"):
        run_suites(database, ["marts.zzz"], "run-1")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.duckdb: no such database"):
        run_suites(tmp_path / "gone.duckdb", None, "run-1")


def test_file_is_released(database: Path) -> None:
    results(database, expect("x", "select gone from marts.thing"), expect("y", "select id from marts.thing"))
    write = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('insert into marts.thing values (4, null, 0)')"
    subprocess.run([sys.executable, "-c", write, str(database)], check=True, capture_output=True)


def test_file_is_not_changed(database: Path) -> None:
    before = database.read_bytes()
    results(database, expect("x", "select id from marts.thing"))
    assert database.read_bytes() == before


def test_runs_beside_a_writing_connection_of_the_same_process(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("insert into marts.thing values (9, 'i', 90)")
        (found,) = results(database, expect("x", "select id from marts.thing where id = 9"))
    assert found.unexpected_count == 1


def test_nothing_is_printed(database: Path, capfd: pytest.CaptureFixture[str]) -> None:
    results(database, expect("x", "select id from marts.thing"))
    assert capfd.readouterr() == ("", "")


def test_no_temporary_files_are_left(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    results(database, expect("x", "select id from marts.thing"))
    assert list(scratch.iterdir()) == []
