"""Tells the report in a web page from what surrounds it, and reads what the page says about itself.

Which class names mean navigation, which the text, and which meta elements and labels hold title, date and
issuing body stands in `ingest/vocabulary/page_mark.csv`; the names are those of the national rules for
government sites and of the content systems that these sites run on.
"""

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from ingest.vocabulary.reading import read_vocabulary

_NEVER_TEXT = (
    *("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "iframe", "frame"),
    *("frameset", "object", "embed", "applet", "svg", "canvas", "video", "audio", "button", "select"),
    *("textarea", "input", "datalist", "dialog", "map", "head", "link", "meta"),
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOKEN = re.compile(r"[^a-z0-9]+")
_CONTAINERS = frozenset({"body", "div", "main", "article", "section", "form", "center"})
_LISTS = frozenset({"div", "ul", "ol", "dl", "p", "section", "table"})
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})|(?P<mm>\d\d)(?P<dd>\d\d)(?!\d))"
)
_BODY_NAME = r"[\u4e00-\u9fff（）()]{2,30}"
_SITE = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]*$")
_MOST_OF_PAGE = 0.5  # whatever holds as much is the text, whatever it is called
_NEARLY_ALL = 0.85
_LINK_SHARE, _FEWEST_LINKS = 0.6, 3


def main_content(page: etree._Element) -> etree._Element:
    """The element that holds the report. The page is changed: what is no text is taken out of it."""
    body = page.find("body")
    body = page if body is None else body
    for element in list(body.iter(*_NEVER_TEXT)):
        _drop(element)
    sizes = _sizes(body)
    whole = sizes[body][0]
    for element in list(body.iter(etree.Element)):
        if element is not body and _is_boilerplate(element) and sizes[element][0] < _MOST_OF_PAGE * whole:
            _drop(element)
    sizes = _sizes(body)
    for element in list(body.iter(*_LISTS)):
        length, linked, links = sizes[element]
        if links >= _FEWEST_LINKS and linked > _LINK_SHARE * length and length < _MOST_OF_PAGE * whole:
            _drop(element)
    return _narrowest(body)


def page_facts(page: etree._Element, words: str) -> Iterator[str]:
    """Title, issuing body and date as the page's own data give them, each a line, unless `words` hold it."""
    solid = "".join(words.split())
    title = _meta(page, "title") or _SITE.sub("", "".join(page.xpath("string(//title)")).strip())
    if title and "".join(title.split()) not in solid:
        yield title
    issuer = _meta(page, "issued_by") or _labelled(page, "issued_by_label", _BODY_NAME, solid)
    if issuer:
        yield f"发布机构：{issuer}"
    date = _DATE.search(
        _meta(page, "published_on") or _labelled(page, "published_on_label", _DATE.pattern, solid)
    )
    if date:
        month, day = date["month"] or date["mm"], date["day"] or date["dd"]
        yield f"发布日期：{date['year']}-{int(month):02d}-{int(day):02d}"


def _labelled(page: etree._Element, role: str, value: str, solid: str) -> str:
    """What stands beside a label of the role, such as 来源, outside of the text; empty where nothing does."""
    pattern = rf"(?<![\u4e00-\u9fff])(?:{'|'.join(_words(role))})\s*[:：]\s*({value})"
    found = re.finditer(pattern, " ".join(page.itertext()))
    return next((one[1] for one in found if "".join(one[0].split()) not in solid), "")


def _meta(page: etree._Element, role: str) -> str:
    """The content of the first meta element whose name has the role; empty where there is none."""
    given = {
        (element.get("name") or element.get("property") or "").strip().lower(): element.get("content") or ""
        for element in page.iter("meta")
    }
    return next((" ".join(given[name].split()) for name in _words(role) if given.get(name, "").strip()), "")


def _is_boilerplate(element: etree._Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in _ROLES or _HIDDEN.search(element.get("style") or ""):
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return not _words("boilerplate").keys().isdisjoint(_TOKEN.split(marks))


def _narrowest(body: etree._Element) -> etree._Element:
    """The text's own container where it is marked; else the deepest one that holds nearly everything."""
    sizes = _sizes(body)
    whole = sizes[body][0]
    marked = [
        element
        for element in body.iter(*_CONTAINERS)
        if not _words("content")
        .keys()
        .isdisjoint(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())
    ]
    best = max(marked, key=lambda element: sizes[element][0], default=None)
    if best is not None and sizes[best][0] >= _MOST_OF_PAGE * whole:
        return best
    node = body
    while True:
        inner = [child for child in node if child.tag in _CONTAINERS]
        widest = max(inner, key=lambda child: sizes[child][0], default=None)
        if widest is None or sizes[widest][0] < _NEARLY_ALL * sizes[node][0]:
            return node
        node = widest


def _sizes(body: etree._Element) -> dict[etree._Element, tuple[int, int, int]]:
    """(characters, characters within links, links) of each element, tails left out."""
    sizes: dict[etree._Element, tuple[int, int, int]] = {}
    for element in reversed(list(body.iter(etree.Element))):
        length = len("".join((element.text or "").split()))
        linked = links = 0
        for child in element:
            inner = sizes.get(child, (0, 0, 0))
            length += inner[0] + len("".join((child.tail or "").split()))
            linked += inner[1]
            links += inner[2]
        sizes[element] = (
            (length, length, 1)
            if element.tag == "a" and element.get("href")
            else (
                length,
                linked,
                links,
            )
        )
    return sizes


def _drop(element: etree._Element) -> None:
    """Takes an element out and leaves the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


@cache
def _words(role: str) -> dict[str, None]:
    """The words of a role, in the order of the list."""
    return dict.fromkeys(row["word"] for row in read_vocabulary("page_mark") if row["role"] == role)
