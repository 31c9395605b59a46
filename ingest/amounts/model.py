"""What the amount extractor passes around: tokens, items, and figures in the making."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ingest.records import Figure, StatedRelation, UnreadNumber
from ingest.structure.numbers import Number
from ingest.vocabulary.vocabulary import Term

if TYPE_CHECKING:
    from ingest.amounts.state import State

SPENT = "=spent_by_default"
BUDGETED = "=budget_by_context"
AVAILABLE = "=available_by_parts"
_LONGEST_HEAD = 60
_NEW_CHAPTER = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|附[件表])|单位:\S{0,3}元"
)
_MARKS = re.compile(r"(?:\S{0,4}分值|\S{0,4}得分|权重|标准分|[一二三]级指标)(?:\(.*\))?")


class Token(NamedTuple):
    """One meaningful stretch of a paragraph. `kind` is item, measure, funding, cue, year, number or mark."""

    kind: str
    start: int
    end: int
    term: Term | None = None
    number: Number | None = None
    mark: str = ""


class Item(NamedTuple):
    """What an amount is about: a code for the hierarchy, and how the text names it."""

    code: str
    term: str | None  # NULL for a named project or anything else
    label: str

    def same(self, other: "Item") -> bool:
        """Whether both are one item, however it is worded."""
        return self.code == other.code and (
            (self.term is not None and other.term is not None) or self.label == other.label
        )

    @property
    def role(self) -> str | None:
        """`project.item` or `other` where no term decides the code."""
        return self.code if self.term is None else None


@dataclass(slots=True)
class Draft:
    """A figure in the making. `begin`/`end` count in the paragraph's or cell's source text."""

    rule: str
    item: Item
    measure: str  # measure term
    value: Decimal
    unit: str
    start: int  # offsets in the stored text
    end: int
    evidence: tuple[int, int]
    year: int | None = None
    funding: str | None = None
    budget_unit: str | None = None
    qualifier: str | None = None
    whole: "Draft | None" = None
    source_form: str = "narrative"
    explicit_item: bool = True  # the item stands in the label of the number itself
    explicit_measure: bool = True
    dropped: str | None = None  # why it turned out to be no figure (a sum, somebody else's money)
    amount_text: str = ""
    no: int = -1


class ForeignAmount(NamedTuple):
    """Money that is not the department's own (or no level of one year): left to the indicators."""

    start: int
    end: int
    number: Number
    reason: str


@dataclass(slots=True)
class Claim:
    """A stated relation in the making, with links to drafts instead of numbers."""

    relation: str
    start: int
    end: int
    value: Decimal | None
    unit: str | None
    direction: int | None
    evidence: tuple[int, int]
    figure: Draft | None = None
    base: Draft | None = None
    year: int | None = None
    base_year: int | None = None


@dataclass(slots=True)
class AmountResult:
    """Everything that the amount extractor says about one report."""

    figures: list[Figure] = field(default_factory=list)
    relations: list[StatedRelation] = field(default_factory=list)
    foreign: list[ForeignAmount] = field(default_factory=list)
    unread: list[UnreadNumber] = field(default_factory=list)


@dataclass(slots=True)
class Surroundings:
    """What the blocks read so far leave for those that follow."""

    project: Item | None = None  # the one project that the report or form is about
    listed: Draft | None = None  # figure whose parts the numbered paragraphs behind it list
    unit: str | None = None  # the unit that the report's prose uses, for tables that state none
    short_lines: list[str] = field(default_factory=list)  # since the last long paragraph

    is_scoring: bool = False  # heads of a scoring sheet stood above, in this chapter

    def note_line(self, text: str) -> None:
        """Remembers a short line, which may be the head of a table whose cells stand one a line."""
        if len(text) > _LONGEST_HEAD:
            self.short_lines.clear()
            return
        self.short_lines.append(text)
        self.note_mark(text)
        if _NEW_CHAPTER.search(text):
            self.is_scoring = False

    def note_mark(self, head: str) -> None:
        """Notes whether a head is one of a scoring sheet."""
        self.is_scoring |= _MARKS.fullmatch(head) is not None


@dataclass(slots=True)
class Findings:
    """What the readers of paragraphs and tables collect, in text order."""

    around: Surroundings = field(default_factory=Surroundings)
    drafts: list[Draft] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    foreign: list[ForeignAmount] = field(default_factory=list)
    unread: list[tuple[int, int, str, tuple[int, int]]] = field(default_factory=list)
    unfinished: "State | None" = None  # of the paragraph just read, for one that goes on with it
