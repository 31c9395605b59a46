"""Files that a reader must turn away, each with the code of the reason it must give (see docs/formats.md)."""

import io
import random
import zipfile
from collections.abc import Callable
from typing import NamedTuple


class Broken(NamedTuple):
    """A way to break a report. `make` gets its text and a source of chance."""

    suffix: str
    reason: str
    make: Callable[[str, random.Random], bytes]


def _archive(text: str, member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(member), text)
    return out.getvalue()


def _cut(content: bytes, chance: random.Random) -> bytes:
    """The beginning of a file, as an interrupted download leaves it."""
    return content[: chance.randint(len(content) // 4, len(content) // 2)]


def _noise(chance: random.Random) -> bytes:
    return b"\x7fELF\x00\x01" + chance.randbytes(4000)


BROKEN = (
    Broken(".txt", "empty_file", lambda text, chance: b""),
    Broken(".txt", "binary_content", lambda text, chance: _noise(chance)),
    Broken(".docx", "damaged_file", lambda text, chance: _cut(_archive(text, "word/document.xml"), chance)),
    Broken(".xlsx", "damaged_file", lambda text, chance: _cut(_archive(text, "xl/workbook.xml"), chance)),
    Broken(".pdf", "damaged_file", lambda text, chance: b"%PDF-1.7\n" + chance.randbytes(3000) + b"%%EOF"),
    Broken(".zip", "damaged_file", lambda text, chance: _cut(_archive(text, "report.txt"), chance)),
    Broken(".zip", "unsafe_path", lambda text, chance: _archive(text, "../../report.txt")),
    Broken(".html", "empty_file", lambda text, chance: b"<html><body><p> </p></body></html>"),
    Broken(".rar", "unsupported_format", lambda text, chance: b"Rar!\x1a\x07\x00" + chance.randbytes(2000)),
)
