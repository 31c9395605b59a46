"""The Data Docs of a run: a page per suite with what it found, nothing fetched from elsewhere, the last runs kept."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from expectations.catalog import suites
from expectations.docs import FOLDER, DataDocs, forget_old, offline
from expectations.run import run_suites

SUITES = ["raw.rejected_document", "quality.quarantine"]


@pytest.fixture(scope="module")
def pages(sound_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of two suites that were run in two steps, as a load runs them."""
    docs = DataDocs(tmp_path_factory.mktemp("runs") / "run-1" / FOLDER, "run-1")
    for suite in SUITES:
        run_suites(sound_warehouse, [suite], "run-1", docs=docs)
        found = docs.build()
    return found


def test_every_suite_has_a_page_and_the_index_links_it(pages: dict[str, Path]) -> None:
    index = pages["index"]
    linked = re.findall(r'href="([^"]+)"', index.read_text(encoding="utf-8"))
    assert {index.parent / link for link in linked} == {pages[suite] for suite in SUITES}
    assert all(page.is_file() for page in pages.values())


@pytest.mark.parametrize("suite", SUITES)
def test_a_page_gives_the_reason_of_every_expectation(pages: dict[str, Path], suite: str) -> None:
    (found,) = [each for each in suites() if each.name == suite]
    page = pages[suite].read_text(encoding="utf-8")
    assert [e.id for e in found.expectations if e.reason_zh not in page] == []


def test_no_page_fetches_anything(pages: dict[str, Path]) -> None:
    fetching = [
        path for path in pages.values() if re.search(r"https?://|<script", path.read_text(encoding="utf-8"))
    ]
    assert fetching == []


def test_pictures_of_a_tutorial_are_not_kept(pages: dict[str, Path]) -> None:
    assert {path.suffix for path in pages["index"].parent.rglob("*") if path.is_file()} == {".html"}


def test_a_failure_shows_in_the_index(damaged_warehouse: Callable[[str], Path], tmp_path: Path) -> None:
    docs = DataDocs(tmp_path / "run-1" / FOLDER, "run-1")
    database = damaged_warehouse("update raw.rejected_document set reason = ''")
    run_suites(database, ["raw.rejected_document"], "run-1", docs=docs)
    assert "✗" in docs.build()["index"].read_text(encoding="utf-8")


def test_a_suite_that_could_not_be_rendered_is_named(sound_warehouse: Path, tmp_path: Path) -> None:
    # Great Expectations takes a run of this name for another kind of page, and writes none
    docs = DataDocs(tmp_path / "run-1" / FOLDER, "profiling")
    run_suites(sound_warehouse, ["quality.quarantine"], "profiling", docs=docs)
    with pytest.raises(RuntimeError, match=re.escape("no page was rendered for quality.quarantine")):
        docs.build()


def test_styles_and_scripts_from_elsewhere_are_taken_out() -> None:
    page = (
        '<head><link rel="x" href="https://a"><script src="https://b">f()</script>\n</head>'
        '<style>a { background: url("https://c/d.png") }</style><img\nsrc="https://e"><p>kept</p>'
    )
    assert offline(page, "p{}") == (
        "<head>\n<style>p{}</style></head><style>a { background: none }</style><p>kept</p>"
    )


def test_documents_of_the_last_runs_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        folder = tmp_path / f"run-{number}" / FOLDER
        folder.mkdir(parents=True)
        os.utime(folder, (number, number))
    forget_old(tmp_path, kept=2)
    assert {folder.parent.name for folder in tmp_path.glob(f"*/{FOLDER}")} == {"run-2", "run-3"}
