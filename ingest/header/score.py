"""The score and the grade that a department gives itself as a whole.

Scores of single criteria, of projects in a department's report, of last year, and of a third party
are none. Where two different scores remain that are equally well labelled, there is none.
"""

import re
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from ingest.header.pages import Pages
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import column, read_vocabulary


class SelfScore(NamedTuple):
    """`span` is where the score's number stands in the stored text."""

    score: Decimal | None
    grade: str | None
    span: tuple[int, int] | None


class _Found(NamedTuple):
    rank: int  # 1 = 自评得分 and the like, 2 = total row of a sheet, 3 = a mere 得分
    value: Decimal
    start: int
    end: int


def _wrapped(words: tuple[str, ...]) -> str:
    """The words, with a line end allowed within each of them."""
    return "|".join("\n?".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))


_RANK = {row["label"]: int(row["rank"]) for row in read_vocabulary("score_label")}
_NUMBER = r"(?P<number>(?:1[0-2][0-9]|[1-9][0-9])(?:\.[0-9]{1,2})?)(?![0-9.%‰])"
_WRAPPED_NUMBER = r"(?P<wrapped>[1-9]\n?[0-9](?:\n?\.\n?[0-9](?:\n?[0-9])?)?(?=\n?分))"
_SCORE = re.compile(
    rf"(?P<label>{_wrapped(tuple(_RANK))})(?:\n?\([^()\n]{{0,8}}\))?"
    rf"(?P<link>[\n:\"为是达到约共计得评定]{{0,5}})(?:\n?{_NUMBER}|{_WRAPPED_NUMBER})(?P<unit>\n?分(?![值钟项类]))?"
)
_TOTAL_ROW = re.compile(
    rf"(?:^|\n)(?:总\n?分|合\n?计|总\n?计|总得分|得分合计)(?:\((?:满分)?100分?\)|(?:\([^()\n]*\))?\n100(?:\.0+)?分?)"
    rf"(?:\n(?:[-—/]+|100(?:\.0+)?分?))*\n{_NUMBER}分?(?=\n|$)"
)
_PART_BEFORE = re.compile(r"(?<!\d)[1-9]?\d(?:\.\d+)?分[)]?[，,、;]?$")  # 管理效率50分，自评47分
_BY_REACH = {
    reach: re.compile(any_of(column("score_exclusion", "word", reach=reach)))
    for reach in ("sentence", "clause", "near")
}
_WHOLE = re.compile(r"整体|部门绩效|单位绩效|总体")
_SHEET_OF_PROJECT = re.compile(r"项目(?:支出)?(?:绩效)?自评表|项目名称|项目支出绩效|(?P<whole>整体)")
_OUTSIDER = re.compile(
    r"受[^。\n]{0,20}财政[^。\n]{0,10}委\n?托|评价机构:[^\n]{2,20}(?:公司|事务所)"
    r"|第三方(?:机构)?(?:评价|绩效评价)报告|财政(?:重点)?绩效评价报告"
)
_FIRM = re.compile(r"会计师事务所|(?:咨询|评估)(?:有限)(?:责任)?公司")
_COVER, _OPENING = 200, 1500  # characters
_GRADE = any_of(column("grade", "grade"))
_GRADE_END = r"(?=[等级档次]|[\n\"，。,;()、]?$|[\n\"，。,;)])"
_GRADE_AFTER = re.compile(
    rf"(?:等\n?级|等次|级别|档次|评级|结论|结果|评定|评价|评为|属于?|为|是|达到|[(\n:,，\"])\"?(?P<grade>{_GRADE}){_GRADE_END}"
)
_GRADE_ALONE = re.compile(
    rf"(?:自评|评价|绩效|综合|评定)(?:等级|等次|级别|档次|结论|结果)[:为是\n\"]{{1,3}}(?P<grade>{_GRADE}){_GRADE_END}"
)
_MARK_BEFORE = re.compile(rf"(?:[□☐☑√■✓](?:{_GRADE})){{2,}}")
_MARK_AFTER = re.compile(rf"(?:(?:{_GRADE})[□☐☑√■✓]){{2,}}")
_TICKS = "☑√■✓"
_TICK = f"[{_TICKS}]"
_SENTENCE_END = re.compile(r"[。;!]")
_CLAUSE_END = re.compile(r"[，,、:]")
_LEAST = 30  # an overall score is out of a hundred; below, it is one of a criterion
_FULL = 100
_BEFORE, _NEAR, _AFTER = 70, 10, 40


def find_self_score(pages: Pages, is_project: bool) -> SelfScore:
    """The document's own overall score and grade; each None where the document does not state it."""
    body = pages.body
    if _OUTSIDER.search(body, 0, _OPENING) or _FIRM.search(body, 0, _COVER):
        return SelfScore(None, None, None)
    score = _choose(_candidates(body, is_project), body)
    grade = _grade(body, score)
    if score is None:
        return SelfScore(None, grade, None)
    return SelfScore(score.value, grade, pages.source_span(score.start, score.end))


def _candidates(body: str, is_project: bool) -> list[_Found]:
    found = []
    for match in _SCORE.finditer(body):
        rank = _RANK[match["label"].replace("\n", "")]
        number = "number" if match["number"] else "wrapped"
        value = Decimal(match[number].replace("\n", ""))
        in_cell = "\n" in match["link"] or match.end(number) == len(body) or body[match.end(number)] == "\n"
        labelled = ":" in match["link"]
        alone = labelled and in_cell and (match.start() == 0 or body[match.start() - 1] == "\n")
        if not match["unit"] and not (alone if rank == 3 else in_cell or labelled):
            continue
        if value == 100 and match["label"].endswith("总分"):
            continue  # what can be reached
        if not _is_excluded(body, match.start(), rank, is_project):
            found.append(_Found(rank, value, match.start(number), match.end(number)))
    for match in _TOTAL_ROW.finditer(body):
        if is_project or not _in_project_sheet(body, match.start()):
            found.append(_Found(2, Decimal(match["number"]), *match.span("number")))
    return [one for one in found if one.value >= _LEAST]


def _is_excluded(body: str, start: int, rank: int, is_project: bool) -> bool:
    """Whether the words before a score say that it is not the document's own overall one."""
    before = body[max(0, start - _BEFORE) : start]
    sentence = _SENTENCE_END.split(before)[-1].replace("\n", "")
    for word in _BY_REACH["sentence"].finditer(sentence):
        if word[0] == "项目" and (is_project or _WHOLE.search(sentence, word.end())):
            continue
        return True
    if _PART_BEFORE.search(sentence):
        return True
    clause = _CLAUSE_END.split(sentence)[-1]
    if _BY_REACH["clause"].search(clause):
        return True
    near = clause[-_NEAR:].removesuffix("该项目" if is_project else "")
    return rank == 3 and _BY_REACH["near"].search(near) is not None


def _in_project_sheet(body: str, position: int) -> bool:
    titles = list(_SHEET_OF_PROJECT.finditer(body, 0, position))
    return bool(titles) and not titles[-1]["whole"]


def _choose(found: list[_Found], body: str) -> _Found | None:
    """The best labelled score; of equal ones that of the whole, then the one stated most often."""
    if not found:
        return None
    if any(one.value < _FULL for one in found):  # 100 in a total row may be the full mark
        found = [one for one in found if one.rank != 2 or one.value != _FULL]
    best_rank = min(one.rank for one in found)
    best = [one for one in found if one.rank == best_rank]
    of_whole = [one for one in best if _WHOLE.search(body, max(0, one.start - _BEFORE), one.start)]
    if len({one.value for one in best}) > 1 and of_whole:
        best = of_whole
    ranked = Counter(one.value for one in best).most_common(2)
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        return None
    return next(one for one in best if one.value == ranked[0][0])


def _grade(body: str, score: _Found | None) -> str | None:
    """The grade stated beside the score, or under a label of its own, or ticked in a list."""
    if score is not None:
        after = _SENTENCE_END.split(body[score.end : score.end + _AFTER])[0] + "\n"
        stated = _GRADE_AFTER.search(after) or _GRADE_ALONE.search(
            body, max(0, score.start - _AFTER), score.start
        )
        if stated:
            return stated["grade"]
    alone = {match["grade"] for match in _GRADE_ALONE.finditer(body)}
    if len(alone) == 1:
        return alone.pop()
    return _ticked(body)


def _ticked(body: str) -> str | None:
    if not any(tick in body for tick in _TICKS):  # both patterns are slow to search for
        return None
    for pattern, tick in ((_MARK_BEFORE, rf"{_TICK}({_GRADE})"), (_MARK_AFTER, rf"({_GRADE}){_TICK}")):
        options = pattern.search(body)
        if options:
            ticked = re.findall(tick, options[0])
            return ticked[0] if len(ticked) == 1 else None
    return None
