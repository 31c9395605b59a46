"""Reads the words round a number: its sentence, its year, and what it counts."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from ingest.indicators.terms import claim_words
from ingest.structure.numbers import Number
from ingest.vocabulary.patterns import any_of

QUANTITIES = frozenset(
    {"count", "money", "foreign_money", "unit_cost", "percent", "points", "times", "duration", "score"}
)

_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?\n]?|[。;!?\n]")
_CLAUSE_MARKS = "，,。;!?:"
_YEAR = re.compile(r"^(?:截至|截止|至|到)?(20\d\d)年")
_LONGEST_NAME = 40
_LONG = 16
_MANY_NAMES = 100
_SELF = re.compile(r"^(?:我|本)(?:局|委|办|院|馆|站|所|镇|乡|校|会|中心|街道|单位|部门|机关)")
_ABOUT = re.compile(r"^(?:余|多|以[上下内]|之?内|左右|的|\(?含\)?)+")
_PLAIN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*分?\s*")
_BRACKETED = re.compile(r"\([^()]*\)")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_TWO_CJK = re.compile(r"[\u4e00-\u9fff][^\u4e00-\u9fff]*[\u4e00-\u9fff]")
_JUNK = " 、，,.:;-—~|\"'≥≤<>=+"


@lru_cache(16)  # several readers ask for those of one paragraph
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence of folded `text`; together they cover it."""
    return tuple(match.span() for match in _SENTENCE.finditer(text))


def sentence_at(text: str, position: int) -> str:
    """The sentence of folded `text` that holds `position`."""
    spans = sentences(text)
    return text[slice(*spans[bisect_right(spans, (position, len(text))) - 1])]


def with_numbers(
    spans: Iterable[tuple[int, int]], numbers: Sequence[Number]
) -> Iterator[tuple[int, int, range]]:
    """(start, end, indices of its numbers) of each of the `spans`, which follow one another like the numbers."""
    first = 0
    for start, end in spans:
        while first < len(numbers) and numbers[first].start < start:
            first += 1
        last = first
        while last < len(numbers) and numbers[last].start < end:
            last += 1
        yield start, end, range(first, last)
        first = last


@lru_cache(16)
def _one_mark(text: str) -> str:
    """`text` with a line feed for every clause mark, so that one search finds the nearest of them."""
    for mark in _CLAUSE_MARKS:
        text = text.replace(mark, "\n")
    return text


def clause_start(text: str, position: int, floor: int = 0) -> int:
    """Where the clause that holds `position` begins, not before `floor`. A bracket round it bounds it."""
    start = max(floor, _one_mark(text).rfind("\n", floor, position) + 1)
    if text.rfind("(", start, position) < 0:
        return start
    opened = 0
    for at in range(position - 1, start - 1, -1):
        if text[at] == ")":
            opened += 1
        elif text[at] == "(":
            if not opened:
                return at + 1
            opened -= 1
    return start


def clause_end(text: str, position: int, ceiling: int) -> int:
    """Where the clause that holds `position` ends, not after `ceiling`."""
    mark = _one_mark(text).find("\n", position, ceiling)
    end = mark if mark >= 0 else ceiling
    closed = text.find(")", position, end)
    return end if closed < 0 or text.find("(", position, closed) >= 0 else closed


def year_of(text: str, sentence: int, position: int) -> int | None:
    """The year that the clause of `position`, or else its sentence, begins with."""
    for start in (clause_start(text, position, sentence), sentence):
        if match := _YEAR.match(text[start:position].lstrip()):
            return int(match[1])
    return None


def moved_from(text: str, numbers: Sequence[Number], index: int, sentence: int) -> tuple[int, int] | None:
    """The words of what moved to `numbers[index]` from the number before it, as (start, end) of them.

    由上年的12亿元增加到18亿元 states the second number; the first is a level of another time.
    """
    if not 0 < index < len(numbers):
        return None
    before, number = numbers[index - 1], numbers[index]
    if before.unit != number.unit or not _moves().fullmatch(text, before.unit_end, number.start):
        return None
    start = clause_start(text, before.start, sentence)
    end = max(text.rfind("由", start, before.start), text.rfind("从", start, before.start))
    return (start, end) if end >= 0 else None


def name_of(text: str, number: Number, floor: int, ceiling: int) -> str:
    """What `number` counts, in the words of its own clause between `floor` and `ceiling`.

    `floor` is the end of the quantity before it and `ceiling` the start of the one after, where they
    stand in the same sentence. Empty where the clause has no words of its own (达到320家).
    """
    before = _words_before(text[clause_start(text, number.start, floor) : number.start])
    after = _words_after(text[number.unit_end : clause_end(text, number.unit_end, ceiling)])
    if len(before) > _LONG and "等" in before:  # examples, then what they are examples of
        kind = before[before.rindex("等") + 1 :]
        if meaningful(kind) or after:
            verb = leading_verb().match(before)
            before = (verb[0] if verb else "") + kind
    name = before + after if len(before) + len(after) <= _LONGEST_NAME else before or after
    if name.count('"') % 2:
        name = name.replace('"', "")
    return name if len(name) <= _LONGEST_NAME else name[-_LONGEST_NAME:].lstrip(_JUNK)


def trim(words: str) -> str:
    """`words` without what introduces or ends a claim (其中, 全年, 共, 达到, years, list marks)."""
    if "(" in words:
        words = _BRACKETED.sub("", words)
    words = words.strip(_JUNK)
    lead, trail = _edges()
    if ending := trail.match(words[::-1]):
        words = words[: len(words) - ending.end()]
    if opening := lead.match(words):
        words = words[opening.end() :]
    return words.strip(_JUNK)


def without_own_name(words: str, own_names: Sequence[str]) -> str:
    """`words` without the department's own name, or 我局 and the like, before them."""
    if words.startswith(tuple(own_names)):
        own = next(name for name in own_names if words.startswith(name))
        rest = trim(words[len(own) :])
    else:
        rest = trim(_SELF.sub("", words))
    return rest if meaningful(rest) else words


def _words_before(words: str) -> str:
    if words.endswith(("、", "和", "及", "与", "以及")):
        return ""  # what the list before this number was about
    if words.endswith("等"):
        return trim(words) + "等"
    return trim(words)


def _words_after(words: str) -> str:
    if words.startswith(("、", "和", "及", "以及", "与", "第")):
        return ""  # the next thing of a list, or a rank
    words = trim(_ABOUT.sub("", words))
    return "" if leading_verb().fullmatch(words) or not _CJK.search(words) else words


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What introduces a claim, and what ends it: this read backwards, as a pattern finds beginnings fastest."""
    kept = any_of(claim_words("keep"))
    date = (
        r"\d{1,2}(?:[-—至~]\d{1,2})?月份?(?:\d{1,2}日)?"
        r"|(?:19|20)\d\d年(?:度|末|底|初)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末)?"
    )
    lead = rf"(?!{kept})(?:{date}|{any_of(claim_words('lead'))})[，,:\s]*"
    kept_backwards = any_of(word[::-1] for word in claim_words("keep"))
    trail = rf"(?!{kept_backwards})(?:{any_of(word[::-1] for word in claim_words('trail'))}|\s)"
    return re.compile(rf"(?:截至|截止|至|到|从|自)?(?:{lead})+"), re.compile(rf"(?:{trail})+")


@cache
def _moves() -> re.Pattern[str]:
    return re.compile(rf"(?:大幅|逐步|稳步|进一步)?(?:{any_of(claim_words('move'))})了?[到至为]")


@cache
def leading_verb() -> re.Pattern[str]:
    """Matches the verb that a list of counted things begins with (新增…3家、…4家)."""
    return re.compile(rf"^(?:成功|共|累计)?(?:{any_of(claim_words('verb'))})+了?")


def thing(name: str) -> str:
    """A name without the verb that it begins with."""
    return leading_verb().sub("", name) or name


@cache
def generic() -> re.Pattern[str]:
    """Matches a name that says only which number it is (总数, 占…比重), not of what."""
    return re.compile(rf"^(?:占.*|{any_of(claim_words('generic'))})$")


@cache
def never_claimed() -> re.Pattern[str]:
    """Matches names of what is no performance, such as offices within the department."""
    return re.compile(any_of(claim_words("never")))


def meaningful(name: str) -> bool:
    """Whether a name says anything: two Chinese characters or more."""
    return _TWO_CJK.search(name) is not None


class Names:
    """Many names, asked which of them another is like. What very many of them share tells none apart."""

    def __init__(self, names: Iterable[str]) -> None:
        self._pieces = [bigrams(thing(name)) for name in names]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for at, pieces in enumerate(self._pieces):
            for piece in pieces:
                self._holders[piece].append(at)

    def like(self, name: str, least: float) -> Iterator[tuple[int, float]]:
        """(position, likeness) of those that are at least so like `name`, in order."""
        own = bigrams(thing(name))
        holders = (self._holders.get(piece, ()) for piece in own)
        for at in sorted({at for some in holders if len(some) <= _MANY_NAMES for at in some}):
            other = self._pieces[at]
            alike = len(own & other) / min(len(own), len(other))
            if alike >= least:
                yield at, alike


def bigrams(words: str) -> set[str]:
    """The two-character pieces of `words`."""
    return {words[i : i + 2] for i in range(len(words) - 1)}


def likeness(left: str, right: str) -> float:
    """Share of the shorter text's two-character pieces that the other has, 0 to 1."""
    a, b = bigrams(left), bigrams(right)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def neighbours(numbers: Sequence[Number], index: int, start: int, end: int) -> tuple[int, int]:
    """(end of the number before, start of the number after) `numbers[index]`, within start and end."""
    floor = max(start, numbers[index - 1].unit_end) if index else start
    ceiling = min(end, numbers[index + 1].start) if index + 1 < len(numbers) else end
    return floor, ceiling


def plain(cell: str) -> Decimal | None:
    """The value of a cell that holds one number and nothing else (分 allowed), else None."""
    match = _PLAIN.fullmatch(cell)
    return Decimal(match[1]) if match else None
