"""PDF documents: text in reading order, hard wraps rejoined, ruled tables with their cells, page furniture left out.

Only characters and lines of the pages are read; nothing embedded is opened, and no script is run.
"""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from ingest.errors import Refusal, RejectReason
from ingest.limits import Limits
from ingest.readers.blocks import Block, Grid, Reading, write
from ingest.readers.container import damaged
from ingest.readers.pdf_lines import TextLine, text_lines
from ingest.readers.pdf_paragraphs import Margins, joins, without_furniture
from ingest.readers.pdf_tables import PageTable, page_tables

_FORMAT = "PDF"
_BETWEEN_LETTERS = re.compile(r"[A-Za-z]$")

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it remarks on every oddity of a font


class _Page:
    """What stands on a page, in the order of reading."""

    def __init__(self, page: Any) -> None:
        tables, chars = page_tables(page)
        self.width, self.height = float(page.width), float(page.height)
        lines, self.gutter = text_lines(chars, self.width)
        self.items: list[TextLine | PageTable] = _in_order(lines, tables)
        self.is_picture = not self.items and bool(page.images)


def _in_order(lines: Sequence[TextLine], tables: Sequence[PageTable]) -> list[TextLine | PageTable]:
    """The lines as they are, each table before the first line that stands below it."""
    items: list[TextLine | PageTable] = list(lines)
    for table in sorted(tables, key=lambda table: table.top):
        below = (at for at, item in enumerate(items) if item.top > table.top)
        items.insert(next(below, len(items)), table)
    return items


def read(data: bytes, limits: Limits) -> Reading:
    """The text and tables of a PDF. Raises Refusal, also where its pages are mere pictures."""
    try:
        pages = _pages(data, limits)
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # the parser lets through whatever broken bytes lead to
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise Refusal(RejectReason.PASSWORD_PROTECTED) from error
        raise damaged(_FORMAT, repr(error)) from error
    pictures = sum(page.is_picture for page in pages)
    if pictures and not any(page.items for page in pages):
        raise Refusal(RejectReason.NO_TEXT_LAYER, pages=pictures)
    return write(_flow(pages), "unicode", limits)


def _pages(data: bytes, limits: Limits) -> list[_Page]:
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data:
        raise damaged(_FORMAT, "its end is missing")
    document = pdfplumber.open(
        io.BytesIO(data)
    )  # never closed: that would read every page, of a refused one too
    numbers = chain.from_iterable(xref.get_objids() for xref in document.doc.xrefs)
    if next(islice(numbers, limits.max_pdf_objects, None), None) is not None:  # a damaged list may never end
        raise Refusal(RejectReason.TOO_MANY_OBJECTS, limit=limits.max_pdf_objects)
    pages = []
    for page in document.pages:
        pages.append(_Page(page))
        page.close()  # its objects take much more memory than its text
    if not pages:
        raise damaged(_FORMAT, "it has no pages")
    return pages


def _flow(pages: Sequence[_Page]) -> Iterator[Block]:
    """Paragraphs and tables over all pages: both may go on from one page to the next."""
    kept = without_furniture([(page.items, page.height) for page in pages])
    paragraph: list[TextLine] = []
    table: PageTable | None = None
    gutter: float | None = None
    for items, page in zip(kept, pages, strict=True):
        gutter = page.gutter or gutter
        margins = _margins([item for item in items if isinstance(item, TextLine)], page, gutter)
        for item in items:
            if isinstance(item, PageTable):
                yield from _written(paragraph)
                paragraph = []
                if table is not None and table.goes_on_in(item):
                    table = table.joined(item)
                else:
                    yield from _grid(table)
                    table = item
            else:
                yield from _grid(table)
                table = None
                if paragraph and not joins(paragraph, item, margins):
                    yield from _written(paragraph)
                    paragraph = []
                paragraph.append(item)
    yield from _written(paragraph)
    yield from _grid(table)


def _margins(lines: Sequence[TextLine], page: _Page, gutter: float | None) -> Margins:
    """The margins of a page, or of its columns, which end before `gutter`: the last page may have a left one only."""
    in_columns = [line for line in lines if gutter is not None and line.x1 <= gutter + 1]
    if gutter is not None and (page.gutter or len(in_columns) == len(lines)):
        return Margins.of(in_columns, gutter)
    return Margins.of(lines, page.width)


def _grid(table: PageTable | None) -> Iterator[Grid]:
    if table is not None:
        yield table.grid()


def _written(lines: Sequence[TextLine]) -> Iterator[str]:
    text = ""
    for line in lines:
        is_word = _BETWEEN_LETTERS.search(text) and line.text[:1].isascii() and line.text[:1].isalpha()
        text += (" " if is_word else "") + line.text
    if text:
        yield text
