"""Zip archives of reports: every entry is a document with its place in the archive."""

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import RejectReason
from ingest.inbox import read_inbox
from ingest.limits import Limits
from ingest.read import ListArchive, Listing, ReadFile, Refused, Source
from tests.formats import hostile

NOW = datetime(2024, 5, 1, tzinfo=UTC)
GOOD = hostile.REPORT.encode()


def test_entries_are_documents_in_the_order_of_their_paths(tmp_path: Path) -> None:
    data = hostile.archive(
        {"b/甲.docx": hostile.good_docx(), "a.TXT": GOOD, ".DS_Store": b"x", "__MACOSX/a.txt": b"x"}
    )
    hostile.write(tmp_path, "2022.zip", data)
    documents = read_inbox(tmp_path, NOW).documents
    assert [(d.source_uri, d.source_name, d.byte_count) for d in documents] == [
        ("2022.zip/a.TXT", "a.TXT", len(GOOD)),
        ("2022.zip/b/甲.docx", "甲.docx", len(hostile.good_docx())),
    ]


def test_names_that_old_systems_wrote_in_gbk_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("决算报告.txt"), GOOD)
    name, gbk = "决算报告".encode(), "决算报告".encode("gbk")
    data = path.read_bytes().replace(name, gbk + b"____"[: len(name) - len(gbk)])
    data = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        data[at + offset : at + offset + 2] = b"\0\0"  # says nothing of UTF-8
    path.write_bytes(data)
    assert [d.source_name for d in read_inbox(tmp_path, NOW).documents] == ["决算报告____.txt"]


def test_the_same_report_in_an_archive_and_beside_it_is_loaded_once(tmp_path: Path) -> None:
    hostile.write(tmp_path, "2022.zip", hostile.archive({"a.txt": GOOD}))
    hostile.write(tmp_path, "a.txt", GOOD)
    reading = read_inbox(tmp_path, NOW)
    assert [document.source_uri for document in reading.documents] == ["2022.zip/a.txt"]
    assert [(file.source_uri, file.reason_code) for file in reading.rejected] == [
        ("a.txt", "duplicate_content")
    ]


def test_an_archive_over_its_limit_is_not_opened(tmp_path: Path) -> None:
    hostile.write(tmp_path, "large.zip", hostile.archive({"a.bin": os.urandom(1_100_000)}))
    rejected = read_inbox(tmp_path, NOW, Limits(max_archive_mb=1)).rejected
    assert [(file.source_uri, file.reason_code) for file in rejected] == [("large.zip", "too_large")]


def test_an_archive_that_changes_between_listing_and_reading_is_rejected(tmp_path: Path) -> None:
    hostile.write(tmp_path, "2022.zip", hostile.archive({"a.txt": GOOD}))
    path = str(tmp_path / "2022.zip")
    listing = ListArchive(Limits())(path)
    assert isinstance(listing, Listing)
    hostile.write(tmp_path, "2022.zip", hostile.archive({"a.txt": GOOD + b"more"}))
    outcome = ReadFile(Limits())(Source(path, "a.txt", listing.entries[0].position, listing.stamp))
    assert isinstance(outcome, Refused)
    assert outcome.refusal.reject is RejectReason.CHANGED_WHILE_READING


def test_nothing_of_an_archive_is_written_to_disk(tmp_path: Path) -> None:
    hostile.write(tmp_path, "inbox/2022.zip", hostile.archive({"../evil.txt": GOOD, "a.txt": GOOD}))
    read_inbox(tmp_path / "inbox", NOW)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["2022.zip", "inbox"]


def test_what_was_read_before_is_not_parsed_again(tmp_path: Path) -> None:
    hostile.write(tmp_path, "a.docx", hostile.good_docx())
    [document] = read_inbox(tmp_path, NOW).documents
    (tmp_path / "a.docx").rename(tmp_path / "b.docx")
    known = {document.content_sha256: document._replace(text="read before")}
    [again] = read_inbox(tmp_path, NOW, known=known).documents
    assert (again.text, again.source_uri) == ("read before", "b.docx")
