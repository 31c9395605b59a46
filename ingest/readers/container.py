"""Opens the zip container of an office document without trusting it."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from lxml import etree

from ingest.errors import Refusal, RejectReason
from ingest.limits import MEGABYTE, Limits

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # the stream that a protected document is kept in
_FLAG_ENCRYPTED = 0x1
_CHUNK = MEGABYTE
_MOST_DIGITS = 8
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Container:
    """The parts of one office document, read one at a time and never beyond the limits."""

    def __init__(self, archive: zipfile.ZipFile, format_name: str, limits: Limits) -> None:
        self._archive = archive
        self._format = format_name
        self._limits = limits
        self._left = limits.max_unpacked_bytes
        self.names = set(archive.namelist())

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Refusal where it is missing, damaged, protected, or too much."""
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & _FLAG_ENCRYPTED:
                raise Refusal(RejectReason.PASSWORD_PROTECTED)
            with self._archive.open(info) as part:
                data = b"".join(self._bounded(part))
        except KeyError:
            raise damaged(self._format, f"its part {name} is missing") from None
        except _BROKEN as error:
            raise damaged(self._format, error) from error
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part, parsed without entities, network and files. Raises Refusal."""
        data = self.read(name)
        refuse_declarations(data, name)
        return parsed(data, self._format)

    def _bounded(self, part: IO[bytes]) -> Iterator[bytes]:
        while chunk := part.read(_CHUNK):
            self._left -= len(chunk)
            if self._left < 0:
                limit = f"{self._limits.max_unpacked_mb} MB"
                raise Refusal(RejectReason.ARCHIVE_BOMB, limit=limit)
            yield chunk


@contextmanager
def open_container(data: bytes, format_name: str, limits: Limits) -> Iterator[Container]:
    """The container in `data`. Raises Refusal where it is damaged, protected, or unpacks to too much."""
    if data.startswith(OLE_SIGNATURE) and _ENCRYPTED_PACKAGE in data:
        raise Refusal(RejectReason.PASSWORD_PROTECTED)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise damaged(format_name, error) from error
    with archive:
        entries = archive.infolist()
        if (
            len(entries) > limits.max_archive_files
            or sum(entry.file_size for entry in entries) > limits.max_unpacked_bytes
        ):
            raise Refusal(RejectReason.ARCHIVE_BOMB, limit=f"{limits.max_unpacked_mb} MB")
        yield Container(archive, format_name, limits)


def refuse_declarations(data: bytes, part: str) -> None:
    """Raises Refusal where XML has a document type: entities are declared there. Office programs write none."""
    plain = data.replace(b"\0", b"")  # UTF-16 too
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refusal(RejectReason.UNSAFE_XML, part=part)


def damaged(format_name: str, what: object) -> Refusal:
    """The refusal of a file that is not complete."""
    return Refusal(RejectReason.DAMAGED_FILE, format=format_name, what=str(what)[:200])


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    if element is not None:
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] == name:
                return str(value)
    return None


def whole_number(value: str | None, default: int) -> int:
    """A count that an attribute gives; `default` where it is none, or has more digits than any count needs."""
    is_count = value is not None and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
    return int(value) if value is not None and is_count else default


def parsed(xml: bytes, format_name: str) -> etree._Element:
    """The root of XML, without resolving entities and without opening files or the network.

    Raises Refusal where it is no XML, and MemoryError where there is no room for it.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise damaged(format_name, error) from error
