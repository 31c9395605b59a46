"""Old Word files: through either converter the same facts, and a clear reason where there is none."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from ingest.errors import Refusal, RejectReason
from ingest.limits import Limits
from ingest.readers import read_document
from tests.formats import writers
from tests.formats.facts import facts
from tests.formats.printed import printed


@pytest.fixture(scope="session")
def old_files(office: str, samples: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The sample reports as LibreOffice saves them in the old format, by their names without ending."""
    folder = tmp_path_factory.mktemp("old")
    sources = []
    for sample in samples:
        sources.append(folder / f"{sample.stem}.docx")
        sources[-1].write_bytes(writers.to_docx(printed(sample)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        "--headless",
        profile,
        "--convert-to",
        "doc",
        "--outdir",
        str(folder),
        *map(str, sources),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {path.stem: path.read_bytes() for path in folder.glob("*.doc")}


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole search path for programs; converters are linked into it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_samples_through_libreoffice(old_files: dict[str, bytes], samples: list[Path]) -> None:
    for sample in samples:
        expected = facts(sample.name, sample.read_bytes())
        found = facts(f"{sample.stem}.doc", old_files[sample.stem])
        assert (sample.stem, expected - found, found - expected) == (sample.stem, Counter(), Counter())


def test_antiword_gives_the_same_facts_or_says_what_it_lost(
    old_files: dict[str, bytes], samples: list[Path], antiword: str, only: Path
) -> None:
    (only / "antiword").symlink_to(antiword)
    lossy = set()
    for sample in samples:
        expected = facts(sample.name, sample.read_bytes())
        try:
            found = facts(f"{sample.stem}.doc", old_files[sample.stem])
        except Refusal as refusal:
            assert refusal.reject is RejectReason.LOSSY_CONVERSION
            lossy.add(sample.stem)
            continue
        assert (sample.stem, expected - found, found - expected) == (sample.stem, Counter(), Counter())
    assert lossy == {"meitan-2021-form", "eryuan-2023-scoresheet"}  # tables of more than seven columns


def test_without_a_converter_the_reason_says_so(old_files: dict[str, bytes], only: Path) -> None:
    with pytest.raises(Refusal, match="antiword or LibreOffice") as caught:
        read_document("a.doc", next(iter(old_files.values())), Limits())
    assert caught.value.reject is RejectReason.NO_CONVERTER


def test_a_converter_that_hangs_is_ended(old_files: dict[str, bytes], only: Path) -> None:
    sleep = shutil.which("sleep", path=os.defpath)
    (only / "soffice").write_text(f"#!/bin/sh\nexec {sleep} 60\n", encoding="utf-8")
    (only / "soffice").chmod(0o755)
    with pytest.raises(Refusal) as caught:
        read_document("a.doc", next(iter(old_files.values())), Limits(max_seconds=1))
    assert caught.value.reject is RejectReason.TOO_SLOW


def test_what_is_named_doc_is_read_as_what_it_is() -> None:
    data = writers.to_docx(["支出合计120.50万元。"])
    assert read_document("a.doc", data, Limits()).media_type.endswith("wordprocessingml.document")
    assert (
        read_document("a.doc", writers.to_html(["支出合计120.50万元。"]), Limits()).media_type == "text/html"
    )


def test_a_protected_file_is_named_as_such(old_files: dict[str, bytes]) -> None:
    for data in old_files.values():
        protected = bytearray(data)
        protected[data.index(b"\xec\xa5") + 11] |= 1  # fEncrypted
        with pytest.raises(Refusal) as caught:
            read_document("a.doc", bytes(protected), Limits())
        assert caught.value.reject is RejectReason.PASSWORD_PROTECTED
