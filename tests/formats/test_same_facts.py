"""The same report in any format gives the same facts."""

import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.formats import writers
from tests.formats.facts import facts
from tests.formats.printed import Printed, printed, printed_as_read

CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "reports").glob("*.txt"))
SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "reports").glob("*.txt"))
WRITERS: dict[str, Callable[[Sequence[Printed]], bytes]] = {
    "docx": writers.to_docx,
    "html": writers.to_html,
    "xlsx": writers.to_xlsx,
    "pdf": lambda blocks: writers.to_pdf(blocks, running_title="部门绩效自评材料"),
}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("suffix", WRITERS)
def test_same_facts_as_the_text(sample: Path, suffix: str, request: pytest.FixtureRequest) -> None:
    if suffix == "pdf":
        request.getfixturevalue("chinese_font")
    expected = facts(sample.name, sample.read_bytes())
    found = facts(f"{sample.stem}.{suffix}", WRITERS[suffix](printed(sample)))
    assert (expected - found, found - expected) == (Counter(), Counter())


@pytest.fixture(scope="module")
def printed_by_office(office: str, chinese_font: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples as LibreOffice prints them, which cuts rows at the end of a page."""
    folder = tmp_path_factory.mktemp("printed")
    for sample in SAMPLES:
        (folder / f"{sample.stem}.docx").write_bytes(writers.to_docx(printed(sample), is_ruled=True))
    command = [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, folder.glob("*.docx"))]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_same_facts_as_printed_by_an_office_program(sample: Path, printed_by_office: Path) -> None:
    expected = facts(sample.name, sample.read_bytes())
    found = facts(f"{sample.stem}.pdf", (printed_by_office / f"{sample.stem}.pdf").read_bytes())
    assert (expected - found, found - expected) == (Counter(), Counter())


@pytest.mark.parametrize("report", CORPUS, ids=lambda path: path.stem)
def test_reports_in_other_styles_say_the_same_as_word_file_and_page(report: Path) -> None:
    blocks = printed_as_read(report.read_text(encoding="utf-8"))
    word, page = facts("report.docx", writers.to_docx(blocks)), facts("report.html", writers.to_html(blocks))
    assert (word - page, page - word) == (Counter(), Counter())


def test_reports_in_other_styles_say_nearly_the_same_as_pdf(chinese_font: Path) -> None:
    """Of all facts of the corpus, at most 2 in 100 may differ between a report printed to PDF and as a Word file."""
    whole, differing = 0, []
    for report in CORPUS:
        blocks = printed_as_read(report.read_text(encoding="utf-8"))
        expected = facts(f"{report.stem}.docx", writers.to_docx(blocks))
        found = facts(f"{report.stem}.pdf", writers.to_pdf(blocks, running_title="部门绩效自评材料"))
        whole += expected.total()
        differing += [(report.stem, *fact) for fact in (expected - found) + (found - expected)]
    assert len(differing) <= 0.02 * whole, "\n".join(map(str, differing))
