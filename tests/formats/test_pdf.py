"""PDF: reading order, paragraphs, tables over pages, and what every page repeats."""

import gzip
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import Refusal
from ingest.layout import LaidTable
from ingest.limits import Limits
from ingest.readers import read_document
from ingest.readers.blocks import Reading
from tests.formats import hostile, writers
from tests.formats.printed import PrintedCell, PrintedTable

SENTENCES = (
    "2022年部门整体支出年初预算为1286.40万元，全年追加预算188.40万元，上年结转96.00万元，调整后预算为1570.80万元。",
    "全年实际支出1205.15万元，其中基本支出612.75万元，项目支出592.40万元，年末结转和结余365.65万元，按规定结转下年使用。",
)
Draw = Callable[[Any], None]

pytestmark = pytest.mark.usefixtures("chinese_font")


def read(data: bytes) -> Reading:
    return read_document("a.pdf", data, Limits()).reading


def drawn(*pages: Draw) -> bytes:
    """A PDF whose pages are drawn by hand, in a Chinese font of 12 points, the origin at the lower left corner."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("zenhei", str(writers.FONT), subfontIndex=0))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for draw in pages:
        canvas.setFont("zenhei", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def grid(reading: Reading, table: LaidTable) -> list[list[str]]:
    return [["".join(reading.text[cell.start : cell.end].split()) for cell in row] for row in table.rows]


def table_of(rows: int) -> PrintedTable:
    head = [PrintedCell(text) for text in ("项目", "预算数", "决算数")]
    body = [[PrintedCell(f"第{n}项"), PrintedCell(f"{n}.50"), PrintedCell(f"{n}.25")] for n in range(rows)]
    return PrintedTable([head, *body])


def test_hard_wraps_are_rejoined_over_pages() -> None:
    paragraphs = [SENTENCES[n % 2] for n in range(40)]
    assert read(writers.to_pdf(paragraphs)).text.split("\n\n") == [*paragraphs, ""]


def test_page_numbers_and_running_titles_are_left_out() -> None:
    text = read(writers.to_pdf([SENTENCES[0]] * 30, running_title="部门决算公开")).text
    assert ("部门决算公开" in text, "- 1 -" in text, "- 2 -" in text) == (False, False, False)


def test_the_running_title_of_a_single_page_is_left_out() -> None:
    text = read(writers.to_pdf(["部门整体支出绩效自评表", table_of(3)], running_title="部门决算公开")).text
    assert text.startswith("部门整体支出绩效自评表\n\n\t项目")


def test_a_table_over_three_pages_is_one_table() -> None:
    reading = read(writers.to_pdf(["单位：万元", table_of(120), "说明如上。"]))
    [table] = reading.tables
    assert grid(reading, table)[1:] == [[f"第{n}项", f"{n}.50", f"{n}.25"] for n in range(120)]


def test_merged_cells_keep_their_spans() -> None:
    rows = [
        [PrintedCell("项目", rowspan=2), PrintedCell("支出", colspan=2)],
        [PrintedCell("", is_covered=True), PrintedCell("预算"), PrintedCell("决算")],
        [PrintedCell("合计"), PrintedCell("10"), PrintedCell("9")],
    ]
    reading = read(writers.to_pdf([PrintedTable(rows)]))
    assert [[(c.colspan, c.continues) for c in row] for row in reading.tables[0].rows] == [
        [(1, False), (2, False)],
        [(1, True), (1, False), (1, False)],
        [(1, False), (1, False), (1, False)],
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行文字排满本栏宽度为止" for n in range(12)]
    right = [f"右栏第{n}行文字排满本栏宽度为止" for n in range(12)]

    def draw(canvas: Any) -> None:
        for n in range(12):
            canvas.drawString(60, 760 - 20 * n, left[n])
            canvas.drawString(330, 760 - 20 * n, right[n])

    text = "".join(read(drawn(draw)).text.split())
    assert text.index(left[-1]) < text.index(right[0])


def test_paragraphs_in_columns_are_rejoined_and_what_stands_over_both_is_kept_whole() -> None:
    """A title above, a page number below the middle, and a second page that has a left column only."""
    paragraph = "全年实际支出一千二百万元其中基本支出六百万元项目支出五百万元年末结转和结余三百万元。"

    def lines(count: int) -> list[str]:
        wrapped = [paragraph[:15], paragraph[15:32], paragraph[32:]]
        return wrapped * count

    def column(canvas: Any, left: float, count: int) -> None:
        for n, line in enumerate(lines(count)):
            canvas.drawString(left + (24 if n % 3 == 0 else 0), 740 - 18 * n, line)

    def first(canvas: Any) -> None:
        canvas.drawCentredString(298, 775, "桃源县竹编局2022年度部门整体支出绩效自评报告")
        column(canvas, 60, 6)
        column(canvas, 320, 6)
        canvas.drawCentredString(298, 30, "— 1 —")

    def second(canvas: Any) -> None:
        column(canvas, 60, 2)
        canvas.drawCentredString(298, 30, "— 2 —")

    assert read(drawn(first, second)).text.split("\n\n") == [
        "桃源县竹编局2022年度部门整体支出绩效自评报告",
        *[paragraph] * 14,
        "",
    ]


def test_columns_without_lines_are_kept_apart() -> None:
    def draw(canvas: Any) -> None:
        for n, row in enumerate(
            (("项目", "预算数", "决算数"), ("基本支出", "10.50", "9.25"), ("项目支出", "3.00", "2.75"))
        ):
            for column, text in enumerate(row):
                canvas.drawString(80 + 150 * column, 700 - 20 * n, text)

    assert read(drawn(draw)).text.split() == [
        *("项目", "预算数", "决算数", "基本支出", "10.50", "9.25", "项目支出", "3.00", "2.75"),
    ]
    assert "基本支出\t10.50\t9.25" in read(drawn(draw)).text


def test_letters_printed_twice_are_read_once() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(80, 600, "支出合计120.50万元")
        canvas.drawString(80.3, 600, "支出合计120.50万元")

    assert read(drawn(draw)).text.strip() == "支出合计120.50万元"


def test_a_frame_around_the_page_is_no_table() -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(40, 40, 515, 760)
        canvas.drawString(80, 600, "支出合计120.50万元")

    reading = read(drawn(draw))
    assert (reading.text.strip(), reading.tables) == ("支出合计120.50万元", [])


def test_a_page_of_pictures_among_pages_of_text_is_no_scan(tmp_path: Path) -> None:
    from reportlab.lib.utils import ImageReader

    pixel = tmp_path / "pixel.ppm"
    pixel.write_bytes(b"P6 1 1 255\n\x80\x80\x80")

    def picture(canvas: Any) -> None:
        canvas.drawImage(ImageReader(str(pixel)), 40, 40, 500, 700)

    def text(canvas: Any) -> None:
        canvas.drawString(80, 600, "支出合计120.50万元")

    assert read(drawn(picture, text)).text.strip() == "支出合计120.50万元"


def test_a_font_loads_no_table_from_outside(tmp_path: Path) -> None:
    mark = tmp_path / "run-by-a-document"
    with gzip.open(tmp_path / "map.pickle.gz", "wb") as file:
        file.write(pickle.dumps(_Touch(str(mark))))
    with suppress(Refusal):
        read(hostile.pdf_with_foreign_map(str(tmp_path / "map")))
    assert not mark.exists()


class _Touch:
    """Whoever unpacks it makes a file, as a hostile pickle might do worse."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self._path,)
