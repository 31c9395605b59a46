"""Hostile and broken files: each is rejected by name with its reason, and the good ones beside it are read."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.errors import RejectReason
from ingest.inbox import InboxReading, read_inbox
from ingest.limits import Limits
from ingest.read import ReadFile, Refused, Source
from tests.formats import hostile
from tests.formats.turned_away import GOOD

NOW = datetime(2024, 5, 1, tzinfo=UTC)
LIMITS = Limits(max_file_mb=2, max_unpacked_mb=40, max_archive_unpacked_mb=40, max_pdf_objects=20_000)
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


def test_an_archive_with_too_many_entries_is_a_bomb(tmp_path: Path) -> None:
    hostile.write(tmp_path, "many.zip", hostile.archive({f"{n}.txt": b"" for n in range(30)}))
    limits = LIMITS._replace(max_archive_files=29)
    assert _reasons(read_inbox(tmp_path, NOW, limits)) == {"many.zip": "archive_bomb"}


def test_sql_in_a_name_is_a_name(tmp_path: Path) -> None:
    name = "x'); DROP TABLE raw.document; --.txt"
    hostile.write(tmp_path, name, GOOD)
    assert [document.source_name for document in read_inbox(tmp_path, NOW).documents] == [name]


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
    outcome = ReadFile(LIMITS)(Source(str(path), path.name))
    assert isinstance(outcome, Refused)
    assert outcome.refusal.reject is RejectReason.CHANGED_WHILE_READING
