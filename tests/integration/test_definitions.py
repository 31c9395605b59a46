"""The lineage as a reviewed file: `definitions.json` holds every asset, check, job and schedule."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.dbt_project import (
    DBT_PROJECT,
    dbt_environment,
    dbt_resource,
    prepare_project,
    read_manifest,
)
from orchestration.definitions import build
from orchestration.lineage import PICTURE, draw
from warehouse.home import REPOSITORY, Home

SNAPSHOT = Path(__file__).with_name("definitions.json")
REGENERATE = "UPDATE_SNAPSHOT=1 .venv/bin/python -m pytest tests/integration/test_definitions.py"


@pytest.fixture(scope="module")
def definitions(loaded: Home, tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    """The definitions of a home in which nothing is: only dbt's manifest is needed."""
    empty = Home(tmp_path_factory.mktemp("empty"))
    return build(empty, REPOSITORY / "samples" / "reports", prepare_project(loaded))


def _described(definitions: dg.Definitions) -> dict[str, Any]:
    graph = definitions.resolve_asset_graph()
    schedules = [
        schedule for schedule in definitions.schedules or [] if isinstance(schedule, dg.ScheduleDefinition)
    ]
    return {
        "assets": {
            node.key.to_user_string(): {
                "group": node.group_name,
                "upstream": sorted(key.to_user_string() for key in node.parent_keys),
            }
            for node in sorted(graph.asset_nodes, key=lambda node: node.key)
        },
        "checks": sorted(f"{key.asset_key.to_user_string()}: {key.name}" for key in graph.asset_check_keys),
        "jobs": {
            job.name: sorted(node.name for node in job.nodes)
            for job in definitions.resolve_all_job_defs()
            if not job.name.startswith("__")
        },
        "sensors": {sensor.name: sensor.default_status.value for sensor in definitions.sensors or []},
        "schedules": {
            schedule.name: f"{schedule.cron_schedule} {schedule.execution_timezone} {schedule.default_status.value}"
            for schedule in schedules
        },
    }


def test_lineage_changes_only_on_purpose(definitions: dg.Definitions) -> None:
    found = json.dumps(_described(definitions), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_SNAPSHOT"):
        SNAPSHOT.write_text(found, encoding="utf-8")
    expected = SNAPSHOT.read_text(encoding="utf-8") if SNAPSHOT.exists() else ""
    message = f"The lineage has changed. If that was meant, run `{REGENERATE}` and commit {SNAPSHOT.name}."
    assert found.splitlines() == expected.splitlines(), message


def test_the_picture_shows_the_lineage(definitions: dg.Definitions) -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw(definitions), (
        "Run `make lineage` and commit the picture."
    )


def test_every_asset_can_be_asked_about(definitions: dg.Definitions) -> None:
    bare = [
        spec.key.to_user_string()
        for spec in definitions.resolve_all_asset_specs()
        if not (spec.owners and spec.description and spec.group_name and spec.kinds)
    ]
    assert bare == [], "an asset needs an owner, a description, a group and a kind"


def test_the_published_warehouse_comes_after_everything(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    published = dg.AssetKey("published_warehouse")
    upstream = graph.get_ancestor_asset_keys(published)
    assert {node.key for node in graph.asset_nodes} - upstream == {published}


def test_dbt_is_one_step(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("nightly_load")
    assert [node.name for node in job.nodes if node.name.startswith("dbt_build")] == ["dbt_build"]


def test_the_checks_come_before_publishing(definitions: dg.Definitions) -> None:
    structure = definitions.resolve_job_def("nightly_load").graph.dependency_structure
    upstream = structure.input_to_upstream_outputs_for_node("published_warehouse")
    before = {output.node_name for outputs in upstream.values() for output in outputs}
    assert before >= {"raw_suites", "built_suites", "dbt_build"}


def test_the_unit_tests_of_the_models_pass(home: Home) -> None:
    home.published.replace(home.building)  # dbt looks up the types of the models' inputs in the build
    dbt = Path(dbt_resource(prepare_project(home)).dbt_executable)
    with dbt_environment(home):
        command = [dbt, "test", "--select", "test_type:unit", "--profiles-dir", DBT_PROJECT]
        done = subprocess.run(command, cwd=DBT_PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def parsed_home(loaded: Home, tmp_path: Path) -> Home:
    """A home that holds nothing but what dbt has parsed."""
    home = Home(tmp_path / "home")
    shutil.copytree(loaded.dbt, home.dbt)  # its files are newer than those of the project
    return home


def test_a_manifest_of_another_release_is_made_anew_though_its_file_is_newer(parsed_home: Home) -> None:
    manifest = parsed_home.dbt / "manifest.json"
    manifest.write_text("{}", encoding="utf-8")
    (parsed_home.dbt / "project.fingerprint").write_text("of another release", encoding="utf-8")
    assert "model.jixiao.fct_budget" in read_manifest(prepare_project(parsed_home).manifest_path)["nodes"]


def test_a_manifest_of_this_release_is_kept(parsed_home: Home) -> None:
    manifest = parsed_home.dbt / "manifest.json"
    made = manifest.stat().st_mtime_ns
    prepare_project(parsed_home)
    assert manifest.stat().st_mtime_ns == made
