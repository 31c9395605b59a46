"""After a change of the rules: what a nightly load reads again, and what it leaves to the job reextraction."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import dagster as dg
import duckdb
import pytest

from ingest.version import extractor_version
from orchestration.assets import FISCAL_YEARS
from orchestration.dbt_project import prepare_project
from orchestration.definitions import build
from tests.integration.conftest import Load
from warehouse.home import Home
from warehouse.query import open_published

LIMIT = "JIXIAO_REREAD_REPORTS"
OLD = "old"


def _rows(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_published(home)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def outdated(home: Home) -> Home:
    """The loaded home, all of whose reports were read by older rules."""
    with duckdb.connect(str(home.published)) as connection:
        connection.execute("UPDATE raw.extraction SET extractor_version = ?", [OLD])
    return home


def test_a_night_reads_as_many_again_as_it_may(
    outdated: Home, samples_dir: Path, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    with mock.patch.dict(os.environ, {LIMIT: "1"}):
        assert load(outdated, samples_dir) == 0
    versions = _rows(outdated, "SELECT extractor_version FROM marts.dim_report")
    assert versions.count((extractor_version(),)) == 1
    assert set(versions) == {(extractor_version(),), (OLD,)}
    assert "start a backfill of the job reextraction" in capfd.readouterr().out


def test_a_partition_reads_the_reports_of_its_year_again(
    outdated: Home, instance: dg.DagsterInstance, samples_dir: Path
) -> None:
    years = sorted(
        str(year) for (year,) in _rows(outdated, "SELECT DISTINCT fiscal_year FROM marts.dim_report")
    )
    assert sorted(instance.get_dynamic_partitions(str(FISCAL_YEARS.name))) == years
    job = build(outdated, samples_dir, prepare_project(outdated)).resolve_job_def("reextraction")
    with mock.patch.dict(os.environ, {"JIXIAO_HOME": str(outdated.root), LIMIT: "0"}):
        assert job.execute_in_process(instance=instance, partition_key=years[0]).success
    found = _rows(outdated, "SELECT fiscal_year::VARCHAR, extractor_version FROM marts.dim_report")
    assert {year for year, version in found if version == extractor_version()} == {years[0]}
    assert {year for year, version in found if version == OLD} == set(years[1:])
