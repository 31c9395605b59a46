"""Reports in several formats on their way into the warehouse, hostile ones beside them."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.assets import documents, extraction
from orchestration.resources import Build, Clock, Inbox
from tests.formats import hostile, writers
from tests.formats.printed import printed
from warehouse import build
from warehouse.home import Home


@pytest.fixture
def inbox(tmp_path: Path, samples_dir: Path) -> Path:
    """Two samples as Word and web page, one in an archive, and two files that are turned away."""
    folder = tmp_path / "inbox"
    first, second, third, *_ = sorted(samples_dir.glob("*.txt"))
    hostile.write(folder, f"{first.stem}.docx", writers.to_docx(printed(first)))
    hostile.write(folder, f"{second.stem}.html", writers.to_html(printed(second)))
    hostile.write(folder, "2022.zip", hostile.archive({third.name: third.read_bytes(), "../evil.txt": b"x"}))
    hostile.write(folder, "laughs.docx", hostile.entity_bomb())
    return folder


def _load(home: Home, inbox: Path) -> dg.ExecuteInProcessResult:
    resources = {
        "build": Build(jixiao_home=str(home.root)),
        "clock": Clock(),
        "inbox": Inbox(folder=str(inbox)),
    }
    return dg.materialize([documents, extraction], resources=resources, raise_on_error=False)


def test_every_format_reaches_the_warehouse(tmp_path: Path, inbox: Path) -> None:
    home = Home(tmp_path / "home")
    assert _load(home, inbox).success
    with build.connect(home) as connection:
        read = connection.execute(
            "SELECT media_type, layout IS NOT NULL, count(f.report_id) > 0 "
            "FROM raw.document d LEFT JOIN raw.figure f USING (report_id) GROUP BY ALL ORDER BY 1"
        ).fetchall()
        rejected = connection.execute(
            "SELECT source_uri, reason_code FROM raw.rejected_document ORDER BY 1"
        ).fetchall()
        sliced = connection.execute(
            "SELECT count(*) FROM raw.figure JOIN raw.document USING (report_id) "
            "WHERE substr(text, char_start + 1, char_end - char_start) <> amount_text"
        ).fetchall()
    assert [media_type for media_type, _, _ in read] == [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/html",
        "text/plain",
    ]
    assert all(has_figures for _, _, has_figures in read)
    assert rejected == [("2022.zip/../evil.txt", "unsafe_path"), ("laughs.docx", "unsafe_xml")]
    assert sliced == [(0,)]


def test_a_limit_that_is_none_stops_the_run_by_name(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_MAX_SECONDS", "soon")
    result = _load(Home(tmp_path / "home"), inbox)
    [failure] = [event.job_failure_data for event in result.all_events if event.is_run_failure]
    assert "JIXIAO_MAX_SECONDS cannot be 'soon'" in str(failure.error)
