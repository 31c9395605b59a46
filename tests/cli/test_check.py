"""`jixiao check`: one file as a load would read it, without one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Jixiao
from warehouse.home import Home

SILENT = """\
云岭县档案局2021年度部门整体支出绩效自评报告
2021年部门整体支出510.00万元，其中：基本支出320.00万元，项目支出190.00万元。
"""
NAMELESS = "自评报告\n本年支出合计10.00万元。\n"


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What dbt has parsed, of these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        # `check` points Dagster and dbt to its own workplace
        for name in ("DAGSTER_HOME", "JIXIAO_HOME"):
            patch.setenv(name, "")
        yield folder


def written(file: Path) -> tuple[int, int, int]:
    """What changes where a file is replaced or written to."""
    state = file.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


def test_a_check_finds_what_a_load_finds_and_leaves_nothing(
    jixiao: Jixiao, samples_dir: Path, loaded: Home, cache: Path
) -> None:
    name = "anji-2022-narrative.txt"
    before = written(loaded.published)
    checked = jixiao("check", samples_dir / name, "--json")
    assert checked.code == 3
    [report] = checked.json["reports"]
    stored = jixiao("reports", name, "--json").json
    for part in ("figures", "indicators", "checks", "missing_parts"):
        assert report[part] == stored[part], part
    assert written(loaded.published) == before
    kept = b"".join(file.read_bytes() for file in cache.rglob("*") if file.is_file())
    assert report["department_name"].encode() not in kept


def test_a_report_without_contradictions_ends_with_0(jixiao: Jixiao, tmp_path: Path) -> None:
    file = tmp_path / "档案局2021.txt"
    file.write_text(SILENT, encoding="utf-8")
    told = jixiao("check", file)
    assert told.code == 0
    assert "510.00 万元" in told.stdout
    assert "Nothing to correct was found" in told.stdout


def test_a_report_that_would_be_set_aside_is_told_so_with_what_to_do(jixiao: Jixiao, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(NAMELESS, encoding="utf-8")
    told = jixiao("check", file)
    assert told.code == 3
    assert "It would be set aside." in told.stdout
    assert "run again" in told.stdout


def test_a_file_that_would_be_turned_away_is_told_why(jixiao: Jixiao, tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"%PDF-1.7 nothing")
    told = jixiao("check", file, "--json")
    assert told.code == 3
    assert [refused["reason_code"] for refused in told.json["rejected"]] == ["damaged_file"]


def test_a_file_that_is_not_there_is_a_wrong_argument(jixiao: Jixiao, tmp_path: Path) -> None:
    assert jixiao("check", tmp_path / "none.docx").code == 2
