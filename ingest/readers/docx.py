"""Word documents (.docx): paragraphs, tables with merged cells, text boxes and footnotes, in order.

Deleted text, hidden text, field codes, comments, page headers and footers are left out. Macros, remote
templates and pictures are never touched: only the parts named below are read.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.limits import Limits
from ingest.readers.blocks import Block, Grid, GridCell, Reading, write
from ingest.readers.container import Container, attribute, local_name, open_container, whole_number
from ingest.readers.docx_numbering import Numbering

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELATIONS = "_rels/.rels"  # names the main part: Word in a browser calls it word/document2.xml
_MAIN = "/officeDocument"  # the end of the type of that relation
_MAIN_PART = "word/document.xml"
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_NUMBERING = "word/numbering.xml"
_STYLES = "word/styles.xml"
_FORMAT = "Word document"
_WIDEST_SPAN = 200
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "sectPr"})
_LEFT_OUT_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read(data: bytes, limits: Limits) -> Reading:
    """The text and tables of a Word document. Raises Refusal."""
    with open_container(data, _FORMAT, limits) as container:
        return write(_blocks(container), "utf-8", limits)


def _blocks(container: Container) -> Iterator[Block]:
    numbering = Numbering.of(
        *(container.xml(part) if part in container.names else None for part in (_NUMBERING, _STYLES))
    )
    body = _child(container.xml(_main_part(container)), "body")
    if body is not None:
        yield from _flow(body, numbering)
    for part, kind in _NOTES:
        if part in container.names:
            for note in container.xml(part):
                if local_name(note) == kind and attribute(note, "type") not in _LEFT_OUT_NOTES:
                    yield from _flow(note, numbering)


def _main_part(container: Container) -> str:
    """The part that the container's relations name; the usual one where they name none that is there."""
    if _RELATIONS in container.names:
        for relation in container.xml(_RELATIONS):
            target = (attribute(relation, "Target") or "").lstrip("/")
            if (attribute(relation, "Type") or "").endswith(_MAIN) and target in container.names:
                return target
    return _MAIN_PART


def _flow(parent: etree._Element, numbering: Numbering) -> Iterator[Block]:
    """The paragraphs and tables of a body, cell, text box or note."""
    for element in parent:
        name = local_name(element)
        if name == "p":
            yield from _paragraph(element, numbering)
        elif name == "tbl":
            yield _table(element, numbering)
        elif name not in _SKIPPED:  # content controls, custom XML and inserted blocks only wrap others
            yield from _flow(element, numbering)


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> Iterator[Block]:
    """A paragraph, and behind it what its text boxes hold."""
    boxes: list[etree._Element] = []
    words = "".join(_text(paragraph, boxes)).strip()
    if words:
        yield numbering.label(paragraph) + words
    for box in boxes:
        yield from _flow(box, numbering)


def _text(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "txbxContent":
            boxes.append(child)
        elif name not in _SKIPPED and not (name == "r" and _is_hidden(child)):
            yield from _text(child, boxes)


def _is_hidden(run: etree._Element) -> bool:
    vanish = _child(_child(run, "rPr"), "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _table(table: etree._Element, numbering: Numbering) -> Grid:
    rows = [
        [*_blanks(row, "gridBefore"), *_cells(row, numbering), *_blanks(row, "gridAfter")]
        for row in _wrapped(table, "tr")
    ]
    width = max((sum(cell.colspan for cell in row) for row in rows), default=0)
    for row in rows:
        missing = width - sum(cell.colspan for cell in row)
        if missing and row:  # a short last row: its last cell reaches to the border
            row[-1].colspan += missing
    return Grid([row for row in rows if row])


def _cells(row: etree._Element, numbering: Numbering) -> Iterator[GridCell]:
    for cell in _wrapped(row, "tc"):
        properties = _child(cell, "tcPr")
        span = _number(_child(properties, "gridSpan"), 1)
        merge = _child(properties, "vMerge")
        continues = merge is not None and attribute(merge, "val") != "restart"
        content = [] if continues else list(_flow(cell, numbering))
        yield GridCell(content, max(1, min(span, _WIDEST_SPAN)), continues)


def _blanks(row: etree._Element, name: str) -> Iterator[GridCell]:
    """The grid columns that a row leaves out at its margin."""
    span = min(_number(_child(_child(row, "trPr"), name), 0), _WIDEST_SPAN)
    if span > 0:
        yield GridCell(colspan=span)


def _wrapped(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also within content controls; deleted ones left out."""
    for element in parent:
        found = local_name(element)
        if found == name:
            if _child(_child(element, "trPr"), "del") is None:
                yield element
        elif found in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _wrapped(element, name)


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    if parent is None:
        return None
    return next((child for child in parent if local_name(child) == name), None)


def _number(element: etree._Element | None, default: int) -> int:
    return whole_number(attribute(element, "val"), default)
