"""The lines of a report, and what kind of text each belongs to."""

import re
from enum import Enum
from typing import NamedTuple

# A line of a table of contents; Word leaves its field codes where the page numbers were.
CONTENTS_LINE = re.compile(r"(?:\.{4,}|…{2,}|-{5,}|—{4,}|·{4,}|_{4,}|PAGEREF).*\d$|HYPERLINK")
_NO_CSV = re.compile(r"[。;，]|^[\d,.]+$")
# Fields parted by blanks, as a printed table leaves them: 咨询费 6.00 6.00. No sentence, and no word set wide.
_SPACED = re.compile(r"[^\s。;，]{1,30}(?: +[^\s。;，]{1,30}){1,15}")
# Fields that two blanks or more part, as columns set in a fixed pitch leave them; a field may hold single blanks.
_PITCHED = re.compile(r"[^\s。;，]+(?: [^\s。;，]+)*(?: {2,}[^\s。;，]+(?: [^\s。;，]+)*){1,15}")
_NO_FIELD = re.compile(r"(?:^| )(?:[\u4e00-\u9fff](?: |$)|[万亿千]?元|[年月日%、,:]|[(]\S*$)|:$")


class LineKind(Enum):
    """BLANK; CELL begins with a tab; ROW holds several cells; PLAIN is anything else."""

    BLANK = 0
    PLAIN = 1
    CELL = 2
    ROW = 3


class Line(NamedTuple):
    """One line of folded text: text[start:end], without its line feed. `words` is it stripped."""

    words: str
    start: int
    end: int
    kind: LineKind
    separator: str = ""  # what parts the cells of a ROW: tab, |, a comma, blanks; two blanks for two or more
    is_indented: bool = False  # begins with two blanks or more

    @property
    def is_blank(self) -> bool:
        return self.kind is LineKind.BLANK

    @property
    def is_cell(self) -> bool:
        return self.kind is LineKind.CELL

    @property
    def is_plain(self) -> bool:
        """Neither cell nor row: prose, or a blank line."""
        return self.kind is LineKind.PLAIN or self.kind is LineKind.BLANK


def split_lines(text: str) -> list[Line]:
    """The lines of folded `text`."""
    lines = []
    start = 0
    plain, blank = LineKind.PLAIN, LineKind.BLANK  # looking up a member of an enumeration is slow
    for raw in text.split("\n"):
        end = start + len(raw)
        words = raw.strip()
        kind, separator = plain if words else blank, ""
        if "\t" in raw:
            if "\t" in words:
                kind, separator = LineKind.ROW, "\t"
            elif raw.lstrip(" ")[0] == "\t":
                kind = LineKind.CELL
        elif "|" in words:
            kind, separator = LineKind.ROW, "|"
        elif "  " in words and _PITCHED.fullmatch(words):
            kind, separator = LineKind.ROW, "  "
        elif words.count(",") > 1 and not _NO_CSV.search(words):
            kind, separator = LineKind.ROW, ","
        elif " " in words and _SPACED.fullmatch(words) and not _NO_FIELD.search(words):
            kind, separator = LineKind.ROW, " "
        if separator and words[-1].isdigit() and CONTENTS_LINE.search(words):
            kind, separator = plain, ""
        lines.append(Line(words, start, end, kind, separator, raw.startswith("  ")))
        start = end + 1
    return lines
