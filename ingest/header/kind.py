"""The term that says what kind of report this is. dbt decides the kind from the term."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from ingest.header.pages import Pages
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import read_seed

# Terms of this priority or later (自评报告) leave open what was assessed; the section headings say more.
_VAGUE = 50
# Terms that decide in a title but are everyday words in headings: the mere 决算, the mere 项目, and what
# makes a document a notice or a method.
_TITLE_ONLY = {"决算", "项目", "转移支付", "项目支出", "财政专项", "专项经费", "专项资金", "补助资金"}
_NOTICE = 5
_OPENING = 200  # characters
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]部分)?[^。;，]{2,30}$"
)
_NOT_A_TERM = re.compile(r"预决算|预、决算|[\"()]|单位\)")


class KindTerm(NamedTuple):
    """A term of seed report_kind_term."""

    term: str
    kind: str
    priority: int


@cache
def _terms() -> tuple[dict[str, KindTerm], re.Pattern[str]]:
    """The terms by their spelling without quotes and brackets, and the pattern that finds them."""
    terms = {
        _plain(row["term"]): KindTerm(row["term"], row["report_kind"], int(row["priority"]))
        for row in read_seed("report_kind_term")
    }
    return terms, re.compile(rf"(?=({any_of(terms)}))")


def find_kind(title: str | None, file_name: str, pages: Pages) -> KindTerm | None:
    """The term that decides: of the title, else the file name, else the headings, else the opening."""
    named = _best([title or ""]) or _best([file_name])
    if named is not None and named.priority < _VAGUE:
        return named
    headings = (line for line in pages.lines if len(line) <= 40 and _HEADING.match(line))
    if named is not None:
        return _best(headings, _decides_in_vague_report) or named
    return _best(headings, _decides_in_heading) or _best([pages.body[:_OPENING]], _decides_in_heading)


def _best(texts: Iterable[str], decides: Callable[[KindTerm], bool] = lambda _: True) -> KindTerm | None:
    """The term of smallest priority; of several the longest, then the first."""
    terms, pattern = _terms()
    words = dict.fromkeys(pattern.findall(_plain("\n".join(texts))))
    found = [term for word in words if decides(term := terms[word])]
    return min(found, key=lambda term: (term.priority, -len(term.term)), default=None)


def _decides_in_heading(term: KindTerm) -> bool:
    return term.term not in _TITLE_ONLY and term.priority > _NOTICE


def _decides_in_vague_report(term: KindTerm) -> bool:
    """In a self-evaluation, accounts and budgets are sections."""
    return _decides_in_heading(term) and term.kind in ("department_overall", "project_expenditure")


def _plain(text: str) -> str:
    return _NOT_A_TERM.sub("", text)
