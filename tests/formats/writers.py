"""Prints reports in the formats that departments publish. Plain code of the formats, so that tests may damage it."""

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter

from tests.formats.printed import Printed, PrintedTable

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")  # Debian package fonts-wqy-zenhei
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_WIDTH = 9000  # of a table in a Word document, in twentieths of a point
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def to_docx(blocks: Sequence[Printed], is_ruled: bool = False) -> bytes:
    """A Word document; `is_ruled`: its tables have lines and fit on a page, so that it can be printed."""
    return docx_of_body(
        "".join(
            _docx_table(block, is_ruled) if isinstance(block, PrintedTable) else docx_paragraph(block)
            for block in blocks
        )
    )


def docx_of_body(body: str, **parts: str) -> bytes:
    """A Word document of ready XML; `parts` are further parts of the folder word, such as footnotes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", word_xml("document", f"<w:body>{body}</w:body>"))
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def word_xml(root: str, inner: str) -> str:
    """An XML part of a Word document."""
    spaces = (
        f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {spaces}>{inner}</w:{root}>'


def docx_paragraph(text: str) -> str:
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in text.split("\n")
    )
    return f"<w:p>{runs}</w:p>"


def _docx_table(table: PrintedTable, is_ruled: bool) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
            merge = (
                "<w:vMerge/>"
                if cell.is_covered
                else '<w:vMerge w:val="restart"/>'
                if cell.rowspan > 1
                else ""
            )
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{docx_paragraph(cell.text)}</w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4"/>' for edge in _EDGES)
    ruled = f'<w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    properties = ruled if is_ruled else ""
    grid = f'<w:gridCol w:w="{_WIDTH // table.width if is_ruled else 900}"/>' * table.width
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def to_html(blocks: Sequence[Printed], head: str = "", before: str = "", behind: str = "") -> bytes:
    """A web page whose text stands between whatever the site puts around it."""
    body = "\n".join(
        html_table(block) if isinstance(block, PrintedTable) else f"<p>　　{escape(block)}</p>"
        for block in blocks
    )
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">{head}</head>'
        f'<body>{before}<div class="TRS_Editor">{body}</div>{behind}</body></html>'
    )
    return page.encode()


def html_table(table: PrintedTable) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            if not cell.is_covered:
                spans = "".join(
                    f' {name}="{span}"'
                    for name, span in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
                    if span > 1
                )
                cells.append(f"<td{spans}><p>{escape(cell.text).replace(chr(10), '<br>')}</p></td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border='1'><tbody>{''.join(rows)}</tbody></table>"


def to_xlsx(blocks: Sequence[Printed]) -> bytes:
    """A workbook with everything on one sheet; numbers are numbers, shown with the places that the text has."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for block in blocks:
        if isinstance(block, PrintedTable):
            for number, row in enumerate(block.rows):
                column = 1
                for cell in row:
                    if not cell.is_covered:
                        _fill(sheet.cell(at + number, column), cell.text)
                    if cell.colspan > 1 or cell.rowspan > 1:
                        last = (
                            f"{get_column_letter(column + cell.colspan - 1)}{at + number + cell.rowspan - 1}"
                        )
                        sheet.merge_cells(f"{get_column_letter(column)}{at + number}:{last}")
                    column += cell.colspan
            at += len(block.rows) + 1
        else:
            sheet.cell(at, 1, block)
            at += 2
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell: Cell, text: str) -> None:
    """A number with its format where the text is one, else the text."""
    match = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)", text)
    if match is None:
        cell.value = text or None
        return
    places = "." + "0" * len(match[2]) if match[2] else ""
    value = Decimal(text.rstrip("%").replace(",", ""))
    cell.value = value / 100 if match[3] else value
    cell.number_format = ("#,##0" if "," in match[1] else "0") + places + match[3]


def to_pdf(blocks: Sequence[Printed], running_title: str = "") -> bytes:
    """Pages with a running title and page numbers; paragraphs set in, tables ruled and broken over pages."""
    from reportlab.lib.enums import TA_LEFT
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    pdfmetrics.registerFont(TTFont("zenhei", str(FONT), subfontIndex=0))
    prose = ParagraphStyle(
        "prose",
        fontName="zenhei",
        fontSize=12,
        leading=20,
        wordWrap="CJK",
        firstLineIndent=24,
        alignment=TA_LEFT,
    )
    small = ParagraphStyle("small", fontName="zenhei", fontSize=9, leading=12, wordWrap="CJK")

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("zenhei", 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 36, running_title)
        canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")

    flow: list[Flowable] = []
    for block in blocks:
        if isinstance(block, PrintedTable):
            cells, style = (
                [],
                [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
            )
            for number, row in enumerate(block.rows):
                line: list[object] = []
                for cell in row:
                    begin = len(line)
                    text = "" if cell.is_covered else escape(cell.text).replace("\n", "<br/>")
                    line += [Paragraph(text, small), *[""] * (cell.colspan - 1)]
                    if not cell.is_covered and (cell.colspan > 1 or cell.rowspan > 1):
                        corner = (begin + cell.colspan - 1, number + cell.rowspan - 1)
                        style.append(("SPAN", (begin, number), corner))
                cells.append(line)
            width = (A4[0] - 144) / block.width
            flow += [Table(cells, colWidths=[width] * block.width, style=TableStyle(style)), Spacer(1, 8)]
        else:
            flow.append(Paragraph(escape(block), prose))
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=72, rightMargin=72, topMargin=72, bottomMargin=72
    )
    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()
