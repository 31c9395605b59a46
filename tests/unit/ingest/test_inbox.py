"""What reading an inbox folder gives: documents, rejections with reasons, errors for the folder itself."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import inbox as inbox_module
from ingest.errors import InboxError
from ingest.inbox import InboxReading, read_inbox
from ingest.limits import Limits

NOW = datetime(2024, 5, 1, tzinfo=UTC)
REPORT = "桃源县竹编局2022年度部门决算\n支出合计120.50万元。\n"


def write(folder: Path, name: str, content: str | bytes = REPORT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reasons(reading: InboxReading) -> dict[str, str]:
    return {file.source_uri: file.reason_code for file in reading.rejected}


def test_document_carries_identity_and_provenance(tmp_path: Path) -> None:
    write(tmp_path, "2022/决算.txt")
    (document,) = read_inbox(tmp_path, NOW).documents
    sha256 = hashlib.sha256(REPORT.encode()).hexdigest()
    assert document._asdict() == {
        "report_id": f"r_{sha256[:16]}",
        "source_name": "决算.txt",
        "source_uri": "2022/决算.txt",
        "media_type": "text/plain",
        "encoding": "utf-8",
        "byte_count": len(REPORT.encode()),
        "content_sha256": sha256,
        "text": REPORT,
        "loaded_at": NOW,
        "retired_at": None,
        "layout": None,
    }


def test_documents_come_in_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.TXT", "c.txt"):
        write(tmp_path, name, f"{name}\n{REPORT}")
    assert [document.source_uri for document in read_inbox(tmp_path, NOW).documents] == [
        "a/z.TXT",
        "b.txt",
        "c.txt",
    ]


def test_bad_files_are_rejected_and_never_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "empty.txt", "")
    write(tmp_path, "binary.txt", b"\x00\x01\x02")
    write(tmp_path, "book.epub", b"PK")
    write(tmp_path, "western.txt", "général à Genève".encode("latin-1"))
    write(tmp_path, "good.txt")
    reading = read_inbox(tmp_path, NOW)
    assert [document.source_name for document in reading.documents] == ["good.txt"]
    assert reasons(reading) == {
        "binary.txt": "binary_content",
        "empty.txt": "empty_file",
        "book.epub": "unsupported_format",
        "western.txt": "unknown_encoding",
    }


def test_reason_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, "good.txt")
    write(tmp_path, "book.epub", b"PK")
    (rejected,) = read_inbox(tmp_path, NOW).rejected
    known = ".txt, .csv, .html, .htm, .pdf, .doc, .docx, .xlsx, .zip"
    assert (
        rejected.reason == f"Files of type .epub are not read; known are: {known}. Convert the report first."
    )


def test_a_pipe_with_the_name_of_a_report_is_never_opened(tmp_path: Path) -> None:
    write(tmp_path, "good.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (rejected,) = read_inbox(tmp_path, NOW).rejected
    assert (rejected.reason_code, "pipe" in rejected.reason) == ("unsupported_format", True)


def test_equal_content_is_a_duplicate_of_the_first(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b/copy.txt")
    reading = read_inbox(tmp_path, NOW)
    assert reasons(reading) == {"b/copy.txt": "duplicate_content"}
    assert "a.txt" in reading.rejected[0].reason
    assert reading.rejected[0].content_sha256 == reading.documents[0].content_sha256


@pytest.mark.parametrize(
    ("loaded_from", "counts"), [("b.txt", "b.txt"), ("gone.txt", "a.txt"), ("c.txt", "a.txt")]
)
def test_of_equal_files_the_one_that_was_loaded_before_counts(
    tmp_path: Path, loaded_from: str, counts: str
) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")
    write(tmp_path, "c.txt", "别的内容")  # its content has changed since
    sha256 = hashlib.sha256(REPORT.encode()).hexdigest()
    reading = read_inbox(tmp_path, NOW, loaded={sha256: loaded_from})
    assert [document.source_uri for document in reading.documents] == [counts, "c.txt"]
    [duplicate] = reading.rejected
    assert f"equals that of {counts}" in duplicate.reason


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, ".DS_Store")
    write(tmp_path, ".git/x.txt")
    write(tmp_path, "a.txt")
    reading = read_inbox(tmp_path, NOW)
    assert (len(reading.documents), reading.rejected) == (1, [])


def test_link_out_of_the_inbox_is_rejected(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside.txt")
    folder = tmp_path / "inbox"
    write(folder, "a.txt", "别的内容")
    (folder / "link.txt").symlink_to(outside)
    (folder / "link_folder").symlink_to(tmp_path)
    assert reasons(read_inbox(folder, NOW)) == {"link.txt": "outside_inbox", "link_folder": "outside_inbox"}


def test_link_to_nothing_is_rejected(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert reasons(read_inbox(tmp_path, NOW)) == {"gone.txt": "unreadable"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "别的内容")
    write(tmp_path, "locked.txt").chmod(0)
    assert reasons(read_inbox(tmp_path, NOW)) == {"locked.txt": "unreadable"}


def test_file_that_vanishes_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = write(tmp_path, "kept.txt")
    gone = write(tmp_path, "gone.txt", "别的内容")
    found = inbox_module.discover(tmp_path)
    gone.unlink()
    monkeypatch.setattr(inbox_module, "discover", lambda _: found)
    reading = read_inbox(tmp_path, NOW)
    assert reasons(reading) == {"gone.txt": "unreadable"}
    assert [document.source_name for document in reading.documents] == [kept.name]


def test_file_larger_than_the_limit_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "huge.txt", REPORT * 20_000)
    write(tmp_path, "a.txt", "决算")
    assert reasons(read_inbox(tmp_path, NOW, Limits(max_file_mb=1))) == {"huge.txt": "too_large"}


@pytest.mark.parametrize("make", ["missing", "file", "empty", "only_hidden"])
def test_unusable_folder_is_an_error_that_names_it(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "reports"
    if make == "file":
        folder.write_text(REPORT, encoding="utf-8")
    elif make != "missing":
        folder.mkdir()
    if make == "only_hidden":
        write(folder, ".gitkeep")
    with pytest.raises(InboxError, match=str(folder)):
        read_inbox(folder, NOW)
