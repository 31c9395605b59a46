"""The report as the header step reads it: lines and table cells without blanks, in text order."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from ingest.structure.fold import fold

# Two fields side by side on one line. The blank comes first, so that the scan leaps from blank to blank.
_WIDE_GAP = re.compile(r" (?<=\S{3} ) +(?=\S{3})")
_PART = re.compile(r"[^\n\t|]*[^\n\t| ][^\n\t|]*")


@dataclass(frozen=True)
class Pages:
    """`lines` are the folded lines and cells of a report, blanks removed, empty ones left out.

    `starts[i]` is the offset in the stored text where line i begins. `body` is all lines joined by
    line feeds, the text that header patterns search; `source_span` leads from it to the stored text.
    """

    text: str  # folded, with the offsets of the stored text
    stored: str
    lines: list[str]
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> "Pages":
        """Reads the stored text of a report."""
        folded = fold(text)
        parted = _WIDE_GAP.sub(lambda gap: "\t" * len(gap[0]), folded)
        parts = [(part.start(), part[0]) for part in _PART.finditer(parted)]
        lines = ["".join(part.split()) for _, part in parts]
        return cls(folded, text, lines, [start for start, _ in parts])

    @cached_property
    def body(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def _body_starts(self) -> list[int]:
        starts, position = [], 0
        for line in self.lines:
            starts.append(position)
            position += len(line) + 1
        return starts

    def source_span(self, begin: int, end: int) -> tuple[int, int]:
        """Offsets in the stored text of body[begin:end], which begins and ends with ink."""
        index = bisect_right(self._body_starts, begin) - 1
        skip = begin - self._body_starts[index]
        start = self._after_ink(self.starts[index], skip)
        ink = end - begin - self.body.count("\n", begin, end)
        return start, self._after_ink(start, ink - 1) + 1

    def as_written(self, words: str) -> str:
        """`words` of one or more lines with the widths, quotes and brackets of the stored text."""
        for number, line in enumerate(self.lines):
            begin = line.find(words[: len(line)])
            if begin >= 0 and "".join(self.lines[number : number + 5]).startswith(words, begin):
                start = self._after_ink(self.starts[number], begin)
                end = self._after_ink(start, len(words) - 1) + 1
                inked = zip(self.stored[start:end], self.text[start:end], strict=True)
                return "".join(written for written, folded in inked if not folded.isspace())
        return words  # from the file name

    def _after_ink(self, start: int, count: int) -> int:
        """Offset of the character that has `count` non-blank ones before it, counted from `start`."""
        while self.text[start].isspace():
            start += 1
        for _ in range(count):
            start += 1
            while self.text[start].isspace():
                start += 1
        return start
