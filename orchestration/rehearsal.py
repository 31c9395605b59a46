"""Reads one file as a load would, in a workplace of its own: the same readers, rules, models and checks.

What is left out guards a warehouse and not a report: Dagster, the expectation suites, dbt's tests. Nothing is published,
and the file's text is gone at the end of the block.
"""

import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
from dagster_dbt import DbtProject

from ingest.extract import extract
from ingest.inbox import read_inbox
from ingest.parallel import extract_all
from ingest.records import Document, RejectedDocument
from orchestration import dbt_outcomes
from orchestration.dbt_assets import RUN_RESULTS
from orchestration.dbt_project import DBT_PROJECT, dbt_environment, dbt_resource
from warehouse import build, load
from warehouse.errors import WarehouseError
from warehouse.files import clone
from warehouse.home import Home
from warehouse.lock import load_lock
from warehouse.settings import Settings

# What a report alone decides. `published_version` and the like belong to a warehouse.
MODELS = ("+path:models/marts", "+int_check_term", "+quarantine", "+unread_number")
_BUILT = ("model", "seed")
_NODE_DONE = ("LogModelResult", "LogSeedResult")  # events of dbt
_LAST_WORDS = 2_000  # characters of what dbt said, where it left no results

Tell = Callable[
    [str, int, int], None
]  # what is being done, how much of it is done, and of how much (0: unknown)


class Rehearsal(NamedTuple):
    """What one file gave. An archive may give several reports, or some of each."""

    rejected: list[RejectedDocument]
    connection: (
        duckdb.DuckDBPyConnection | None
    )  # a reader of the built marts; None where nothing could be read


@contextmanager
def rehearse(file: Path, workplace: Home, settings: Settings, tell: Tell) -> Iterator[Rehearsal]:
    """The marts of this file alone, for the time of the block.

    `workplace` is kept between calls for what dbt has parsed, and nothing else. Raises WarehouseError where the file
    cannot be opened or dbt fails, LoadInProgressError where another rehearsal holds the workplace for too long.
    """
    with load_lock(workplace.lock, "check", settings.lock_wait_seconds, lambda told: tell(told, 0, 0)):
        inbox = workplace.root / "inbox"
        try:
            _bring(file, inbox)
            build.begin(workplace)
            tell("reading the file", 0, 0)
            documents, rejected = _read(inbox, workplace, settings)
            if not documents:
                yield Rehearsal(rejected, None)
                return
            _build_models(workplace, tell)
            connection = duckdb.connect(str(workplace.building), read_only=True)
            try:
                yield Rehearsal(rejected, connection)
            finally:
                connection.close()
        finally:
            shutil.rmtree(inbox, ignore_errors=True)
            build.empty(workplace)


def _bring(file: Path, inbox: Path) -> None:
    """Copy the file into an inbox of its own, with its name, which may say who reports."""
    if file.name.startswith("."):
        raise WarehouseError(
            f"{file} is hidden (its name begins with a dot), and a load passes it over. Rename it."
        )
    shutil.rmtree(inbox, ignore_errors=True)
    inbox.mkdir(parents=True)
    try:
        clone(file, inbox / file.name)
    except OSError as error:
        raise WarehouseError(
            f"{file} cannot be read: {error.strerror}. Check its path and permissions."
        ) from None


def _read(
    inbox: Path, workplace: Home, settings: Settings
) -> tuple[Sequence[Document], list[RejectedDocument]]:
    """Read and extract into the build; returns the documents that both could do something with, and the others."""
    now = datetime.now(UTC)
    reading = read_inbox(inbox, now, settings.limits)
    rejected: list[RejectedDocument] = []
    ids = [document.report_id for document in reading.documents]

    def chunks() -> Iterator[Sequence[tuple[object, ...]]]:
        for chunk in extract_all(iter(reading.documents), extract, len(ids), settings.limits):
            rejected.extend(chunk.rejected)
            yield chunk.records

    with build.connect(workplace) as connection:
        load.load_documents(connection, reading.documents, reading.rejected, now)
        load.load_extractions(connection, ids, chunks(), rejected, now)
    refused = {rejection.content_sha256 for rejection in rejected}
    read = [document for document in reading.documents if document.content_sha256 not in refused]
    return read, [*reading.rejected, *rejected]


def _build_models(workplace: Home, tell: Tell) -> None:
    """Have dbt build the models of a load, all of them anew, as for a first one."""
    project = DbtProject(project_dir=DBT_PROJECT, target_path=workplace.dbt)
    types = [word for kind in _BUILT for word in ("--resource-type", kind)]
    results = workplace.dbt / RUN_RESULTS
    results.unlink(missing_ok=True)
    said = io.StringIO()  # by dbt, beside its events
    with dbt_environment(workplace), redirect_stdout(said):
        invocation = dbt_resource(project).cli(
            ["build", "--full-refresh", *types, "--select", " ".join(MODELS)],
            target_path=workplace.dbt,
            raise_on_error=False,
        )
        tell("preparing the models", 0, 0)
        for event in invocation.stream_raw_events():
            if event.raw_event["info"]["name"] in _NODE_DONE:
                node = event.raw_event["data"]
                tell("building the models", node["index"], node["total"])
    if invocation.process.returncode != 0:
        failed = (results.exists() and dbt_outcomes.failures(results)) or said.getvalue()[-_LAST_WORDS:]
        raise WarehouseError(f"The models could not be built. {failed}")
