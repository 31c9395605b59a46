"""What the structure step hands to the extractors: prose paragraphs and tables, in text order.

Strings here are *folded* (see `ingest.structure.fold`): widths and quotes are made uniform, one
character for one, so that patterns stay simple. Offsets always count in the stored text.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.structure.numbers import Number, find_numbers


class Heading(NamedTuple):
    """A section heading: its depth (1 = 一、, 2 = （一）, 3 = 1., 4 = (1)) and its words."""

    level: int
    text: str


class _Stretch:
    """Text that stands in the report from `start`: what paragraphs and cells have in common.

    `text` is compact; `offsets` maps each of its characters to the stored text, or is None where
    the text stands there unbroken from `start`.
    """

    __slots__ = ("_numbers",)

    text: str
    start: int
    offsets: list[int] | None
    _numbers: list[Number]

    @property
    def numbers(self) -> list[Number]:
        """The numbers of `text`, found once: several extractors and the accounts ask for them."""
        try:
            return self._numbers
        except AttributeError:
            self._numbers = find_numbers(self.text)
            return self._numbers

    def _share_numbers(self, other: "_Stretch") -> None:
        self._numbers = other.numbers

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Offsets in the stored text of `text[begin:end]` (end > begin)."""
        if self.offsets is None:
            return self.start + begin, self.start + end
        return self.offsets[begin], self.offsets[end - 1] + 1


@dataclass(slots=True)
class Paragraph(_Stretch):
    """One paragraph of prose, hard wraps rejoined and blanks taken out."""

    text: str
    start: int
    offsets: list[int] | None = None
    headings: tuple[Heading, ...] = ()  # the headings that it stands under, outermost first


@dataclass(slots=True)
class Cell(_Stretch):
    """One table cell; text[start:end] of the report is its source, with blanks and line ends."""

    text: str
    start: int
    end: int
    row: int
    column: int
    offsets: list[int] | None = None

    def as_paragraph(self, headings: tuple[Heading, ...]) -> Paragraph:
        """A cell of prose, read like a paragraph under `headings`."""
        paragraph = Paragraph(self.text, self.start, self.offsets, headings)
        paragraph._share_numbers(self)
        return paragraph


@dataclass(slots=True)
class Table:
    """A recovered grid.

    `header_paths[c]` are the header cells over column c, outermost first (spans applied).
    `rows` are the data rows, each a list of cells by column; None where no cell stands, and a cell
    without text where an empty one does. Label and value pairs of a form, and rows that do not fit the
    grid that they stand in, make tables of their own whose header paths are all empty.
    `header_cells` are the cells of the header rows (`row` counts these from 0, `column` is the first one
    covered) and of rows that only number the columns.
    `unit_text` is the money unit of the nearest caption above, such as 万元, or None.
    """

    rows: list[list[Cell | None]]
    header_paths: list[tuple[str, ...]]
    caption: str = ""  # the short line(s) directly above, folded and compact, one a line
    unit_text: str | None = None
    headings: tuple[Heading, ...] = ()
    header_cells: list[Cell] = field(default_factory=list)
    start: int = 0
    end: int = 0


Block = Paragraph | Table
