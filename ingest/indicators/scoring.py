"""Scoring lines in prose: full mark and score, and the criterion that they are said of.

预算编制，指标分值5分，自评得分4分; “培训人数”指标满分5分，得5分; 立项程序(4分)：…，该项得3分.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ingest.indicators.terms import bare, level_of
from ingest.indicators.wording import meaningful, sentences, without_own_name
from ingest.structure.model import Block, Heading, Paragraph

_N = r"\d{1,2}(?:\.\d{1,2})?(?![\d.%‰])"
_WEIGHT_WORD = r"(?:满分|分值|权重分?|标准分|基准分|赋分|配分|应得分)"
_SELF = r"(?:自评|自我评价|自查|实际|评价|评定|本次|综合|最终|最后|计算|考核|单位|本项|该项|此项|该?指标|应|共|合计)*"
_WEIGHT = re.compile(
    rf"(?:(?:该|本|此)?(?:项|指标)*(?:总|标准|权重)?{_WEIGHT_WORD}值?(?:为|是|计|共计?|:|\()*(?P<said>{_N})(?:分|(?=[，,;、)。]|$))"
    rf"|(?<=[\u4e00-\u9fff\"])\({_WEIGHT_WORD}?(?:为|:)?(?P<bracketed>{_N})分(?=[，,、;:)])"
    rf"|(?<=[^\d.得扣计每各为约加减共=×])(?P<bare>{_N})分(?=[，,、;]?{_SELF}(?:得分?|实得分?|自评分?)(?:为|:)?\d))"
)
_REVERSED = re.compile(
    rf"{_SELF}(?:得分?|实得分?|自评分?|评分)(?:为|是|:)?(?P<score>{_N})分?[，,(](?:该项|指标|总|标准)*{_WEIGHT_WORD}值?(?:为|:)?$"
)
# Strong: nothing but a score is so called. Weak: 得3分, which a criterion says too (制度健全得3分).
_STRONG = re.compile(
    rf"{_SELF}(?:(?<=自评)|得分|实得分?|自评分|评分|打分|(?:计算|综合|最终|最后|实际|自评|[本该此]项|指标)得)(?:为|是|:|了|共)*(?P<score>{_N})(?:分|(?=[，,;。、)]|$))"
)
_WEAK = re.compile(rf"(?P<words>[^，,。;:()]*?)(?:得|计|评)(?:(?P<score>{_N})分|(?P<full>满分))")
_NO_WORDS = re.compile(r"(?:故|因此|据此|共|应|可|自评|实际|综合|予以|给予|酌情)*$")
_NOTHING_LOST = re.compile(r"(?:不|未|无)扣分|不予扣分")
_LOST = re.compile(rf"(?<!每)(?:扣减?|扣除)(?P<lost>{_N})分")
_CRITERION = re.compile(r"每|否则|扣完|不得分|按比例|按照?.{0,6}比例|的[，,]?[得计]|扣至")
_POINTLESS = re.compile(
    r"^(?:[该本此各]?(?:个|一|二|三|级|项)*(?:考核|评价|绩效)?(?:指标|目标|任务|内容|部分|因素)?\d*|其中|自评|评分|得分)?(?:的|总|共)?$"
)
_SAYS_WHY = re.compile(r"^(?:根据|按照?|依据|经|因|由于|通过|对照|鉴于|综上|所以|故|本次|我)")
_QUOTED = re.compile(r'"([^"]{2,40})"(?:这一|该)?(?:三级|二级)?(?:指标|$)')
_FROM_NUMBER = re.compile(r"(?:为|是|达到?)?[\d.]+(?:%|分).*$")
_TITLE = re.compile(r"[^，,。;:]{2,30}(?=[。:])")
_CLAUSE = re.compile(r"[，,;:。]")
_LONGEST_NAME = 30
_WHOLE = 100
IN_PROSE = 0  # the sheet number of all lines that prose tells; the sheets in tables count from 1
_FEW_PARAGRAPHS = 3  # between a heading with the full mark and the sentence with its score


class Mark(NamedTuple):
    """A score out of a full mark, said of `name`.

    text[begin:end] of the paragraph is what speaks of it, where the line stands in one paragraph;
    text[at:end_of_number] is the number of the score.
    """

    name: str
    weight: Decimal
    score: Decimal
    begin: int
    end: int
    at: tuple[int, int]
    evidence: str


def marks_of(blocks: Sequence[Block]) -> dict[int, list[Mark]]:
    """The scoring lines of the paragraphs, by the start of the paragraph that has the score; no subtotals."""
    found: list[tuple[Paragraph, list[Mark]]] = []
    pending: tuple[Paragraph, re.Match[str], int] | None = None
    for block in blocks:
        if not isinstance(block, Paragraph) or "分" not in block.text:
            continue
        text = block.text
        weights = [match for match in _WEIGHT.finditer(text) if _value(match) < _WHOLE]
        if pending is not None and not weights:
            heading, weight, left = pending
            if mark := _mark_across(heading, weight, block):
                found.append((block, [mark]))
                pending = None
            else:
                pending = (heading, weight, left - 1) if left > 1 else None
            continue
        marks = list(_marks(block, weights))
        found.append((block, marks))
        pending = (block, weights[0], _FEW_PARAGRAPHS) if len(weights) == 1 and not marks else None
    lines: dict[int, list[Mark]] = {}
    scored: set[tuple[Heading, ...]] = set()  # stacks of headings that scores further down stand under
    for paragraph, marks in reversed(found):
        is_above = paragraph.headings in scored
        kept = [mark for mark in marks if not (is_above and _in_heading(paragraph, mark))]
        if kept:
            lines[paragraph.start] = kept
        if marks:
            stack = paragraph.headings
            scored.update(stack[:depth] for depth in range(1, len(stack) + 1))
    return dict(reversed(lines.items()))


def levels_of(headings: Sequence[Heading]) -> tuple[str | None, str | None]:
    """First and second level that prose stands under, where its headings are well-known levels (数量指标)."""
    found: dict[int, str] = {}
    for heading in headings:
        if known := level_of(heading.text):
            level, parent = known
            found[level] = bare(heading.text)
            if level > 1 and parent:
                found.setdefault(1, parent)
    return found.get(1), found.get(2)


def _in_heading(paragraph: Paragraph, mark: Mark) -> bool:
    """Whether the mark stands in the heading that begins the paragraph."""
    heading = paragraph.headings[-1].text
    at = paragraph.text.find(heading)
    return 0 <= at <= mark.begin + len(heading) and mark.end <= at + len(heading) + 1


def _marks(paragraph: Paragraph, weights: list[re.Match[str]]) -> Iterator[Mark]:
    text = paragraph.text
    starts = [start for start, _ in sentences(text)]
    floor = 0
    for number, weight in enumerate(weights):
        ceiling = weights[number + 1].start() if number + 1 < len(weights) else len(text)
        begin = max(floor, starts[bisect_right(starts, weight.start()) - 1])
        said_before = _REVERSED.search(text, begin, weight.start(weight.lastgroup or 0))
        if said_before:
            score_at = said_before.span("score")
            scored: tuple[Decimal, tuple[int, int]] | None = Decimal(said_before["score"]), score_at
        else:
            scored = _score(text, weight.end(), ceiling, _value(weight))
        if scored is None:
            floor = weight.end()
            continue
        score, at = scored
        name = subject(text, begin, (said_before or weight).start(), paragraph.headings)
        if name and score <= _value(weight):
            end = max(weight.end(), at[1] + text.startswith("分", at[1]))
            yield Mark(name, _value(weight), score, begin, end, at, text[begin:end].strip("，,;。 "))
            floor = end


def _mark_across(heading: Paragraph, weight: re.Match[str], paragraph: Paragraph) -> Mark | None:
    """A full mark in a heading, and its score in a paragraph under it."""
    if paragraph.headings[: len(heading.headings)] != heading.headings:
        return None
    scored = _score(paragraph.text, 0, len(paragraph.text), _value(weight))
    name = subject(heading.text, 0, weight.start(), heading.headings)
    if scored is None or not name or scored[0] > _value(weight):
        return None
    score, at = scored
    return Mark(name, _value(weight), score, at[0], at[1], at, f"{heading.text} {paragraph.text}")


def _score(text: str, start: int, end: int, full: Decimal) -> tuple[Decimal, tuple[int, int]] | None:
    """The score between a full mark and the next one, and where its number stands; the last one said counts."""
    strong = [match for match in _STRONG.finditer(text, start, end) if not _of_whole(text, match.start())]
    if strong:
        return Decimal(strong[-1]["score"]), strong[-1].span("score")
    weak = [*_WEAK.finditer(text, start, end)]
    is_criterion = _CRITERION.search(text, start, end) is not None
    plain = [match for match in weak if _NO_WORDS.match(match["words"])]
    if not plain and not is_criterion and len(weak) == 1:
        plain = weak
    if plain:
        last = plain[-1]
        return (full, last.span("full")) if last["full"] else (Decimal(last["score"]), last.span("score"))
    if is_criterion:
        return None
    if nothing := _NOTHING_LOST.search(text, start, end):
        return full, nothing.span()
    lost = [*_LOST.finditer(text, start, end)]
    if lost:
        return full - sum(Decimal(match["lost"]) for match in lost), lost[-1].span("lost")
    return None


def _of_whole(text: str, position: int) -> bool:
    """Whether a score is that of the whole report: 综合以上，整体支出绩效自评得分95分."""
    return (
        re.search(r"(?:整体|总体|综上|以上各项)[^，,。;]*$", text[max(0, position - 30) : position])
        is not None
    )


def subject(text: str, begin: int, end: int, headings: Sequence[Heading]) -> str:
    """What is said at `end` of a sentence that begins at `begin` is said of: the words before it, their label, or the title that they stand under."""
    region = text[begin:end].rstrip("，,;:(、")
    if quoted := [*_QUOTED.finditer(region)]:
        return quoted[-1][1]
    clauses = [bare(clause.strip('"')) for clause in _CLAUSE.split(region)]
    own = re.sub(r"(?:这一|该|本|三级|二级)?指标的?$", "", clauses[-1])
    label = next((bare(words) for words in region.split(":")[:-1][:1]), "")
    title = _TITLE.match(text) if begin else None
    heading = headings[-1].text if headings else ""
    is_own = text[begin:end].rstrip("(") == region  # nothing parts the last clause from the full mark
    named = (own if is_own else "", label)
    first = without_own_name(_FROM_NUMBER.sub("", clauses[0]), ())
    fallbacks = (bare(title[0]) if title else "", first, *clauses[1:], bare(_CLAUSE.split(heading)[0]))
    return next((name for name in (*named, *fallbacks) if _is_name(name)), "")


def _is_name(words: str) -> bool:
    return (
        meaningful(words)
        and len(words) <= _LONGEST_NAME
        and not _POINTLESS.match(words)
        and not _SAYS_WHY.match(words)
    )


def _value(weight: re.Match[str]) -> Decimal:
    return Decimal(weight["said"] or weight["bracketed"] or weight["bare"])
