"""Where the dbt project lies, its manifest, and what the manifest says must be tested."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version

from warehouse.home import REPOSITORY, Home
from warehouse.models import fingerprint
from warehouse.settings import read_settings

DBT_PROJECT = REPOSITORY / "dbt_project"

# Beside the manifest: of which project it was made. Times of files would not tell: those of an older release, or of
# a home that was copied, may be newer.
_PARSED_OF = "project.fingerprint"


def prepare_project(home: Home, folder: Path = DBT_PROJECT) -> DbtProject:
    """The project with a manifest of its files as they are; `dbt parse` runs only where there is none.

    Needs no warehouse. Raises dagster_dbt's error, with dbt's own words, where the project is not valid.
    """
    engine = read_settings().engine
    project = DbtProject(project_dir=folder, target_path=parsed(home, engine))
    parsed_of, now = parsed(home, engine) / _PARSED_OF, fingerprint(folder, engine, with_tests=True)
    known = parsed_of.read_text(encoding="utf-8") if parsed_of.exists() else None
    if known != now or not project.manifest_path.exists():
        parsed_of.unlink(missing_ok=True)
        with dbt_environment(home):
            dbt_resource(project).cli(["parse", "--quiet"], target_path=project.target_path).wait()
        parsed_of.write_text(now, encoding="utf-8")
    return project


def parsed(home: Home, engine: str) -> Path:
    """Where dbt keeps what it has parsed of its project: of each engine for itself, since its SQL differs."""
    return home.dbt if engine == "duckdb" else home.dbt / engine


class Dbt(DbtCliResource):
    """dbt as a process of its own, and only there.

    dagster-dbt would also ask `dbt --version`, which asks the network, and open an adapter of dbt in this
    process, to fetch row counts with; we know the version and count rows ourselves. Both overrides can go
    when dagster-dbt offers them as settings.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:
        """No adapter."""


def dbt_resource(project: DbtProject) -> Dbt:
    """The dbt that is installed for this Python, whatever PATH says, in a process that ends with this one."""
    return Dbt(project_dir=project, dbt_executable=str(Path(__file__).with_name("dbt")))


def read_manifest(path: Path) -> Mapping[str, Any]:
    manifest: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def data_tests(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every enabled data test of the project, by dbt's unique id."""
    return {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "test"}


@contextmanager
def dbt_environment(home: Home, engine: str | None = None, tables: Path | None = None) -> Iterator[None]:
    """Tell dbt, by the variables that its profile and dagster-dbt read, where to build and what it has parsed.

    `engine` is the target that it works for, by default the one that the settings name. `tables` is the folder of
    the tables that Spark is to build on; without one dbt begins no session.

    What it has parsed is kept per home: the path of the build is part of it, and another one costs dbt
    seconds to parse everything again.
    """
    engine = engine or read_settings().engine
    settings = {
        "JIXIAO_BUILD_DB": str(home.building),
        "JIXIAO_BUILD_MEMORY": read_settings().load_memory,
        "DBT_TARGET_PATH": str(parsed(home, engine)),
        "JIXIAO_PYTHON": sys.executable,
    }
    if tables is not None:
        settings["JIXIAO_BUILD_TABLES"] = str(tables)
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
