"""Inputs for fuzzing: each number makes one mutated file, the same one every time."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path

from tests.formats import hostile, writers
from tests.formats.printed import printed

_SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "reports").glob("*.txt"))
SUFFIXES = ("txt", "html", "docx", "xlsx", "csv", "pdf", "zip", "doc")
_OLD_WORD_FILE = Path(__file__).parent / "report.doc"  # as LibreOffice saved it; fiction
_FRAGMENTS = (
    *(
        "\t",
        "\n\n",
        "|",
        "，",
        "万元",
        "亿元",
        "%",
        "：",
        "（",
        "〇",
        "1",
        "-",
        "0.00",
        "999999999999999999999",
    ),
    *(
        "单位：元",
        "合计",
        "其中：",
        "\u200b",
        "\x00",
        "\ud7ff",
        "𠀀",
        "壹佰万元",
        "2099年",
        "1e9",
        "<td colspan='99'>",
    ),
    *(
        "</table>",
        "<!--",
        "&#0;",
        "&amp;",
        "]]>",
        "<w:p>",
        "</w:tbl>",
        '"',
        ",,,,",
        "(",
        "endobj",
        "stream",
        "<<",
        ">>",
    ),
)
_BYTES = (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"PK\x03\x04", b"%PDF-", b"\xff" * 16, b"\n" * 300)
_VALUE = re.compile(rb'(?<==")[^"]*(?=")|(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])')
_ABSURD = (b"-1", b"1e999", b"nan", b"", b"A1:XFD9", b"9" * 5000, b"1" + b"0" * 400 + b".0", b"2147483648")
_SHARE_OF_WORDS = 0.6
_LARGEST = 60_000  # bytes of a seed that is used whole; a longer one is cut, so that inputs stay many


def mutated(number: int) -> tuple[str, bytes]:
    """The name and the bytes of input `number`: a report in one of the formats, damaged in one to eight places."""
    chance = random.Random(number)
    suffix = SUFFIXES[number % len(SUFFIXES)]
    seed = chance.choice(_seeds(suffix))
    if suffix in ("docx", "xlsx") and chance.random() < 0.8:
        return f"{number}.{suffix}", _in_container(seed, chance)
    if suffix == "doc" and chance.random() < 0.8:
        return f"{number}.{suffix}", _overwritten(seed, chance)
    return f"{number}.{suffix}", _damaged(seed, chance)


def _in_container(data: bytes, chance: random.Random) -> bytes:
    """The document with one of its parts damaged: deeper than the checksums of the container."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        heaviest = max(names, key=lambda name: source.getinfo(name).file_size)
        chosen = heaviest if chance.random() < 0.7 else chance.choice(names)
        for name in names:
            part = source.read(name)
            target.writestr(name, _damaged(part, chance) if name == chosen else part)
    return out.getvalue()


def _overwritten(data: bytes, chance: random.Random) -> bytes:
    """The file with some of its bytes changed and none moved: deeper than the places that its head states."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        new = chance.choice(
            (chance.randbytes(1), chance.choice(_FRAGMENTS).encode("utf-16-le", "surrogatepass"))
        )
        at = chance.randrange(len(changed) - len(new))
        changed[at : at + len(new)] = new
    return bytes(changed)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes damaged anywhere; or, in most texts, only the words between the marks, so that readers accept them."""
    if chance.random() < _SHARE_OF_WORDS:
        try:
            return _other_words(data.decode(), chance).encode()
        except UnicodeDecodeError:
            pass
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        chance.choice(_MUTATIONS)(changed, chance)
    return bytes(changed)


def _other_words(text: str, chance: random.Random) -> str:
    """The text with stretches between its marks cut, doubled, exchanged, or with fragments put in."""
    pieces = re.split(r"(<[^>]*>)", text)
    words = [at for at, piece in enumerate(pieces) if piece.strip() and not piece.startswith("<")]
    for _ in range(chance.randint(1, 12)):
        at = chance.choice(words) if words else 0
        piece = pieces[at]
        begin = chance.randrange(len(piece) + 1)
        end = begin + chance.choice((0, 1, 5, 40))
        fragment = escape(chance.choice(_FRAGMENTS).strip("\x00\ud7ff"))
        middle = chance.choice(
            ("", piece[begin:end] * 2, fragment, fragment * 20, pieces[chance.choice(words or [0])])
        )
        pieces[at] = piece[:begin] + middle + piece[end:]
    return "".join(pieces)


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    begin = chance.randrange(len(data) + 1)
    del data[begin : begin + chance.choice((1, 10, 200, len(data)))]


def _repeat(data: bytearray, chance: random.Random) -> None:
    begin = chance.randrange(len(data) + 1)
    part = data[begin : begin + chance.choice((3, 40, 400))]
    data[begin:begin] = part * chance.choice((2, 20))


def _insert_words(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(_FRAGMENTS).encode("utf-8", "surrogatepass") * chance.choice((1, 1, 1, 50))


def _insert_bytes(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(_BYTES)


def _swap(data: bytearray, chance: random.Random) -> None:
    """Two stretches change places, as rows or tags might."""
    if len(data) > 100:
        one, other, size = chance.randrange(len(data)), chance.randrange(len(data)), chance.randint(1, 60)
        data[one : one + size], data[other : other + size] = (
            data[other : other + size],
            data[one : one + size],
        )


def _other_digits(data: bytearray, chance: random.Random) -> None:
    for _ in range(20):
        at = data.find(b"%d" % chance.randrange(10), chance.randrange(len(data) + 1))
        if at >= 0:
            data[at : at + 1] = b"%d" % chance.choice((0, 9, 12, 99_999))


def _absurd_value(data: bytearray, chance: random.Random) -> None:
    """A number, or the value of an attribute, becomes one that nobody means."""
    values = list(_VALUE.finditer(data))
    if values:
        begin, end = chance.choice(values).span()
        data[begin:end] = chance.choice(_ABSURD)


_MUTATIONS: Sequence[Callable[[bytearray, random.Random], None]] = (
    *(_flip, _cut, _repeat, _insert_words, _insert_words, _insert_bytes, _swap, _other_digits, _absurd_value),
)


@cache
def _seeds(suffix: str) -> list[bytes]:
    """Undamaged files of a format."""
    reports = [printed(path) for path in _SAMPLES]
    if suffix == "docx":
        return [writers.to_docx(report) for report in reports]
    if suffix == "html":
        return [writers.to_html(report)[:_LARGEST] for report in reports]
    if suffix == "xlsx":
        return [writers.to_xlsx(report) for report in reports]
    if suffix == "csv":
        return [path.read_text(encoding="utf-8").replace("\n\t", ",").encode() for path in _SAMPLES]
    if suffix == "pdf":
        made = [writers.to_pdf(report) for report in reports[:3]] if writers.FONT.exists() else []
        return [*made, hostile.text_pdf(lines=30), hostile.plain_pdf(lines=30), hostile.scanned_pdf()]
    if suffix == "doc":
        return [_OLD_WORD_FILE.read_bytes()]
    texts = [path.read_bytes() for path in _SAMPLES]
    if suffix == "zip":
        return [hostile.archive({"局/a.txt": text, "b.docx": hostile.good_docx()}) for text in texts]
    encodings = ("utf-8", "gb18030", "utf-16", "utf-8-sig")
    return [text.decode().encode(encoding) for text in texts for encoding in encodings]
