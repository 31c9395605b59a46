"""The numbers that Word puts before paragraphs of a list (一、 (二) 3.), which stand in no text."""

from collections import defaultdict

from lxml import etree

from ingest.readers.container import attribute, local_name, whole_number

_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
    }
)
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_UNNUMBERED = frozenset({"bullet", "none"})
_DEEPEST = 9


class _Level:
    """How one level of a list writes its numbers: `text` holds %1 for the number of the first level."""

    def __init__(self, element: etree._Element) -> None:
        values = {local_name(child): attribute(child, "val") or "" for child in element}
        self.start = whole_number(values.get("start"), 1)
        self.format = values.get("numFmt", "decimal")
        self.text = values.get("lvlText", "")


class Numbering:
    """Counts the paragraphs of every list in the order in which they are asked for."""

    def __init__(
        self,
        lists: dict[str, dict[int, _Level]],
        abstract: dict[str, str],
        styles: dict[str, tuple[str, int]],
    ) -> None:
        self._lists = lists  # id of a list -> its levels
        self._abstract = abstract  # id of a list -> id of the definition whose count it shares
        self._styles = styles  # paragraph style -> list and level
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    @classmethod
    def of(cls, numbering: etree._Element | None, styles: etree._Element | None) -> "Numbering":
        """The lists that the parts numbering.xml and styles.xml define; either may be missing."""
        definitions: dict[str, dict[int, _Level]] = {}
        abstract: dict[str, str] = {}
        for element in numbering if numbering is not None else ():
            name = local_name(element)
            if name == "abstractNum":
                levels = [child for child in element if local_name(child) == "lvl"]
                definitions[attribute(element, "abstractNumId") or ""] = {
                    depth: _Level(level) for depth, level in enumerate(levels)
                }
            elif name == "num":
                child = next((c for c in element if local_name(c) == "abstractNumId"), None)
                abstract[attribute(element, "numId") or ""] = attribute(child, "val") or ""
        lists = {number: definitions.get(definition, {}) for number, definition in abstract.items()}
        of_styles = {}
        for style in styles if styles is not None else ():
            found = _reference(style)
            if found is not None and local_name(style) == "style":
                of_styles[attribute(style, "styleId") or ""] = found
        return cls(lists, abstract, of_styles)

    def label(self, paragraph: etree._Element) -> str:
        """The number before a paragraph, counted on; empty where it has none."""
        found = _reference(paragraph)
        if found is None:
            found = self._styles.get(_style(paragraph))
        if found is None or found[0] not in self._lists:
            return ""
        number, depth = found
        levels = self._lists[number]
        level = levels.get(depth)
        if level is None or level.format in _UNNUMBERED:
            return ""
        counts = self._counts[self._abstract[number]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, _DEEPEST):
            counts.pop(deeper, None)
        text = level.text
        for upper in range(depth + 1):
            if f"%{upper + 1}" in text and upper in levels:
                count = counts.get(upper, levels[upper].start)
                text = text.replace(f"%{upper + 1}", _written(count, levels[upper].format))
        return text


def _reference(holder: etree._Element) -> tuple[str, int] | None:
    """The list and level that a paragraph or style names."""
    properties = next((c for c in holder if local_name(c) == "pPr"), None)
    for element in properties if properties is not None else ():
        if local_name(element) == "numPr":
            values = {local_name(child): attribute(child, "val") or "" for child in element}
            return values.get("numId", ""), whole_number(values.get("ilvl"), 0)
    return None


def _style(paragraph: etree._Element) -> str:
    properties = next((c for c in paragraph if local_name(c) == "pPr"), None)
    for element in properties if properties is not None else ():
        if local_name(element) == "pStyle":
            return attribute(element, "val") or ""
    return ""


def _written(number: int, form: str) -> str:
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
        return head + (_DIGITS[ones] if ones or not tens else "")
    if form in _CIRCLED and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)
