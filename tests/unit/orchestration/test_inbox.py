"""Which folder is loaded."""

from pathlib import Path

import pytest

from orchestration.resources import inbox_from_environment
from warehouse.home import REPOSITORY


def test_without_reports_the_samples_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTS", raising=False)
    assert inbox_from_environment() == REPOSITORY / "samples" / "reports"


def test_relative_reports_count_from_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTS", "mine")
    assert inbox_from_environment() == tmp_path / "mine"
