"""Hostile and broken files: each is rejected by name with its reason, and the good ones beside it are read."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.errors import RejectReason
from ingest.inbox import InboxReading, read_inbox
from ingest.limits import Limits
from tests.formats import hostile

NOW = datetime(2024, 5, 1, tzinfo=UTC)
LIMITS = Limits(max_file_mb=2, max_unpacked_mb=40, max_archive_unpacked_mb=40, max_pdf_objects=20_000)
GOOD = hostile.REPORT.encode()
BOMB = b"0" * (41 * 1024 * 1024)
LONG_CELL = "\n".join(f"第{n}行" for n in range(10_000))

# name of the file, its content, and the reason for which it is turned away
CASES: list[tuple[str, Callable[[], bytes], RejectReason]] = [
    ("empty.txt", lambda: b"", RejectReason.EMPTY_FILE),
    ("empty.docx", lambda: b"", RejectReason.EMPTY_FILE),
    ("blank.html", lambda: b"<html><body><p> </p></body></html>", RejectReason.EMPTY_FILE),
    ("blank.csv", lambda: b",,\n,,\n", RejectReason.EMPTY_FILE),
    ("empty.zip", lambda: hostile.archive({}), RejectReason.EMPTY_FILE),
    ("binary.txt", lambda: b"\x7fELF\x00\x01\x02\x00" * 100, RejectReason.BINARY_CONTENT),
    ("word.txt", hostile.good_docx, RejectReason.BINARY_CONTENT),
    ("pdf.csv", hostile.text_pdf, RejectReason.BINARY_CONTENT),
    ("western.html", lambda: "<p>général à Genève</p>".encode("latin-1"), RejectReason.UNKNOWN_ENCODING),
    ("truncated.docx", lambda: hostile.good_docx()[:-40], RejectReason.DAMAGED_FILE),
    ("truncated.xlsx", lambda: hostile.good_xlsx()[:-40], RejectReason.DAMAGED_FILE),
    ("truncated.pdf", lambda: hostile.text_pdf()[:200], RejectReason.DAMAGED_FILE),
    ("truncated.zip", lambda: hostile.archive({"a.txt": GOOD})[:-10], RejectReason.DAMAGED_FILE),
    ("noise.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x05" * 3000, RejectReason.DAMAGED_FILE),
    ("noise.pdf", lambda: b"%PDF-1.7\n" + b"\x05" * 3000 + b"%%EOF", RejectReason.DAMAGED_FILE),
    ("locked.docx", hostile.protected_office_file, RejectReason.PASSWORD_PROTECTED),
    ("locked.xlsx", hostile.protected_office_file, RejectReason.PASSWORD_PROTECTED),
    ("locked.pdf", hostile.protected_pdf, RejectReason.PASSWORD_PROTECTED),
    ("scan.pdf", hostile.scanned_pdf, RejectReason.NO_TEXT_LAYER),
    ("objects.pdf", lambda: hostile.text_pdf(spare_objects=25_000), RejectReason.TOO_MANY_OBJECTS),
    ("laughs.docx", hostile.entity_bomb, RejectReason.UNSAFE_XML),
    ("passwords.docx", lambda: hostile.external_entity("file:///etc/passwd"), RejectReason.UNSAFE_XML),
    ("remote.docx", lambda: hostile.external_entity("http://127.0.0.1:9/x"), RejectReason.UNSAFE_XML),
    ("bomb.docx", lambda: hostile.archive({"word/document.xml": BOMB}), RejectReason.ARCHIVE_BOMB),
    ("bomb.xlsx", lambda: hostile.archive({"xl/workbook.xml": BOMB}), RejectReason.ARCHIVE_BOMB),
    ("bomb.zip", lambda: hostile.archive({"a.txt": BOMB}), RejectReason.ARCHIVE_BOMB),
    (
        "cell.html",
        lambda: f"<table><tr><td>{LONG_CELL.replace(chr(10), '<br>')}</td><td>1</td></tr></table>".encode(),
        RejectReason.OVERSIZED_CELL,
    ),
    ("cell.csv", lambda: f'"{LONG_CELL}",1\n'.encode(), RejectReason.OVERSIZED_CELL),
    ("huge.txt", lambda: GOOD * 50_000, RejectReason.TOO_LARGE),
    ("huge.pdf", lambda: hostile.text_pdf() + b" " * 3_000_000, RejectReason.TOO_LARGE),
    ("song.mp3", lambda: b"ID3", RejectReason.UNSUPPORTED_FORMAT),
    ("rich.doc", lambda: b"{\\rtf1 text}", RejectReason.UNSUPPORTED_FORMAT),
    ("line\nbreak.txt", lambda: GOOD, RejectReason.UNSAFE_NAME),
    ("turned\u202etxt.exe.txt", lambda: GOOD, RejectReason.UNSAFE_NAME),
    ("<img src=x onerror=alert(1)>.txt", lambda: GOOD, RejectReason.UNSAFE_NAME),
]
ENTRIES: list[tuple[str, bytes, RejectReason]] = [
    ("../../evil.txt", GOOD, RejectReason.UNSAFE_PATH),
    ("/etc/evil.txt", GOOD, RejectReason.UNSAFE_PATH),
    ("C:\\evil.txt", GOOD, RejectReason.UNSAFE_PATH),
    ("..\\evil.txt", GOOD, RejectReason.UNSAFE_PATH),
    ("link.txt", b"/etc/passwd", RejectReason.UNSAFE_PATH),
    ("inner.zip", hostile.archive({"a.txt": GOOD}), RejectReason.NESTED_ARCHIVE),
    ("inner.tar", b"x", RejectReason.NESTED_ARCHIVE),
    ("tab\tname.txt", GOOD, RejectReason.UNSAFE_NAME),
    ("song.mp3", b"ID3", RejectReason.UNSUPPORTED_FORMAT),
    ("empty.txt", b"", RejectReason.EMPTY_FILE),
    ("huge.txt", GOOD * 50_000, RejectReason.TOO_LARGE),
]


def _reasons(reading: InboxReading) -> dict[str, str]:
    return {file.source_uri: file.reason_code for file in reading.rejected}


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> InboxReading:
    """One inbox with every hostile file and one good one."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, (name, make, _) in enumerate(CASES):
        hostile.write(folder, f"{number:02d}/{name}", make())
    hostile.write(folder, "good.docx", hostile.good_docx())
    return read_inbox(folder, NOW, LIMITS)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: repr(CASES[n][0])[1:-1])
def test_file_is_rejected_by_name(all_cases: InboxReading, number: int) -> None:
    _, _, reason = CASES[number]
    found = [file for file in all_cases.rejected if file.source_uri.startswith(f"{number:02d}/")]
    assert [(file.reason_code, bool(file.reason)) for file in found] == [(reason.code, True)]


def test_the_good_file_beside_them_is_read(all_cases: InboxReading) -> None:
    assert [document.source_uri for document in all_cases.documents] == ["good.docx"]


def test_no_recorded_name_holds_a_control_character(all_cases: InboxReading) -> None:
    assert all(file.source_uri.isprintable() for file in all_cases.rejected)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: repr(entry[0])[1:-1])
def test_archive_entry_is_rejected_and_the_others_are_read(
    tmp_path: Path, entry: tuple[str, bytes, RejectReason]
) -> None:
    name, content, reason = entry
    data = hostile.archive({"good.txt": GOOD, name: content}, **{"link.txt": stat.S_IFLNK | 0o777})
    hostile.write(tmp_path, "2022.zip", data)
    reading = read_inbox(tmp_path, NOW, LIMITS)
    assert [document.source_uri for document in reading.documents] == ["2022.zip/good.txt"]
    assert [file.reason_code for file in reading.rejected] == [reason.code]


def test_a_locked_archive_is_rejected_entry_by_entry(tmp_path: Path) -> None:
    hostile.write(tmp_path, "locked.zip", hostile.encrypted(hostile.archive({"a.txt": GOOD})))
    assert _reasons(read_inbox(tmp_path, NOW, LIMITS)) == {"locked.zip/a.txt": "password_protected"}


def test_an_archive_with_too_many_entries_is_a_bomb(tmp_path: Path) -> None:
    hostile.write(tmp_path, "many.zip", hostile.archive({f"{n}.txt": b"" for n in range(30)}))
    limits = LIMITS._replace(max_archive_files=29)
    assert _reasons(read_inbox(tmp_path, NOW, limits)) == {"many.zip": "archive_bomb"}


def test_sql_in_a_name_is_a_name(tmp_path: Path) -> None:
    name = "x'); DROP TABLE raw.document; --.txt"
    hostile.write(tmp_path, name, GOOD)
    assert [document.source_name for document in read_inbox(tmp_path, NOW).documents] == [name]


def test_a_link_out_of_the_inbox_is_rejected_in_every_format(tmp_path: Path) -> None:
    hostile.write(tmp_path, "outside/report.docx", hostile.good_docx())
    hostile.write(tmp_path, "inbox/good.txt", GOOD)
    (tmp_path / "inbox" / "link.docx").symlink_to(tmp_path / "outside" / "report.docx")
    assert _reasons(read_inbox(tmp_path / "inbox", NOW)) == {"link.docx": "outside_inbox"}


def test_a_file_that_grows_while_it_is_read_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile.write(tmp_path, "growing.txt", GOOD)
    path = tmp_path / "growing.txt"
    real = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        """Somebody appends right behind every look at the file."""
        found = real(descriptor)
        if os.path.samestat(found, os.stat(path)):
            with path.open("ab") as file:
                file.write(b"more")
        return found

    monkeypatch.setattr("ingest.read.os.fstat", fstat)
    assert _reasons(read_inbox(tmp_path, NOW)) == {"growing.txt": "changed_while_reading"}


def test_a_document_that_takes_too_long_is_rejected(tmp_path: Path) -> None:
    hostile.write(tmp_path, "a-slow.pdf", hostile.text_pdf(pages=2000, lines=80))
    hostile.write(tmp_path, "good.docx", hostile.good_docx())
    reading = read_inbox(tmp_path, NOW, Limits(max_seconds=1))
    assert _reasons(reading) == {"a-slow.pdf": "too_slow"}
    assert len(reading.documents) == 1


def test_a_document_that_takes_too_much_memory_is_rejected(tmp_path: Path) -> None:
    hostile.write(tmp_path, "a-wide.docx", hostile.inflating_docx(6_000_000))
    hostile.write(tmp_path, "good.docx", hostile.good_docx())
    reading = read_inbox(tmp_path, NOW, Limits(max_memory_mb=512))
    assert _reasons(reading) == {"a-wide.docx": "too_much_memory"}
    assert len(reading.documents) == 1


def test_every_reason_of_reading_is_tested_here() -> None:
    elsewhere = {
        RejectReason.UNREADABLE,  # tests/unit/ingest/test_inbox.py
        RejectReason.OUTSIDE_INBOX,
        RejectReason.DUPLICATE_CONTENT,
        RejectReason.PASSWORD_PROTECTED,
        RejectReason.CHANGED_WHILE_READING,  # above, as the next two
        RejectReason.TOO_SLOW,
        RejectReason.TOO_MUCH_MEMORY,
        RejectReason.NO_CONVERTER,  # tests/formats/test_doc.py
        RejectReason.LOSSY_CONVERSION,
        RejectReason.READING_FAILED,  # tests/unit/ingest/test_workers.py
        RejectReason.EXTRACTION_FAILED,  # tests/unit/ingest/test_parallel.py
    }
    here = {reason for _, _, reason in (*CASES, *ENTRIES)}
    assert here | elsewhere == set(RejectReason)
