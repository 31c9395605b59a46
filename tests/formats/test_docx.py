"""Word documents: everything that a reader sees, in order, and nothing else."""

import io
import zipfile

import pytest

from ingest.limits import Limits
from ingest.readers import read_document
from ingest.readers.blocks import Reading
from tests.formats.writers import docx_of_body, docx_paragraph, word_xml

BOX = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"


def read(body: str, **parts: str) -> Reading:
    return read_document("a.docx", docx_of_body(body, **parts), Limits()).reading


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    drawing = f"<w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"
    picture = f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{drawing}</mc:Choice><mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent>"
    reading = read(f"<w:p>{run('前')}<w:r>{both}</w:r>{run('后')}</w:p>{docx_paragraph('下一段')}")
    assert reading.text == "前后\n\n框中文字\n\n下一段\n\n"


def test_footnotes_come_at_the_end() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{docx_paragraph("含上年结转5万元")}</w:footnote>'
    )
    reading = read(docx_paragraph("支出合计10万元"), footnotes=word_xml("footnotes", notes))
    assert reading.text == "支出合计10万元\n\n含上年结转5万元\n\n"


@pytest.mark.parametrize(
    "unseen",
    [
        f"<w:del>{run('删掉', '').replace('w:t>', 'w:delText>')}</w:del>",
        f"<w:moveFrom>{run('移走')}</w:moveFrom>",
        run("隐藏", "<w:vanish/>"),
        "<w:r><w:instrText>PAGE 5</w:instrText></w:r>",
    ],
)
def test_what_nobody_sees_is_not_read(unseen: str) -> None:
    assert read(f"<w:p>{run('支出')}{unseen}{run('10万元')}</w:p>").text == "支出10万元\n\n"


def test_inserted_text_and_content_controls_are_read() -> None:
    body = (
        f"<w:sdt><w:sdtContent><w:p><w:ins>{run('新增')}</w:ins><w:hyperlink>{run('链接')}</w:hyperlink></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    assert read(body).text == "新增链接\n\n"


def test_automatic_numbers_stand_before_their_paragraphs() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    )
    numbering = word_xml(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>',
    )

    def item(text: str, depth: int) -> str:
        number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>'
        return f"<w:p><w:pPr>{number}</w:pPr>{run(text)}</w:p>"

    body = item("概况", 0) + item("人员", 1) + item("收支", 1) + item("绩效", 0) + item("产出", 1)
    assert read(body, numbering=numbering).text.split("\n\n") == [
        *("一、概况", "1.人员", "2.收支", "二、绩效", "1.产出", ""),
    ]


def test_merged_cells_keep_their_spans() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{docx_paragraph(text)}</w:tc>"

    wide, first, further = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        f"<w:tbl><w:tr>{cell('项目', wide + first)}{cell('支出', wide)}</w:tr>"
        f"<w:tr>{cell('', wide + further)}{cell('预算')}{cell('决算')}</w:tr></w:tbl>"
    )
    assert [[(c.colspan, c.continues) for c in row] for row in read(body).tables[0].rows] == [
        [(2, False), (2, False)],
        [(2, True), (1, False), (1, False)],
    ]


def test_a_main_part_of_another_name_is_found() -> None:
    """Word in a browser saves word/document2.xml and says so in the relations of the container."""
    renamed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_of_body(docx_paragraph("支出合计10万元")))) as source,
        zipfile.ZipFile(renamed, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name).replace(b"word/document.xml", b"word/document2.xml")
            target.writestr(name.replace("word/document.xml", "word/document2.xml"), content)
    assert read_document("a.docx", renamed.getvalue(), Limits()).reading.text == "支出合计10万元\n\n"


def test_left_out_grid_columns_are_blank_cells() -> None:
    cell = "<w:tc>{}</w:tc>".format
    body = (
        f"<w:tbl><w:tr>{cell(docx_paragraph('项目'))}{cell(docx_paragraph('决算'))}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(docx_paragraph("10"))}</w:tr></w:tbl>'
    )
    reading = read(body)
    assert [[reading.text[c.start : c.end] for c in row] for row in reading.tables[0].rows] == [
        ["项目", "决算"],
        ["", "10"],
    ]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{docx_paragraph('内')}</w:tc><w:tc>{docx_paragraph('9')}</w:tc></w:tr></w:tbl>"
    )
    outer = (
        f"<w:tbl><w:tr><w:tc>{docx_paragraph('外')}</w:tc><w:tc>{docx_paragraph('8')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{docx_paragraph('说明')}</w:tc><w:tc>{inner}{docx_paragraph('尾')}</w:tc></w:tr></w:tbl>"
    )
    reading = read(outer)
    assert [[reading.text[c.start : c.end] for c in table.rows[0]] for table in reading.tables] == [
        ["外", "8"],
        ["内", "9"],
    ]


def test_a_count_of_too_many_digits_is_none() -> None:
    digits = "9" * 5000
    properties = f'<w:tcPr><w:gridSpan w:val="{digits}"/></w:tcPr>'
    cells = "".join(f"<w:tc>{properties}{docx_paragraph(text)}</w:tc>" for text in ("合计", "10"))
    assert read(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>").text == "\t合计\n\t10\n\n"
