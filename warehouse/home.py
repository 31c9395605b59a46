"""The paths under JIXIAO_HOME: the one folder that holds everything the product writes.

warehouse.duckdb          the published file; readers open this one and no other
build/warehouse.duckdb    the file that a run builds and checks; never opened by a reader
runs/<run_id>/            what a run leaves: its log, dbt's artifacts, its check outcomes, its Data Docs
dagster/                  Dagster's own storage (DAGSTER_HOME)
dbt/                      what dbt has parsed of its project: the manifest that the assets are made from
load.lock                 held by the load that is running
"""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent

# Written once; a file that is there already is the user's own and stays.
DAGSTER_YAML = """\
telemetry:
  enabled: false
nux:
  enabled: false  # the dialog that would hand an e-mail address to Dagster's makers
concurrency:
  runs:
    max_concurrent_runs: 1  # DuckDB takes one writing process, so loads queue
"""


@dataclass(frozen=True)
class Home:
    """One JIXIAO_HOME. Two of them are two warehouses that know nothing of one another."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The home that JIXIAO_HOME names (relative to the working folder), or `warehouse/data`."""
        named = os.environ.get("JIXIAO_HOME", "").strip()
        return cls(Path(named).expanduser().resolve()) if named else cls.usual()

    @classmethod
    def usual(cls) -> "Home":
        """The home where JIXIAO_HOME names none."""
        return cls(REPOSITORY / "warehouse" / "data")

    @property
    def published(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def building(self) -> Path:
        """Same stem as the published file: DuckDB names the catalog after it, and views refer to that."""
        return self.root / "build" / "warehouse.duckdb"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def dbt(self) -> Path:
        return self.root / "dbt"

    @property
    def lock(self) -> Path:
        return self.root / "load.lock"

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
        settings = self.dagster / "dagster.yaml"
        if not settings.exists():
            settings.write_text(DAGSTER_YAML, encoding="utf-8")
        return self
