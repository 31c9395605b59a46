"""Finds the files of the inbox folder, and says of each whether it is one that can be read."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.errors import InboxError, RejectReason
from ingest.names import name_fault, printable
from ingest.readers import ARCHIVE, SUFFIXES, suffix_of


class FoundFile(NamedTuple):
    """One entry of the inbox. `reject` says why it will not be read, with the sentence in `reason`."""

    path: Path
    source_uri: str  # relative to the inbox, with forward slashes
    reject: RejectReason | None = None
    reason: str = ""

    @property
    def source_name(self) -> str:
        """The file's own name."""
        return self.source_uri.rpartition("/")[2]

    @property
    def is_archive(self) -> bool:
        """Whether its ending is that of an archive of reports."""
        return SUFFIXES.get(suffix_of(self.source_uri)) == ARCHIVE


def discover(inbox: Path) -> list[FoundFile]:
    """All files under `inbox`, at any depth, in the order of their relative paths.

    Hidden files and folders (names that begin with a dot) are passed over: they belong to the
    system, not to the sender. Raises InboxError where the folder is missing, cannot be listed, or
    holds no file at all, since an empty inbox would otherwise retire every report.
    """
    if not inbox.exists():
        raise InboxError(f"The reports folder {inbox} does not exist. Create it, or name another one.")
    if not inbox.is_dir():
        raise InboxError(f"{inbox} is a file. Name the folder that holds the reports.")
    if not os.access(inbox, os.R_OK | os.X_OK):
        raise InboxError(f"The reports folder {inbox} cannot be listed. Check its permissions.")
    found = sorted(_walk(inbox), key=lambda file: file.source_uri)
    if not found:
        raise InboxError(f"The reports folder {inbox} holds no files. Put the reports into it.")
    return found


def _walk(inbox: Path) -> Iterator[FoundFile]:
    unlisted: list[OSError] = []
    for folder, folders, names in os.walk(inbox, onerror=unlisted.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*names, *linked):
            if not name.startswith("."):
                path = Path(folder) / name
                yield _judge(path, inbox)
    for error in unlisted:
        path = Path(error.filename)
        reason = RejectReason.UNREADABLE
        yield FoundFile(path, _uri(path, inbox), reason, reason.explain(what=error.strerror))


def _judge(path: Path, inbox: Path) -> FoundFile:
    uri = _uri(path, inbox)
    fault = name_fault(uri)
    if fault:
        unsafe = RejectReason.UNSAFE_NAME
        return FoundFile(path, printable(uri), unsafe, unsafe.explain(what=fault))
    if path.is_symlink():
        try:
            target = path.resolve()
        except (OSError, RuntimeError) as error:  # a link that leads to itself
            unreadable = RejectReason.UNREADABLE
            return FoundFile(path, uri, unreadable, unreadable.explain(what=error))
        if not target.is_relative_to(inbox.resolve()):
            outside = RejectReason.OUTSIDE_INBOX
            return FoundFile(path, uri, outside, outside.explain(target=target))
    is_special = path.exists() and not path.is_file()  # what is gone will turn out unreadable
    if is_special or suffix_of(uri) not in SUFFIXES:
        unsupported = RejectReason.UNSUPPORTED_FORMAT
        suffix = "(a folder, pipe or device)" if is_special else path.suffix or "(none)"
        return FoundFile(
            path, uri, unsupported, unsupported.explain(suffix=suffix, known=", ".join(SUFFIXES))
        )
    return FoundFile(path, uri)


def _uri(path: Path, inbox: Path) -> str:
    """The path below the inbox; a name that is not UTF-8 is read as GB18030, which older systems write."""
    uri = path.relative_to(inbox).as_posix()
    try:
        uri.encode()
    except UnicodeEncodeError:
        name = os.fsencode(uri)
        try:
            return name.decode("gb18030")
        except UnicodeDecodeError:
            return name.decode("utf-8", "backslashreplace")
    return uri
