"""Zip archives of reports: lists the entries without unpacking, and reads one entry at a time.

Nothing is ever written to disk, so an entry's path can lead nowhere; one that tries is refused all the same.
"""

import re
import stat
import zipfile
import zlib
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from ingest.errors import Refusal, RejectReason
from ingest.limits import MEGABYTE, Limits
from ingest.names import name_fault
from ingest.readers import ARCHIVE, SUFFIXES, suffix_of
from ingest.readers.container import damaged

_FORMAT = "zip archive"
_FLAG_ENCRYPTED, _FLAG_UTF8 = 0x1, 0x800
_UNIX = 3
_DRIVE = re.compile(r"[A-Za-z]:")
_OTHER_ARCHIVES = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab", ".iso"})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


class Entry(NamedTuple):
    """One file in an archive: its position, its path as it should read, and why it is not opened, if so."""

    position: int
    path: str
    refusal: Refusal | None = None


def list_entries(path: str, limits: Limits) -> list[Entry]:
    """The files of an archive in the order of their paths, hidden ones left out.

    Raises Refusal where the archive as a whole is damaged, empty, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except _BROKEN as error:
        raise damaged(_FORMAT, error) from error
    most = limits.max_archive_unpacked_mb * MEGABYTE
    if len(infos) > limits.max_archive_files or sum(info.file_size for info in infos) > most:
        limit = f"{limits.max_archive_unpacked_mb} MB or {limits.max_archive_files} files"
        raise Refusal(RejectReason.ARCHIVE_BOMB, limit=limit)
    entries: list[Entry] = []
    seen: set[str] = set()
    for index, info in enumerate(infos):
        name = _name(info)
        parts = PurePosixPath(name).parts
        if info.is_dir() or any(
            (part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts
        ):
            continue
        entries.append(Entry(index, name, _refusal(info, name, seen, limits)))
        seen.add(name)
    if not entries:
        raise Refusal(RejectReason.EMPTY_FILE)
    return sorted(entries, key=lambda entry: entry.path)


def read_entry(path: str, position: int, limits: Limits) -> bytes:
    """The bytes of one entry. Raises Refusal where they are damaged, or more than the entry says."""
    archive = _opened(path)
    info = archive.infolist()[position]
    try:
        with archive.open(info) as source:
            data = source.read(limits.max_file_bytes + 1)
    except _BROKEN as error:
        raise damaged(_FORMAT, error) from error
    if len(data) > limits.max_file_bytes:
        raise Refusal(RejectReason.TOO_LARGE, size=f"more than {len(data) - 1}", limit=limits.max_file_bytes)
    return data


@lru_cache(maxsize=1)
def _opened(path: str) -> zipfile.ZipFile:
    """The archive that this process is at, kept open: its list of entries may be long."""
    return zipfile.ZipFile(path)


def _refusal(info: zipfile.ZipInfo, name: str, seen: set[str], limits: Limits) -> Refusal | None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        return Refusal(RejectReason.UNSAFE_PATH, what="leads out of the archive")
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        return Refusal(RejectReason.UNSAFE_PATH, what="is a link")
    if name in seen:
        return Refusal(RejectReason.UNSAFE_PATH, what="stands in it twice")
    fault = name_fault(name)
    if fault:
        return Refusal(RejectReason.UNSAFE_NAME, what=fault)
    suffix = suffix_of(name)
    if SUFFIXES.get(suffix) == ARCHIVE or suffix in _OTHER_ARCHIVES:
        return Refusal(RejectReason.NESTED_ARCHIVE)
    if suffix not in SUFFIXES:
        return Refusal(RejectReason.UNSUPPORTED_FORMAT, suffix=suffix or "(none)", known=", ".join(SUFFIXES))
    if info.flag_bits & _FLAG_ENCRYPTED:
        return Refusal(RejectReason.PASSWORD_PROTECTED)
    if info.file_size > limits.max_file_bytes:
        return Refusal(RejectReason.TOO_LARGE, size=info.file_size, limit=limits.max_file_bytes)
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's path with forward slashes; older Chinese systems wrote it in GBK without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _FLAG_UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
