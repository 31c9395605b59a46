"""Files that nobody should send: one maker for each, real in its format."""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook

from tests.formats import writers

_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F1 3 0 R >> >> >>"
)
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "哈">' for n in range(10))
_LAUGHS = f"<!DOCTYPE bomb [{_LAUGHS}]>"
REPORT = "桃源县竹编局2022年度部门决算\n\n支出合计120.50万元。\n"


def good_docx() -> bytes:
    return writers.to_docx(REPORT.split("\n\n"))


def good_xlsx(*cells: str) -> bytes:
    book = Workbook()
    book.active.append(cells or ("支出合计120.50万元。",))
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


def old_word_file(protected: bool = False, cells: str = "") -> bytes:
    """The parts of a .doc by which it is known: signature, head of the text stream, text, name of the stream."""
    head = b"\xec\xa5\xc1\x00".ljust(10, b"\0") + (0x0100 if protected else 0).to_bytes(2, "little")
    text = head.ljust(512, b"\0") + cells.encode("utf-16-le")
    name = "WordDocument".encode("utf-16-le").ljust(64, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + text.ljust(1024, b"\0") + name


def entity_bomb() -> bytes:
    """A Word document whose text would be a thousand million laughs."""
    body = writers.word_xml("document", "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>")
    head, _, rest = body.partition("?>")
    return _with_document(f"{head}?>{_LAUGHS}{rest}")


def entity_bomb_in_workbook() -> bytes:
    """A workbook whose sheet declares the same."""
    sheet = "xl/worksheets/sheet1.xml"
    return _with_part(good_xlsx(), sheet, lambda xml: _LAUGHS.encode() + xml)


def understated_docx() -> bytes:
    """A Word document whose main part unpacks to far more than its container says."""
    data = bytearray(archive({"word/document.xml": b" " * 50_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature) + offset
        data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def external_entity(target: str) -> bytes:
    """A Word document that asks for another file's content."""
    body = writers.word_xml("document", "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>")
    head, _, rest = body.partition("?>")
    return _with_document(f'{head}?><!DOCTYPE a [<!ENTITY x SYSTEM "{target}">]>{rest}')


def _with_document(xml: str) -> bytes:
    """A Word document with this as its main part."""
    return _with_part(good_docx(), "word/document.xml", lambda _: xml.encode())


def _with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The office document with one part changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for name in source.namelist():
            to.writestr(name, change(source.read(name)) if name == part else source.read(name))
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
        _HELVETICA,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    return pdf([*objects, *[_PAGE] * pages, *[b"null"] * spare_objects])


def pdf_of_endless_list() -> bytes:
    """A PDF whose list of objects says that it has nearly a thousand million, and is not there."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    entries = b"/Size 999999999 /W [1 2 1] /Index [0 999999999] /Root 1 0 R /Length 0"
    return head + b"9 0 obj\n<< /Type /XRef %s >>\nstream\n\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (
        entries,
        len(head),
    )


def pdf_beyond_all_places() -> bytes:
    """A PDF that sets its text further away than a floating-point number can say, where no arithmetic holds."""
    return _page_pdf(b"BT /F1 8 Tf 1" + b"0" * 400 + b".0 800 Td (2022 total 120.50) Tj ET")


def plain_pdf(lines: int) -> bytes:
    """A PDF of Latin text whose drawing is not packed, so that every byte of it can be damaged."""
    return _page_pdf(b"BT /F1 8 Tf 40 800 Td 9 TL " + b"(2022 total 120.50 of 300.25) Tj T* " * lines + b"ET")


def pdf_with_foreign_map(path: str) -> bytes:
    """A PDF whose font asks for a table of characters outside the folder of such tables."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Helvetica /Encoding /%s /DescendantFonts [6 0 R] >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >>"
    )
    name = path.replace("/", "#2F").encode()
    return _page_pdf(b"BT /F1 8 Tf 40 800 Td <00410042> Tj ET", font % name, descendant)


def _page_pdf(drawn: bytes, font: bytes = _HELVETICA, *more: bytes) -> bytes:
    """A PDF of one page with what is drawn on it."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            font,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            _PAGE,
            *more,
        ]
    )


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
