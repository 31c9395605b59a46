"""The published sample reports as open data: a valid package, whole or not there at all."""

import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from frictionless import validate

from open_data import Exported, OpenDataError, descriptor, export, files
from warehouse import versions
from warehouse.errors import NotPublishedError
from warehouse.home import Home


@pytest.fixture(scope="module")
def folder(loaded: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the sample reports. Not to be changed: take `exported`."""
    folder = tmp_path_factory.mktemp("open_data") / "package"
    export(loaded, folder)
    return folder


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / descriptor.FILE).read_text(encoding="utf-8"))
    return described


@pytest.fixture
def exported(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / "package")


def _tables(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {r["name"]: r for r in package["resources"] if r["type"] == "table"}


def _files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_package_is_valid(folder: Path) -> None:
    report = validate(str(folder / descriptor.FILE))
    assert report.valid, [error.message for error in report.errors] + [
        error.message for task in report.tasks for error in task.errors
    ]


@pytest.mark.parametrize("file", ["csv/marts.fct_budget.csv", "parquet/marts.fct_budget.parquet"])
def test_a_changed_file_is_not_valid(exported: Path, file: str) -> None:
    content = (exported / file).read_bytes()
    (exported / file).write_bytes(content[:-2] + b"9\n")
    assert not validate(str(exported / descriptor.FILE)).valid


def test_every_mart_is_exported(package: dict[str, Any], loaded: Home) -> None:
    with duckdb.connect(str(loaded.published), read_only=True) as connection:
        marts = connection.execute(
            "SELECT 'marts.' || table_name FROM duckdb_tables() WHERE schema_name = 'marts'"
        ).fetchall()
    assert {name for (name,) in marts} <= set(_tables(package))


def test_the_rows_are_those_of_the_warehouse(package: dict[str, Any], folder: Path, loaded: Home) -> None:
    with duckdb.connect(str(loaded.published), read_only=True) as connection:
        for name, resource in _tables(package).items():
            columns = ", ".join(field["name"] for field in resource["schema"]["fields"])
            wanted = connection.execute(f"SELECT {columns} FROM {name} ORDER BY ALL").fetchall()
            found = connection.execute(
                f"SELECT {columns} FROM '{folder}/parquet/{name}.parquet' ORDER BY ALL"
            ).fetchall()
            assert (found, resource["rows"]) == (wanted, len(wanted)), name


def test_every_column_of_a_mart_is_described_in_both_languages(package: dict[str, Any]) -> None:
    bare = [
        f"{name}.{field['name']}"
        for name, resource in _tables(package).items()
        for field in resource["schema"]["fields"]
        if not field.get("description")
        or (name.startswith(("marts.", "quality.")) and not field.get("title"))
    ]
    assert bare == []


def test_money_has_its_unit(package: dict[str, Any]) -> None:
    money = [
        field["unit"]
        for resource in _tables(package).values()
        for field in resource["schema"]["fields"]
        if field["name"].endswith("_cny")
    ]
    assert set(money) == {"CNY"}


def test_keys_are_those_that_the_models_are_tested_for(package: dict[str, Any]) -> None:
    schema = _tables(package)["marts.fct_budget"]["schema"]
    assert schema["primaryKey"] == ["amount_id"]
    assert {key["fields"][0]: key["reference"]["resource"] for key in schema["foreignKeys"]} == {
        "report_id": "marts.dim_report", "item_code": "marts.dim_item", "measure": "marts.dim_measure",
        "funding_source": "reference.funding_source",
    }  # fmt: skip


def test_a_key_that_holds_of_some_rows_only_is_none(package: dict[str, Any]) -> None:
    keys = _tables(package)["marts.dim_report"]["schema"]["foreignKeys"]
    assert "department_id" not in {key["fields"][0] for key in keys}


def test_the_sources_are_the_reports(package: dict[str, Any], loaded: Home) -> None:
    with duckdb.connect(str(loaded.published), read_only=True) as connection:
        reports = connection.execute("SELECT report_id, content_sha256 FROM marts.dim_report").fetchall()
    assert {(source["report_id"], source["sha256"]) for source in package["sources"]} == set(reports)


def test_only_a_url_is_given_as_the_path_of_a_source(home: Home) -> None:
    with duckdb.connect(str(home.published)) as connection:
        connection.execute(
            "UPDATE raw.document SET source_uri = 'https://example.gov.cn/1.html' "
            "WHERE report_id = (SELECT min(report_id) FROM raw.document)"
        )
        sources = list(descriptor.read_sources(connection))
    assert [source.url for source in sources] == ["https://example.gov.cn/1.html"] + [None] * (
        len(sources) - 1
    )


def test_it_names_the_published_version(package: dict[str, Any], loaded: Home) -> None:
    version = versions.published(loaded)
    assert (package["version"], package["created"]) == (
        version.version_id,
        f"{version.published_at:%Y-%m-%dT%H:%M:%SZ}",
    )


def test_no_licence_is_claimed_that_nobody_gave(package: dict[str, Any]) -> None:
    assert "licenses" not in package
    assert "Nobody has stated a licence" in package["rights"]


@pytest.mark.parametrize(
    ("given", "stated"),
    [("CC-BY-4.0", {"name": "CC-BY-4.0"}), ("https://example.org/terms", {"path": "https://example.org/terms"})],
)  # fmt: skip
def test_a_given_licence_is_stated(given: str, stated: dict[str, str], loaded: Home) -> None:
    package = descriptor.describe(versions.published(loaded), [], {}, given)
    assert package["licenses"] == [stated]


def test_the_same_version_gives_the_same_bytes(exported: Path, loaded: Home) -> None:
    before = _files(exported)
    export(loaded, exported)
    assert _files(exported) == before


def test_a_file_that_is_no_longer_exported_goes(exported: Path, loaded: Home) -> None:
    (exported / "csv" / "marts.former.csv").write_text("x", encoding="utf-8")
    export(loaded, exported)
    assert not (exported / "csv" / "marts.former.csv").exists()


def test_a_failed_export_leaves_the_former_one_alone(
    exported: Path, loaded: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _files(exported)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_copy", full)
    with pytest.raises(OpenDataError, match="is full"):
        export(loaded, exported)
    assert _files(exported) == before
    assert list(exported.parent.iterdir()) == [exported]


def test_what_a_killed_export_left_is_taken_over(tmp_path: Path, loaded: Home) -> None:
    """Killed between the two renames: the former export stands aside, the new one is whole but not in place."""
    folder = tmp_path / "package"
    export(loaded, folder)
    folder.rename(tmp_path / ".package.former")
    (tmp_path / ".package.part").mkdir()
    (tmp_path / ".package.part" / "half.csv").write_text("half", encoding="utf-8")
    export(loaded, folder)
    assert list(tmp_path.iterdir()) == [folder]
    assert not (folder / "half.csv").exists()


def test_a_second_export_at_the_same_time_is_refused(tmp_path: Path, loaded: Home) -> None:
    part = tmp_path / ".package.part"
    part.mkdir()
    handle = os.open(part, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(OpenDataError, match="under way"):
            export(loaded, tmp_path / "package")
        assert part.exists()
    finally:
        os.close(handle)


def test_a_folder_with_other_files_is_refused(tmp_path: Path, loaded: Home) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(OpenDataError, match="holds other files"):
        export(loaded, tmp_path)


def test_the_home_itself_is_refused(loaded: Home) -> None:
    with pytest.raises(OpenDataError, match="holds the warehouse itself"):
        export(loaded, loaded.root)


def test_nothing_published_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="make run"):
        export(Home(tmp_path / "home"), tmp_path / "package")


def test_a_warehouse_of_another_release_is_refused(home: Home, tmp_path: Path) -> None:
    with duckdb.connect(str(home.published)) as connection:
        connection.execute("ALTER TABLE marts.dim_measure ADD COLUMN former_code VARCHAR")
    with pytest.raises(OpenDataError, match=r"dim_measure.former_code .* another release"):
        export(home, tmp_path / "package")
    assert list(tmp_path.glob("*package*")) == []


def test_progress_names_each_table_once(loaded: Home, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    done: Exported = export(loaded, tmp_path / "package", progress=lambda *step: seen.append(step))
    assert [number for _, number, _ in seen] == list(range(done.tables))
