"""One load of all texts that the checks are tried on: extraction, then the dbt models down to the mart.

Neither Dagster nor the suites take part: they are tested elsewhere, and the checks do not depend on them.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from expectations.result import ValidationResult
from ingest.extract import extract
from ingest.parallel import extract_all
from tests.audit import examples, mutants
from warehouse.build import RAW_RECORDS, ensure_table
from warehouse.home import REPOSITORY
from warehouse.load import load_documents, load_extractions

PROJECT = REPOSITORY / "dbt_project"
NOW = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="session")
def made() -> list[mutants.Mutant]:
    """The reports with one wrong figure each."""
    return mutants.mutants()


@pytest.fixture(scope="session")
def audited(
    made: Sequence[mutants.Mutant], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader of the warehouse of all examples, correct reports and mutants."""
    texts = examples.reports() | mutants.originals() | {mutant.name: mutant.text for mutant in made}
    database = tmp_path_factory.mktemp("audit") / "warehouse.duckdb"
    documents = [mutants.document(name, text) for name, text in texts.items()]
    with duckdb.connect(str(database)) as connection:
        for record in RAW_RECORDS:
            ensure_table(connection, "raw", record)
        ensure_table(connection, "quality", ValidationResult)
        load_documents(connection, documents, [], NOW)
        chunks = list(extract_all(documents, extract, len(documents)))
        assert [chunk.rejected for chunk in chunks if chunk.rejected] == []
        load_extractions(connection, [d.report_id for d in documents], (c.records for c in chunks), [], NOW)
    build(database)
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


def build(database: Path) -> None:
    """Run dbt for what the checks are made from; fail with its own words where it fails."""
    command = [
        Path(sys.executable).with_name("dbt"), "build", "--select", "+fct_reconciliation", "+int_check_term",
        "--resource-type", "seed", "--resource-type", "model", "--project-dir", PROJECT, "--profiles-dir", PROJECT,
        "--target-path", database.parent / "target", "--log-path", database.parent / "logs",
    ]  # fmt: skip
    environment = os.environ | {"JIXIAO_BUILD_DB": str(database)}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=REPOSITORY, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
