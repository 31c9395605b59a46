"""Bytes of a report file to its text: finds the encoding, and says why where there is none.

Chinese reports come in UTF-8, in UTF-16 (saved by Windows editors), in GBK/GB18030, and rarely in
Big5. Wrong guesses are worse than refusals, so every decoding must be strict and plausible.
"""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from ingest.errors import RejectReason

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
# The characters in everyday use of each double-byte encoding: a decoding that mostly yields
# characters outside of them is a mistaken one.
EVERYDAY = {"gb18030": "gb2312", "big5": "big5"}
PLAUSIBLE_SHARE = 0.9


# Characters of no width. One in the middle of a number would make two numbers of it.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


class Decoded(NamedTuple):
    """The text with line ends as LF, without characters of no width, and the encoding's Python name."""

    text: str
    encoding: str


class Undecodable(NamedTuple):
    """Why no text could be had."""

    reject: RejectReason
    what: str = ""  # what was found instead

    @property
    def reason(self) -> str:
        """The whole sentence."""
        return self.reject.explain(what=self.what)


def decode(data: bytes) -> Decoded | Undecodable:
    """The text of a file's bytes, or why there is none."""
    if not data.strip():
        return Undecodable(RejectReason.EMPTY_FILE)
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            return _binary(what)
    try:
        decoded = _decode(data)
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not valid {error.encoding}"
        return Undecodable(RejectReason.UNKNOWN_ENCODING, what)
    if decoded is None:
        return _binary("NUL bytes")
    if "\0" in decoded.text:
        return _binary("NUL bytes")
    text = without_invisible(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip("\ufeff \t\n\u3000\xa0"):
        return Undecodable(RejectReason.EMPTY_FILE)
    return Decoded(text, decoded.encoding)


def without_invisible(text: str) -> str:
    """The text without characters of no width."""
    return _INVISIBLE.sub("", text)


def _decode(data: bytes) -> Decoded | None:
    """None where NUL bytes say that it is no text. Raises UnicodeDecodeError."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding), encoding)
    if b"\0" in data:
        return _decode_unmarked_utf16(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as utf8_error:
        return _decode_double_byte(data, utf8_error)


def _decode_unmarked_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every NUL is the high byte of an ASCII character, so all lie on one side."""
    nul_positions = {position % 2 for position, byte in enumerate(data[:4096]) if byte == 0}
    if len(data) % 2 or nul_positions not in ({0}, {1}):
        return None
    encoding = "utf-16-be" if nul_positions == {0} else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(text, encoding) if _everyday_share(text, "gb2312") >= PLAUSIBLE_SHARE else None


def _decode_double_byte(data: bytes, utf8_error: UnicodeDecodeError) -> Decoded:
    """GB18030 or Big5. Where both are plausible, charset-normalizer's statistics decide.

    Raises the error of the encoding that fits furthest into the file.
    """
    plausible: dict[str, str] = {}
    furthest = utf8_error
    for encoding, everyday in EVERYDAY.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error, key=lambda one: one.start)
            continue
        if _everyday_share(text, everyday) >= PLAUSIBLE_SHARE:
            plausible[encoding] = text
    if not plausible:
        raise furthest
    encoding = next(iter(plausible))
    if len(plausible) > 1:
        best = from_bytes(data, cp_isolation=list(plausible)).best()
        if best is not None and best.encoding in plausible:
            encoding = best.encoding
    return Decoded(plausible[encoding], encoding)


def _everyday_share(text: str, everyday: str) -> float:
    """Share of the characters beyond ASCII that the encoding `everyday` has."""
    foreign = [character for character in text[:20_000] if character > "\x7f"]
    if not foreign:
        return 1.0
    kept = "".join(foreign).encode(everyday, "ignore").decode(everyday)
    return len(kept) / len(foreign)


def _binary(what: str) -> Undecodable:
    return Undecodable(RejectReason.BINARY_CONTENT, what)
