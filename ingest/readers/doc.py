"""Old Word files (.doc), through a converter that the machine has: LibreOffice, else antiword.

LibreOffice gives a .docx, which is read as such. antiword gives DocBook with the width of every table column;
but it leaves out some rows, and of some tables all borders, so its result counts only if it lost no cell.
Both run without macros, without updating links, and only for a limited time.
"""

import atexit
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from lxml import etree

from ingest.errors import Refusal, RejectReason
from ingest.limits import Limits
from ingest.readers import docx
from ingest.readers.blocks import Block, Grid, GridCell, Reading, write
from ingest.readers.container import OLE_SIGNATURE, damaged, local_name, parsed

_FORMAT = "old Word file"
_TEXT_STREAM = "WordDocument".encode("utf-16-le")  # the name of the stream that holds the text
# wIdent, and nFib as Word 97 to 2007 and LibreOffice write it
_HEAD = re.compile(rb"\xec\xa5(?:\xc1\x00|\xd9\x00|\x01\x01|\x0c\x01|\x12\x01).{28}", re.DOTALL)
_SECTOR = 64  # bytes; of a short stream, and a long one begins at a multiple too
_ENCRYPTED_BYTE = 11
_SHARE_OF_TIME = 0.8  # the converter ends before the process that waits for it would be ended
_TOLERANCE = 2  # points
_OFFICE = ("soffice", "libreoffice")
_ANTIWORD = "antiword"
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>]*>")
_CELL_NUMBER = re.compile("\x07([0-9][0-9,.]*%?)(?=\x07)")  # a cell of a .doc ends with U+0007
_LOST_BORDER = re.compile(r" \|(?= )")  # of a table that became one paragraph
# No macro runs, no link is followed, and whatever would reach for the network meets a closed port.
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
)


def converters() -> tuple[str | None, str | None]:
    """The paths of LibreOffice and of antiword; None of what is not installed."""
    office = next(filter(None, map(shutil.which, _OFFICE)), None)
    return office, shutil.which(_ANTIWORD)


def read(data: bytes, limits: Limits) -> Reading:
    """The text and tables of an old Word file. Raises Refusal, also where no converter is installed."""
    if not data.startswith(OLE_SIGNATURE) or _TEXT_STREAM not in data:
        raise damaged(_FORMAT, "its text is missing")
    if _is_protected(data):
        raise Refusal(RejectReason.PASSWORD_PROTECTED)
    office, antiword = converters()
    if office is None and antiword is None:
        raise Refusal(RejectReason.NO_CONVERTER)
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "report.doc"
        source.write_bytes(data)
        if office is not None:
            return docx.read(_by_office(office, source, limits), limits)
        return _by_antiword(str(antiword), source, data, limits)


def _is_protected(data: bytes) -> bool:
    """Whether the head of the text stream says that it is encrypted (fEncrypted of FibBase in [MS-DOC])."""
    heads = (found.start() for found in _HEAD.finditer(data) if found.start() % _SECTOR == 0)
    return any(data[head + _ENCRYPTED_BYTE] & 1 for head in heads)


def _by_office(office: str, source: Path, limits: Limits) -> bytes:
    command = [office, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={_profile()}"]
    _run([*command, "--convert-to", "docx", "--outdir", str(source.parent), str(source)], limits)
    converted = source.with_suffix(".docx")
    if not converted.exists():
        raise damaged(_FORMAT, "LibreOffice cannot open it")
    return converted.read_bytes()


def _by_antiword(antiword: str, source: Path, data: bytes, limits: Limits) -> Reading:
    xml = _DOCTYPE.sub(b"", _run([antiword, "-x", "db", str(source)], limits), count=1)
    reading = write(_docbook(parsed(xml, _FORMAT)), "utf-8", limits)
    words = "".join(reading.text.split())
    lost = sum(number not in words for number in _cell_numbers(data)) + len(
        _LOST_BORDER.findall(reading.text)
    )
    if lost:
        raise Refusal(RejectReason.LOSSY_CONVERSION, count=lost)
    return reading


def _docbook(parent: etree._Element) -> Iterator[Block]:
    for element in parent:
        name = local_name(element)
        if name == "informaltable":
            yield _table(element)
        elif (name == "para" and element.find(".//informaltable") is None) or name in ("title", "term"):
            yield "".join(element.itertext()).strip()
        elif name not in ("bookinfo", "colspec"):
            yield from _docbook(element)


def _table(table: etree._Element) -> Grid:
    """Groups of rows with column widths of their own become one grid whose lines are all their borders."""
    groups = [
        ([_points(spec.get("colwidth")) for spec in group.iter("colspec")], list(group.iter("row")))
        for group in table.iter("tgroup")
    ]
    lines = _grid_lines({edge for widths, _ in groups for edge in accumulate(widths, initial=0)})
    rows: list[list[GridCell]] = []
    for widths, found in groups:
        edges = [lines[edge] for edge in accumulate(widths, initial=0)]
        for row in found:
            texts = ["".join(entry.itertext()).strip() for entry in row.iter("entry")]
            spans = [max(1, end - begin) for begin, end in pairwise(edges)]
            rows.append(
                [GridCell([text] if text else [], span) for text, span in zip(texts, spans, strict=False)]
            )
    return Grid(rows)


def _grid_lines(borders: set[int]) -> dict[int, int]:
    """The number of the grid line on which each border lies; borders that nearly coincide share one."""
    lines: dict[int, int] = {}
    number, before = -1, None
    for border in sorted(borders):
        if before is None or border - before > _TOLERANCE:
            number += 1
        lines[border] = number
        before = border
    return lines


def _points(width: str | None) -> int:
    match = re.match(r"\d+(?:\.\d+)?", width or "")
    return round(float(match[0])) if match else 1


def _cell_numbers(data: bytes) -> set[str]:
    """The numbers that fill a table cell, as they stand in the file's 16-bit text."""
    found: set[str] = set()
    for offset in (0, 1):
        text = data[offset : len(data) - (len(data) - offset) % 2].decode("utf-16-le", "replace")
        found.update(_CELL_NUMBER.findall(text))
    return found


def _run(command: list[str], limits: Limits) -> bytes:
    """What a converter prints. Raises Refusal where it fails or does not end."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=max(1, _SHARE_OF_TIME * limits.max_seconds))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Refusal(RejectReason.TOO_SLOW, limit=limits.max_seconds) from None
    if process.returncode != 0:
        raise damaged(_FORMAT, f"{Path(command[0]).name} ended with code {process.returncode}")
    return output


@cache
def _profile() -> str:
    """LibreOffice's own folder, new for this process, with settings that forbid what a document may try."""
    folder = Path(tempfile.mkdtemp(prefix="jixiao-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    proxy = "".join(
        f'<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for name, value in (
            ("ooInetProxyType", "2"),
            *((f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
            *((f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
        )
    )
    user = folder / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}{proxy}</oor:items>',
        encoding="utf-8",
    )
    return folder.as_uri()
