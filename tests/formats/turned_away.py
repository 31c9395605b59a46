"""Every file of the tests that is turned away: how it is made, the reason, and the scene in which it is read.

A scene is a machine and its settings. Each is read once, with all of its files and a good one behind them.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ingest import workers
from ingest.errors import RejectReason
from tests.formats import hostile, writers
from tests.formats.hostile import REPORT

GOOD = REPORT.encode()
BOMB = b"0" * (41 * 1024 * 1024)
LINES = [f"第{n}行" for n in range(10_000)]
LONG_CELL = "\n".join(LINES)
USUAL = "usual"
_SECONDS_BEFORE_KILL = 0.3  # of an extraction that takes many


class Case(NamedTuple):
    """A file: its name, what puts it at its path (and others beside it), the reason, and the scene."""

    name: str
    put: Callable[[Path], None]
    reason: RejectReason
    scene: str = USUAL


def _holds(make: Callable[[], bytes]) -> Callable[[Path], None]:
    return lambda path: hostile.write(path.parent, path.name, make())


def _link_out(path: Path) -> None:
    """A link to a report that lies beside the inbox."""
    outside = path.parents[2] / "outside.docx"
    outside.write_bytes(hostile.good_docx())
    path.symlink_to(outside)


def _link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere.txt")


def _copy(path: Path) -> None:
    """The second of two equal files."""
    for place in (path.with_name("a-first.txt"), path):
        place.write_bytes(f"{REPORT}二者相同。".encode())


def _long_cell_docx() -> bytes:
    paragraphs = "".join(map(writers.docx_paragraph, LINES))
    row = f"<w:tr><w:tc>{paragraphs}</w:tc><w:tc>{writers.docx_paragraph('1')}</w:tc></w:tr>"
    return writers.docx_of_body(f"<w:tbl>{row}</w:tbl>")


def _long_report() -> bytes:
    """Plain text whose extraction takes many seconds."""
    return "".join(f"{REPORT}其中第{n}项支出{n}.50万元，完成率{n % 100}%。\n" for n in range(20_000)).encode()


def _change_archive(path: Path) -> None:
    """An archive, and before it in the order of reading a file whose converter changes the archive."""
    path.write_bytes(hostile.archive({"a.txt": GOOD}))
    path.parent.with_name("00-changes.doc").write_bytes(hostile.old_word_file())


def _with_program(
    name: str, *lines: str, head: str = "#!/bin/sh"
) -> Callable[[pytest.MonkeyPatch, Path], None]:
    """A machine whose only program is this converter, a shell script."""

    def prepare(patch: pytest.MonkeyPatch, inbox: Path) -> None:
        patch.setenv("PATH", str(inbox.parent / "bin"))
        patch.setenv("INBOX", str(inbox))
        program = inbox.parent / "bin" / name
        hostile.write(program.parent, name, "\n".join((head, *lines, "")).encode())
        program.chmod(0o755)

    return prepare


def _without_programs(patch: pytest.MonkeyPatch, inbox: Path) -> None:
    patch.setenv("PATH", str(inbox.parent / "no-programs"))


def _with_settings(**settings: int) -> Callable[[pytest.MonkeyPatch, Path], None]:
    def prepare(patch: pytest.MonkeyPatch, _: Path) -> None:
        for name, value in settings.items():
            patch.setenv(f"JIXIAO_{name.upper()}", str(value))

    return prepare


def _kill_extraction(patch: pytest.MonkeyPatch, _: Path) -> None:
    """The system kills the process that has been given the long report."""
    real = workers._Process.answers
    text = _long_report().decode()

    def answers(process: Any, items: Sequence[Any]) -> Iterator[workers.Answer]:
        killed = [number for number, item in enumerate(items) if getattr(item, "text", "") == text]
        for number, answer in enumerate(chain([None], real(process, items))):
            if answer is not None:
                yield answer
            if number in killed:  # it is the one under way
                threading.Timer(_SECONDS_BEFORE_KILL, process._process.kill).start()

    patch.setattr(workers._Process, "answers", answers)


SCENES: dict[str, Callable[[pytest.MonkeyPatch, Path], None]] = {
    USUAL: _with_settings(
        max_file_mb=2, max_unpacked_mb=40, max_archive_unpacked_mb=40, max_pdf_objects=20_000
    ),
    "one second": _with_settings(max_seconds=1),
    "little memory": _with_settings(max_memory_mb=512),
    "no converter": _without_programs,
    "a converter that loses cells": _with_program("antiword", "echo '<book><para>1.25</para></book>'"),
    "a converter of another machine": _with_program("soffice", head="\x7fELF"),
    "a converter that kills its reader": _with_program("soffice", "kill -9 $PPID"),
    "an archive that is written to": _with_program(
        "soffice", 'for archive in "$INBOX"/*/changed.zip; do echo more >> "$archive"; done'
    ),
    "a killed extraction": _kill_extraction,
}

R = RejectReason
CASES = [
    Case("empty.txt", _holds(bytes), R.EMPTY_FILE),
    Case("empty.docx", _holds(bytes), R.EMPTY_FILE),
    Case("blank.html", _holds(lambda: b"<html><body><p> </p></body></html>"), R.EMPTY_FILE),
    Case("blank.csv", _holds(lambda: b",,\n,,\n"), R.EMPTY_FILE),
    Case("empty.zip", _holds(lambda: hostile.archive({})), R.EMPTY_FILE),
    Case("binary.txt", _holds(lambda: b"\x7fELF\x00\x01\x02\x00" * 100), R.BINARY_CONTENT),
    Case("word.txt", _holds(hostile.good_docx), R.BINARY_CONTENT),
    Case("pdf.csv", _holds(hostile.text_pdf), R.BINARY_CONTENT),
    Case("western.html", _holds(lambda: "<p>général à Genève</p>".encode("latin-1")), R.UNKNOWN_ENCODING),
    Case("truncated.docx", _holds(lambda: hostile.good_docx()[:-40]), R.DAMAGED_FILE),
    Case("truncated.xlsx", _holds(lambda: hostile.good_xlsx()[:-40]), R.DAMAGED_FILE),
    Case("truncated.pdf", _holds(lambda: hostile.text_pdf()[:200]), R.DAMAGED_FILE),
    Case("truncated.zip", _holds(lambda: hostile.archive({"a.txt": GOOD})[:-10]), R.DAMAGED_FILE),
    Case("truncated.doc", _holds(lambda: hostile.old_word_file()[:600]), R.DAMAGED_FILE),
    Case("noise.pdf", _holds(lambda: b"%PDF-1.7\n" + b"\x05" * 3000 + b"%%EOF"), R.DAMAGED_FILE),
    Case("understated.docx", _holds(hostile.understated_docx), R.DAMAGED_FILE),
    Case("deep.html", _holds(lambda: b"<div>" * 100_000 + GOOD), R.DAMAGED_FILE),
    Case("locked.docx", _holds(hostile.protected_office_file), R.PASSWORD_PROTECTED),
    Case("locked.xlsx", _holds(hostile.protected_office_file), R.PASSWORD_PROTECTED),
    Case("locked.doc", _holds(lambda: hostile.old_word_file(protected=True)), R.PASSWORD_PROTECTED),
    Case("locked.pdf", _holds(hostile.protected_pdf), R.PASSWORD_PROTECTED),
    Case(
        "locked.zip",
        _holds(lambda: hostile.encrypted(hostile.archive({"a.txt": GOOD}))),
        R.PASSWORD_PROTECTED,
    ),
    Case("scan.pdf", _holds(hostile.scanned_pdf), R.NO_TEXT_LAYER),
    Case("objects.pdf", _holds(lambda: hostile.text_pdf(spare_objects=25_000)), R.TOO_MANY_OBJECTS),
    Case("endless.pdf", _holds(hostile.pdf_of_endless_list), R.TOO_MANY_OBJECTS),
    Case("laughs.docx", _holds(hostile.entity_bomb), R.UNSAFE_XML),
    Case("laughs.xlsx", _holds(hostile.entity_bomb_in_workbook), R.UNSAFE_XML),
    Case("passwords.docx", _holds(lambda: hostile.external_entity("file:///etc/passwd")), R.UNSAFE_XML),
    Case("remote.docx", _holds(lambda: hostile.external_entity("http://127.0.0.1:9/x")), R.UNSAFE_XML),
    Case("bomb.docx", _holds(lambda: hostile.archive({"word/document.xml": BOMB})), R.ARCHIVE_BOMB),
    Case("bomb.xlsx", _holds(lambda: hostile.archive({"xl/workbook.xml": BOMB})), R.ARCHIVE_BOMB),
    Case("bomb.zip", _holds(lambda: hostile.archive({"a.txt": BOMB})), R.ARCHIVE_BOMB),
    Case("evil.zip", _holds(lambda: hostile.archive({"../../evil.txt": GOOD})), R.UNSAFE_PATH),
    Case(
        "inner.zip",
        _holds(lambda: hostile.archive({"a.zip": hostile.archive({"a.txt": GOOD})})),
        R.NESTED_ARCHIVE,
    ),
    Case(
        "cell.html",
        _holds(lambda: f"<table><tr><td>{'<br>'.join(LINES)}</td><td>1</td></tr></table>".encode()),
        R.OVERSIZED_CELL,
    ),
    Case("cell.csv", _holds(lambda: f'"{LONG_CELL}",1\n'.encode()), R.OVERSIZED_CELL),
    Case("cell.xlsx", _holds(lambda: hostile.good_xlsx("1\n" * 10_000, "2")), R.OVERSIZED_CELL),
    Case("cell.docx", _holds(_long_cell_docx), R.OVERSIZED_CELL),
    Case("huge.txt", _holds(lambda: GOOD * 50_000), R.TOO_LARGE),
    Case("huge.pdf", _holds(lambda: hostile.text_pdf() + b" " * 3_000_000), R.TOO_LARGE),
    Case("song.mp3", _holds(lambda: b"ID3"), R.UNSUPPORTED_FORMAT),
    Case("rich.doc", _holds(lambda: b"{\\rtf1 text}"), R.UNSUPPORTED_FORMAT),
    Case("line\nbreak.txt", _holds(lambda: GOOD), R.UNSAFE_NAME),
    Case("turned\u202etxt.exe.txt", _holds(lambda: GOOD), R.UNSAFE_NAME),
    Case("<img src=x onerror=alert(1)>.txt", _holds(lambda: GOOD), R.UNSAFE_NAME),
    Case("link.docx", _link_out, R.OUTSIDE_INBOX),
    Case("gone.txt", _link_to_nothing, R.UNREADABLE),
    Case("z-copy.txt", _copy, R.DUPLICATE_CONTENT),
    Case("far.pdf", _holds(hostile.pdf_beyond_all_places), R.EMPTY_FILE),
    Case("old.doc", _holds(hostile.old_word_file), R.READING_FAILED, "a converter of another machine"),
    Case("killed.doc", _holds(hostile.old_word_file), R.READING_FAILED, "a converter that kills its reader"),
    Case("slow.pdf", _holds(lambda: hostile.text_pdf(pages=2000, lines=80)), R.TOO_SLOW, "one second"),
    Case("wide.docx", _holds(lambda: hostile.inflating_docx(6_000_000)), R.TOO_MUCH_MEMORY, "little memory"),
    Case("old.doc", _holds(hostile.old_word_file), R.NO_CONVERTER, "no converter"),
    Case(
        "old.doc",
        _holds(lambda: hostile.old_word_file(cells="\x071.25\x072.50\x07")),
        R.LOSSY_CONVERSION,
        "a converter that loses cells",
    ),
    Case("changed.zip", _change_archive, R.CHANGED_WHILE_READING, "an archive that is written to"),
    Case("killed.txt", _holds(_long_report), R.EXTRACTION_FAILED, "a killed extraction"),
]
