"""What the reader of prose remembers from clause to clause: subject, year, lists of parts, last figures."""

from dataclasses import dataclass, field

from ingest.amounts.model import Draft, Findings, ForeignAmount, Item, Token
from ingest.amounts.rules import periods
from ingest.amounts.rules.lists import Pairing
from ingest.amounts.rules.periods import Period
from ingest.amounts.scope import Scope
from ingest.context import ReportContext
from ingest.structure.model import Paragraph
from ingest.structure.numbers import Number
from ingest.vocabulary.vocabulary import Vocabulary


@dataclass(slots=True)
class Level:
    """One level of a list: the parts of `whole`, or the sentence itself (whole None)."""

    whole: Draft | None
    firsts: list[Draft] = field(default_factory=list)  # first figure of each item named at this level
    counts: list[int] = field(default_factory=list)  # how many figures each has
    in_bracket: bool = False
    by_source: bool = False  # 按来源分: the parts are sources of the whole

    def note(self, draft: Draft) -> None:
        """Counts a figure to its item."""
        if draft.explicit_item and not (self.firsts and self.firsts[-1].item.same(draft.item)):
            self.firsts.append(draft)
            self.counts.append(1)
        elif self.counts and self.firsts[-1].item.same(draft.item):
            self.counts[-1] += 1


@dataclass(slots=True)
class State:
    """The state of reading one paragraph. Offsets count in `text`, the stretch of it being read."""

    paragraph: Paragraph
    vocabulary: Vocabulary
    context: ReportContext
    found: Findings
    scope: Scope
    year: int | None
    subject: Item | None
    subject_is_stated: bool = False  # by a figure or a title, not merely by a heading
    text: str = ""
    base: int = 0  # where `text` begins in the paragraph
    periods: list[Period] = field(default_factory=list)  # that `text` names
    period: str | None = None  # that the paragraph before, which the sentence began in, was about
    # of the sentence
    sentence_start: int = 0
    evidence_end: int = 0
    others_scope: bool = False  # 全市, 全县 …: the sentence speaks of figures that are not the department's
    is_others: bool = False  # the sentence's subject is another body
    unit: str | None = None  # the budget unit that the sentence's subject is
    levels: list[Level] = field(default_factory=lambda: [Level(None)])
    last: Draft | None = None  # last figure of this sentence
    top: Draft | None = None  # figure that a 其中 at the head of the next sentence divides
    divided: Draft | None = None  # whole of the last list, which the next sentence may go on with
    mentioned: Item | None = None  # item that the sentence names without a level (接待费较上年减少…)
    pairing: Pairing | None = None
    topic: Item | None = None  # item that a clause without a number names (一是某项目，年初预算…)
    outer: tuple[Item | None] | None = None  # the subject before a list of ordinals (一是…二是…) took over
    is_unnamed_point: bool = False  # the ordinal at hand begins with words that nothing is known of
    point_depth: int = 0  # how many lists were open where the sentence's ordinals began
    against_budget: bool = False  # the number before is a budget that the next is compared with
    lists_subject: bool = False  # 主要用于 and its like stood there without a figure before
    drafts: list[Draft] = field(default_factory=list)
    before: tuple[Item | None, bool] = (None, False)  # subject as the sentence found it
    year_stated: int | None = None  # the year that the sentence ended with
    # of the label
    near: list[Token] = field(default_factory=list)
    earlier: list[Token] = field(default_factory=list)
    after_colon: bool = False
    label_start: int = 0
    bracket_start: int = 0
    said_until: int = 0  # words behind the last number that spoke of it end here

    @property
    def level(self) -> Level:
        """The innermost list."""
        return self.levels[-1]

    @property
    def whole(self) -> Draft | None:
        """The figure that the innermost list divides."""
        return self.levels[-1].whole

    @property
    def evidence(self) -> tuple[int, int]:
        """The sentence, as offsets in the stored text."""
        return self.span(self.sentence_start, max(self.evidence_end, self.sentence_start + 1))

    def measure_of(self, term: str) -> str:
        """The measure code of a term."""
        return self.vocabulary.measure_of(term)

    def is_weak(self, term: str) -> bool:
        """Whether a measure term says little by itself: 支出, 预算, or a default."""
        return term.startswith("=") or "weak" in self.vocabulary.terms[term].cues

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Offsets in the stored text of text[begin:end]."""
        return self.paragraph.span(self.base + begin, self.base + end)

    def parent_code(self) -> str:
        """The item code that a part named now would belong to."""
        if self.whole:
            return self.whole.item.code
        return self.subject.code if self.subject else "total"

    def in_name_list(self) -> bool:
        """Whether the department's own projects or classes are being listed."""
        if self.whole is None:
            return self.lists_subject and self.subject is not None and self.subject.code == "project"
        return self.whole.item.code.split(".")[0] in ("project", "function") and not self.whole.dropped

    def period_at(self, at: int) -> str | None:
        """Whether an amount at `at` is of part of a year, or of several."""
        before = self.period or self.scope.period
        return (
            periods.period_of(self.periods, self.text, self.label_start, at, before)
            if self.periods
            else before
        )

    def leave(self, number: Number, reason: str) -> None:
        """Leaves a number to the indicators."""
        self.found.foreign.append(ForeignAmount(*self.span(number.start, number.end), number, reason))

    def forget_bracket(self) -> None:
        """Leaves out what a bracket explains: 事业收入(学费、住宿费)98万元 is 事业收入."""
        start = self.bracket_start
        if any(t.start < start and t.kind in ("item", "measure", "funding") for t in self.near):
            self.near = [t for t in self.near if t.start < start or t.kind not in ("item", "cue")]

    def new_clause(self, start: int) -> None:
        """Ends a clause within a label."""
        self.earlier += self.near
        self.near, self.label_start = [], start

    def new_label(self, start: int) -> None:
        """Begins the label of the next number."""
        self.near, self.earlier, self.after_colon, self.label_start = [], [], False, start
