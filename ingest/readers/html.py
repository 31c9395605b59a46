"""Web pages: the main content without navigation and scripts, tables with their spans, and the page's own data.

Nothing is fetched and nothing is run: pictures, styles, frames and scripts are taken out unread.
"""

from collections.abc import Iterator

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from ingest.decode import Decoded, decode
from ingest.errors import Refusal
from ingest.limits import Limits
from ingest.readers.blocks import Block, Reading, SpanningCell, squared, write
from ingest.readers.container import damaged, whole_number
from ingest.readers.html_content import main_content, page_facts

MEDIA_TYPE = "text/html"
_FORMAT = "web page"
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
        ),
        *("i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr", "nobr"),
    }
)
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_WIDEST_SPAN, _DEEPEST_SPAN = 200, 65_534


def read(data: bytes, limits: Limits) -> Reading:
    """The main text and the tables of a web page. Raises Refusal."""
    decoded = decode(data)
    if not isinstance(decoded, Decoded):
        raise Refusal(decoded.reject, what=decoded.what)
    parser = HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        page = document_fromstring(decoded.text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise damaged(_FORMAT, error) from error
    fatal = [entry.message for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL]
    if fatal:  # the parser gave up, and what lies behind is lost
        raise damaged(_FORMAT, fatal[0])
    content = main_content(page)
    blocks = list(_flow(content))
    words = "".join(block for block in blocks if isinstance(block, str))
    return write([*page_facts(page, words), *blocks], decoded.encoding, limits)


def _flow(element: etree._Element) -> Iterator[Block]:
    """The paragraphs and tables within an element: inline elements run on, all others end a paragraph."""
    parts: list[str] = [element.text or ""]
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "br":
            yield from _paragraph(parts)
        elif name == "table":
            yield from _paragraph(parts)
            for caption in child.findall("caption"):
                yield from _flow(caption)
            yield squared(_rows(child))
        elif name == "pre":
            yield from _paragraph(parts)
            yield from "".join(child.itertext()).split("\n")
        elif name:
            inner = _flow(child)
            if name in _INLINE:
                yield from _run_on(parts, inner)
            else:
                yield from _paragraph(parts)
                yield from inner
        parts.append(child.tail or "")
    yield from _paragraph(parts)


def _run_on(parts: list[str], inner: Iterator[Block]) -> Iterator[Block]:
    """Takes an inline element's words into the paragraph; one that holds several blocks ends it between them."""
    held = list(inner)
    for block in held[:-1]:
        if isinstance(block, str):
            parts.append(block)
        yield from _paragraph(parts)
        if not isinstance(block, str):
            yield block
    for block in held[-1:]:
        if isinstance(block, str):
            parts.append(block)
        else:
            yield from _paragraph(parts)
            yield block


def _paragraph(parts: list[str]) -> Iterator[str]:
    """The words gathered so far, as one paragraph; the list is emptied."""
    words = " ".join("".join(parts).split())
    parts.clear()
    if words:
        yield words


def _rows(table: etree._Element) -> Iterator[list[SpanningCell]]:
    for child in table:
        if child.tag == "tr":
            yield [_cell(cell) for cell in child if cell.tag in ("td", "th")]
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _cell(cell: etree._Element) -> SpanningCell:
    return SpanningCell(
        list(_flow(cell)), _span(cell, "colspan", _WIDEST_SPAN), _span(cell, "rowspan", _DEEPEST_SPAN)
    )


def _span(cell: etree._Element, name: str, most: int) -> int:
    return max(1, min(whole_number((cell.get(name) or "").strip(), 1), most))
