"""What a build takes down of the version before it."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse import baseline, build
from warehouse.home import Home

AT = datetime(2024, 5, 1, 12, 0)
MARTS = """
create schema if not exists marts;
create table marts.dim_report as select * from (values ('r_1', 'sha-1'), ('r_2', 'sha-2')) as r (report_id, content_sha256);
create table marts.fct_budget as select unnest(['r_1', 'r_1', 'r_2']) as report_id;
create table marts.fct_expenditure as select 'r_1' as report_id;
create table marts.fct_indicator as select 'r_2' as report_id;
create table marts.fct_reconciliation as select 'r_1' as report_id, unnest(['pass', 'fail']) as status;
create table quality.reading_coverage as select 'r_1' as report_id, 40 as number_count, 3 as unread_count;
create table quality.quarantine as select unnest(['r_3', 'r_3', 'r_4']) as report_id;
insert into raw.rejected_document (source_name, source_uri, reason_code, reason, rejected_at)
    values ('x', 'x', 'empty', 'Empty.', timestamp '2024-05-01 12:00:00');
"""


@pytest.fixture
def published(home: Home) -> Home:
    """A home with a small published version; one check of it ran at AT."""
    with build.connect(home) as connection:
        connection.execute(MARTS)
        connection.execute(
            "INSERT INTO quality.validation_result SELECT 'run', 's', 'raw', 'raw.t', 'e', 'passed', 'error', "
            "'validity', NULL, NULL, NULL, 'r', 'r', 'r', 'o', ?",
            [AT],
        )
    shutil.copyfile(home.building, home.published)
    return home


def _rows(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with build.connect(home) as connection:
        return connection.execute(sql).fetchall()


def test_a_first_build_has_no_version_before_it(home: Home) -> None:
    assert _rows(home, "FROM quality.previous_report") == []
    assert _rows(home, "FROM quality.previous_version") == [(None, 0, 0, None)]


def test_every_report_of_the_version_is_counted(published: Home) -> None:
    build.begin(published)
    assert _rows(published, "FROM quality.previous_report ORDER BY report_id") == [
        ("r_1", False, 2, 1, 0, 2, 1, 40, 3),
        ("r_2", False, 1, 0, 1, 0, 0, 0, 0),
    ]


def test_the_version_as_a_whole_is_described(published: Home) -> None:
    build.begin(published, accepted_drift="half of them were withdrawn")
    assert _rows(published, "FROM quality.previous_version") == [(AT, 1, 2, "half of them were withdrawn")]


@pytest.mark.parametrize("given", [None, "", "  "])
def test_a_blank_reason_accepts_nothing(published: Home, given: str | None) -> None:
    build.begin(published, accepted_drift=given)
    assert _rows(published, "SELECT accepted_reason FROM quality.previous_version") == [(None,)]


def test_the_build_before_is_forgotten(published: Home) -> None:
    build.begin(published, accepted_drift="once")
    shutil.copyfile(published.building, published.published)
    build.begin(published)
    assert _rows(published, "SELECT count(*), max(accepted_reason) FROM quality.previous_version") == [
        (1, None)
    ]
    assert _rows(published, "SELECT count(*) FROM quality.previous_report") == [(2,)]


def test_bundled_samples_are_known_by_their_content(published: Home, tmp_path: Path) -> None:
    build.begin(published)
    (tmp_path / "sample.txt").write_bytes(b"a sample")
    with build.connect(published) as connection:
        content = connection.execute("SELECT sha256('a sample')").fetchone()
        assert content is not None
        connection.execute(
            "UPDATE marts.dim_report SET content_sha256 = ? WHERE report_id = 'r_2'", [content[0]]
        )
        baseline.take(connection, None, samples=tmp_path)
        found = connection.execute("SELECT report_id FROM quality.previous_report WHERE is_sample").fetchall()
    assert found == [("r_2",)]


def test_a_version_of_an_older_release_without_quarantine_is_read(published: Home) -> None:
    with duckdb.connect(str(published.published)) as connection:
        connection.execute("DROP TABLE quality.quarantine")
    build.begin(published)
    assert _rows(published, "SELECT quarantined FROM quality.previous_version") == [(0,)]
