"""Files that nobody should send: one maker for each, real in its format."""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from tests.formats import writers

REPORT = "桃源县竹编局2022年度部门决算\n\n支出合计120.50万元。\n"


def good_docx() -> bytes:
    return writers.to_docx(REPORT.split("\n\n"))


def good_xlsx() -> bytes:
    book = Workbook()
    book.active["A1"] = "支出合计120.50万元。"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(files: Mapping[str, bytes | str], **external: int) -> bytes:
    """A zip archive; `external` gives the mode of entries by name, such as that of a link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = external.get(name, stat.S_IFREG | 0o644) << 16
            target.writestr(info, content)
    return out.getvalue()


def encrypted(data: bytes) -> bytes:
    """The archive with the flag of a password on every entry, in its local and its central header."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(changed)


def protected_office_file() -> bytes:
    """The head of an OLE file that holds a protected document: its directory names the encrypted package."""
    directory = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory.ljust(512, b"\0")


def entity_bomb() -> bytes:
    """A Word document whose text would be a thousand million laughs."""
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "哈">' for n in range(10)
    )
    body = writers.word_xml("document", "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>")
    head, _, rest = body.partition("?>")
    return _with_document(f"{head}?><!DOCTYPE bomb [{entities}]>{rest}")


def external_entity(target: str) -> bytes:
    """A Word document that asks for another file's content."""
    body = writers.word_xml("document", "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>")
    head, _, rest = body.partition("?>")
    return _with_document(f'{head}?><!DOCTYPE a [<!ENTITY x SYSTEM "{target}">]>{rest}')


def _with_document(xml: str) -> bytes:
    """A Word document with this as its main part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good_docx())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for name in source.namelist():
            to.writestr(name, xml if name == "word/document.xml" else source.read(name))
    return out.getvalue()


def inflating_docx(paragraphs: int) -> bytes:
    """A Word document of so many empty paragraphs: small as a file, large in memory."""
    return _with_document(
        writers.word_xml(
            "document", f"<w:body>{'<w:p/>' * paragraphs}{writers.docx_paragraph(REPORT)}</w:body>"
        )
    )


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def text_pdf(pages: int = 1, lines: int = 1, spare_objects: int = 0) -> bytes:
    """A PDF of Latin text; `spare_objects` more are there that no page uses."""
    drawn = b"BT /F1 8 Tf 40 800 Td 9 TL " + b"(2022 total 120.50 of 300.25) Tj T* " * lines + b"ET"
    packed = zlib.compress(drawn)
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>"
    )
    return pdf([*objects, *[page] * pages, *[b"null"] * spare_objects])


def scanned_pdf() -> bytes:
    """A PDF whose only page is a picture."""
    drawn = b"q 500 0 0 700 40 40 cm /I1 Do Q"
    resources = b"<< /XObject << /I1 5 0 R >> >>"
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
            % resources,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            image + b"/Length 1 >>\nstream\n\x80\nendstream",
        ]
    )


def protected_pdf() -> bytes:
    """A PDF that opens with a password only."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(72, 700, "total 120.50")
    canvas.save()
    return out.getvalue()


def write(folder: Path, name: str | bytes, content: bytes) -> None:
    """A file under `folder`, whose name may be any bytes."""
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
