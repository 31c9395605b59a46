"""dbt's documentation site of the published warehouse: `make docs` writes it, as one page that needs no network.

It has each model with its columns in both languages (a Chinese name is the `name_zh` of a column), its SQL, its tests
and its lineage; types and sizes are those of the published file, of which dbt is given a copy.
"""

import os
import sys
import tempfile
from pathlib import Path

from dagster_dbt import DbtProject
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.dbt_project import DBT_PROJECT, dbt_environment, dbt_resource
from warehouse.errors import NotPublishedError, WarehouseError
from warehouse.files import clone
from warehouse.home import Home


def write_site(home: Home) -> Path:
    """Write the page of the published warehouse into the home, in place of an earlier one; returns its path.

    A load may run meanwhile. Raises NotPublishedError where nothing has been published yet, WarehouseError with
    dbt's words where dbt fails; an earlier page then stays.
    """
    if not home.published.exists():
        raise NotPublishedError(f"{home.published} does not exist yet. Run `make run` first.")
    with tempfile.TemporaryDirectory(prefix=".dbt_docs.", dir=home.root) as folder:
        # dbt opens what it describes for writing, and nobody may publish meanwhile.
        copied = Home(Path(folder))
        copied.building.parent.mkdir()
        clone(home.published, copied.building)
        _generate(copied)
        home.dbt_docs.parent.mkdir(exist_ok=True)
        os.replace(copied.dbt / "static_index.html", home.dbt_docs)
    return home.dbt_docs


def _generate(home: Home) -> None:
    """`dbt docs generate` on the build of a home, which is DuckDB's whatever engine computed it."""
    project = DbtProject(project_dir=DBT_PROJECT, target_path=home.dbt)
    command = ["docs", "generate", "--static", "--target", "duckdb"]
    with dbt_environment(home, engine="duckdb"):
        try:
            dbt_resource(project).cli(command, target_path=home.dbt).wait()
        except DagsterDbtCliRuntimeError as error:
            raise WarehouseError(f"dbt did not write its documentation: {error.description}") from error


def main() -> int:
    """Write the site of the home that JIXIAO_HOME names, and say where it lies."""
    home = Home.from_environment()
    try:
        page = write_site(home)
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"dbt docs  {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
