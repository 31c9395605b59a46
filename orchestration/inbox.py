"""What the inbox looks like from outside, without reading its files: whether it changed, and is still changing."""

import hashlib
import os
from pathlib import Path

# The run's tag that holds what the inbox looked like when it was asked for.
SEEN = "jixiao/inbox"

# How browsers, file transfers and office programs name what is not complete.
_PARTIAL = (
    ".part",
    ".partial",
    ".filepart",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".swp",
    ".opdownload",
)
_PARTIAL_STARTS = (".", "~$")


def is_partial(name: str) -> bool:
    """Whether a file's name says that it is not complete, or not for us."""
    return name.startswith(_PARTIAL_STARTS) or name.lower().endswith(_PARTIAL)


def fingerprint(folder: Path) -> str:
    """One word for the names, sizes and times of all files below a folder.

    Raises OSError where the folder cannot be listed.
    """
    seen = hashlib.sha256()
    for line in sorted(_look(folder)):
        seen.update(line)
    return seen.hexdigest()[:32]


def _look(folder: Path) -> list[bytes]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_partial(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                found += _look(Path(entry.path))
                continue
            try:
                stat = entry.stat()
            except FileNotFoundError:  # gone since the folder was listed, or a link to nowhere
                continue
            found.append(os.fsencode(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n"))
    return found


def seen_tags(folder: Path) -> dict[str, str]:
    """The tag for a run that is asked for now; none where the folder cannot be listed, as the run will say."""
    try:
        return {SEEN: fingerprint(folder)}
    except OSError:
        return {}
