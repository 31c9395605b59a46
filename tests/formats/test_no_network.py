"""Documents that ask for something from elsewhere: nobody is asked, whatever reads them."""

import socket
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from ingest.inbox import read_inbox
from tests.formats import hostile, writers

NOW = datetime(2024, 5, 1, tzinfo=UTC)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PICTURE = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDEPICTURE "{url}" \\d </w:instrText>'
    '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


class Listener:
    """A port of this machine that counts who asks it for something."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.asked = 0
        threading.Thread(target=self._count, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            self.asked += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.close()


def _page(url: str) -> bytes:
    head = f'<link rel="stylesheet" href="{url}"><script src="{url}"></script><base href="{url}">'
    return writers.to_html(
        [hostile.REPORT], head=head, before=f'<img src="{url}"><iframe src="{url}"></iframe>'
    )


def _word(url: str) -> bytes:
    """A Word document with a remote template and a linked picture."""
    data = BytesIO(
        writers.docx_of_body(writers.docx_paragraph(f"{hostile.REPORT}文档") + _PICTURE.format(url=url))
    )
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(
            "word/_rels/settings.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            f'Id="rId1" Type="{_RELATIONS}/attachedTemplate" Target="{url}" TargetMode="External"/></Relationships>',
        )
    return data.getvalue()


def _workbook(url: str) -> bytes:
    return hostile.good_xlsx(hostile.REPORT, f'=WEBSERVICE("{url}")', f'=HYPERLINK("{url}")')


def _table(url: str) -> bytes:
    return f'项目,决算\n"=WEBSERVICE(""{url}"")",1\n合计,1\n'.encode()


def test_no_reader_asks_for_what_a_document_names(tmp_path: Path, listener: Listener) -> None:
    for name, make in {"a.html": _page, "a.docx": _word, "a.xlsx": _workbook, "a.csv": _table}.items():
        hostile.write(tmp_path, name, make(listener.url))
    reading = read_inbox(tmp_path, NOW)
    assert ([document.source_uri for document in reading.documents], listener.asked) == (
        ["a.csv", "a.docx", "a.html", "a.xlsx"],
        0,
    )


def test_the_converter_asks_for_nothing(tmp_path: Path, listener: Listener, office: str) -> None:
    page = f'<meta charset="utf-8"><p>支出合计120.50万元。</p><p><img src="{listener.url}" width="9" height="9"></p>'
    hostile.write(tmp_path, "a.html", page.encode())
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "doc:MS Word 97", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "inbox"), str(tmp_path / "a.html")], check=True, capture_output=True
    )
    while_made = listener.asked
    assert while_made > 0  # LibreOffice asks, unless it is told not to
    assert len(read_inbox(tmp_path / "inbox", NOW).documents) == 1
    assert listener.asked == while_made
