"""The paths under JIXIAO_HOME: the one folder that holds everything the product writes.

warehouse.duckdb          the published file; readers open this one and no other
build/warehouse.duckdb    the file that a run builds and checks; never opened by a reader
build/tables/             with the engine spark: its tables as Parquet, until the next load begins
versions/<version_id>/    earlier published files, for a rollback
runs/<run_id>/            what a run leaves: its log, dbt's artifacts, its check outcomes, its Data Docs
dagster/                  Dagster's own storage (DAGSTER_HOME)
dbt/                      what dbt has parsed of its project: the manifest that the assets are made from
load.lock                 held by the load that is running; load.waiting/ by those that wait for it
alerts/                   alerts that are still to be sent
"""

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import SettingsError
from warehouse.settings import (
    REPOSITORY,  # noqa: F401 - others take it from here
    Settings,
    read_settings,
)

# The file of ours follows the settings; one without its first line is the user's own and stays.
_OURS = "# Written from the settings at every start. Delete this line to keep a file of your own.\n"
DAGSTER_YAML = """\
telemetry:
  enabled: false
nux:
  enabled: false  # the dialog that would hand an e-mail address to Dagster's makers
concurrency:
  runs:
    max_concurrent_runs: 1  # DuckDB takes one writing process, so loads queue
"""
# Not the URL itself: it holds a password.
_POSTGRES = """\
storage:
  postgres:
    postgres_url:
      env: JIXIAO_STORAGE_URL
"""


def dagster_yaml(settings: Settings) -> str:
    """Dagster's settings of an instance: its storage is PostgreSQL where a URL is given, else SQLite."""
    return _OURS + DAGSTER_YAML + (_POSTGRES if settings.storage_url else "")


@dataclass(frozen=True)
class Home:
    """One JIXIAO_HOME. Two of them are two warehouses that know nothing of one another."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The home that JIXIAO_HOME names (relative to the working folder), or `warehouse/data`."""
        return cls(read_settings().home)

    @classmethod
    def usual(cls) -> "Home":
        """The home where JIXIAO_HOME names none."""
        return cls(Settings().home)

    @property
    def published(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def building(self) -> Path:
        """Same stem as the published file: DuckDB names the catalog after it, and views refer to that."""
        return self.root / "build" / "warehouse.duckdb"

    @property
    def tables(self) -> Path:
        """The tables of a load on Spark: a folder for each schema, in it one for each table."""
        return self.building.parent / "tables"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    def version(self, version_id: str) -> Path:
        """The file of a kept version; of the same stem, see `building`."""
        return self.versions / version_id / self.published.name

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def dbt(self) -> Path:
        return self.root / "dbt"

    @property
    def dbt_docs(self) -> Path:
        """The page of dbt's documentation; there once `make docs` has written it."""
        return self.root / "dbt_docs" / "index.html"

    @property
    def lock(self) -> Path:
        return self.root / "load.lock"

    @property
    def alerts(self) -> Path:
        return self.root / "alerts"

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    def run(self, run_id: str) -> Path:
        """The folder of one run, made if it is not there."""
        folder = self.runs / run_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def data_docs(self, run_id: str) -> Path:
        """The folder of one run's Data Docs; they are there of the last runs only."""
        return self.runs / run_id / "data_docs"

    def prepare(self) -> "Home":
        """Make the folders and Dagster's settings file; returns itself."""
        for folder in (self.building.parent, self.runs, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        self._write_dagster_yaml(read_settings())
        return self

    def _write_dagster_yaml(self, settings: Settings) -> None:
        file = self.dagster / "dagster.yaml"
        present = file.read_text(encoding="utf-8") if file.exists() else None
        # Earlier releases wrote the bare text.
        is_ours = present is None or present == DAGSTER_YAML or present.startswith(_OURS)
        if is_ours and present != dagster_yaml(settings):
            part = file.with_suffix(f".{os.getpid()}")  # others may read it at this moment
            part.write_text(dagster_yaml(settings), encoding="utf-8")
            part.replace(file)
        elif not is_ours and settings.storage_url and "JIXIAO_STORAGE_URL" not in (present or ""):
            raise SettingsError(
                f"JIXIAO_STORAGE_URL is set, but {file} is your own and does not use it. Name it there, as in "
                "docs/settings.md, or delete the file."
            )
