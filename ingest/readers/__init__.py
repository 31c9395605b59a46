"""One module per format, found by media type. Each has `read(data, limits)`, which gives a `Reading`.

To add a format: write the module, and give it a line in `FORMATS` and its endings in `SUFFIXES`.
"""

from importlib import import_module
from pathlib import PurePosixPath
from typing import NamedTuple

from ingest.errors import Refusal, RejectReason
from ingest.limits import Limits
from ingest.readers.blocks import Reading

TEXT = "text/plain"
CSV = "text/csv"
HTML = "text/html"
PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARCHIVE = "application/zip"

# Imported when they are needed: most runs read few formats.
FORMATS = {TEXT: "text", CSV: "csv_file", HTML: "html", PDF: "pdf", DOC: "doc", DOCX: "docx", XLSX: "xlsx"}
SUFFIXES = {
    ".txt": TEXT,
    ".csv": CSV,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
    ".doc": DOC,
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".zip": ARCHIVE,
}

_PDF_HEAD = 1024  # a PDF may have other bytes before its signature
_OLE = b"\xd0\xcf\x11\xe0"
_RTF = b"{\\rtf"
# Streams of an old Office file and of a protected new one, named in UTF-16.
_OLE_STREAMS = {
    "WordDocument": DOC,
    "EncryptedPackage": None,
    "Workbook": "old Excel (.xls)",
    "Book": "old Excel (.xls)",
}


class Read(NamedTuple):
    """A document as its content turned out to be."""

    media_type: str
    reading: Reading


def suffix_of(name: str) -> str:
    """The ending of a file name in lower case, with its dot; empty where there is none."""
    return PurePosixPath(name).suffix.lower()


def read_document(name: str, data: bytes, limits: Limits) -> Read:
    """The text and tables of one document. Raises Refusal, and whatever a reader raises where it crashes.

    A file named as text must be text. All other names are only a hint: a page or a .docx that was saved as
    .doc is read as what it is, and its own media type is recorded.
    """
    if not data:
        raise Refusal(RejectReason.EMPTY_FILE)
    media_type = _media_type(SUFFIXES[suffix_of(name)], data)
    module = import_module(f"ingest.readers.{FORMATS[media_type]}")
    return Read(media_type, module.read(data, limits))


def _media_type(named: str, data: bytes) -> str:
    if named in (TEXT, CSV):
        return named
    if b"%PDF-" in data[:_PDF_HEAD]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        if b"word/document.xml" in data:
            return DOCX
        return XLSX if b"xl/workbook.xml" in data else named if named in (DOCX, XLSX) else DOCX
    if data.startswith(_OLE):
        return _ole_type(named, data)
    if data.startswith(_RTF):
        raise _unsupported("rich text (.rtf)")
    head = data[:_PDF_HEAD].replace(b"\0", b"").lower()
    if b"<html" in head or b"<!doctype html" in head:
        return HTML
    return named


def _ole_type(named: str, data: bytes) -> str:
    for stream, media_type in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            if media_type is None:
                return named if named in (DOCX, XLSX) else DOCX  # their readers name the password
            if media_type in FORMATS:
                return media_type
            raise _unsupported(media_type)
    return DOC


def _unsupported(what: str) -> Refusal:
    known = ", ".join(SUFFIXES)
    return Refusal(RejectReason.UNSUPPORTED_FORMAT, suffix=what, known=known)
