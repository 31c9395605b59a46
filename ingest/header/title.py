"""The title of a report: on one line, wrapped, spread over a cover, or only in the file name."""

import re
from pathlib import PurePosixPath

from ingest.header.names import name_in, names_in_title, place_of
from ingest.header.pages import Pages
from ingest.header.words import CHINESE_YEAR, YEAR
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import column

_SUBJECT = re.compile(any_of(column("title_word", "word", role="title")))
_FINAL = rf"(?:{any_of(column('title_word', 'word', role='final'))})"
_COMPLETE = re.compile(rf"(?:{_FINAL}|决算|预算)(?:\([^()]{{1,40}}\))?$")
_TAIL = re.compile(rf"(?:公开|情况|编制|信息|自评|绩效|分析|文字|的|及|和)*{_FINAL}$")
_DRESSING = re.compile(rf"(?:{any_of(column('title_word', 'word', role='dressing'))})")
# Labels of a page's own data, whose value is the next line or cell.
_PAGE_FIELDS = frozenset(column("title_word", "word", role="field"))
_YEAR_LINE = re.compile(rf"\(?(?:{YEAR}|{CHINESE_YEAR})(?:[-—~至](?:19|20)?[0-9]{{2}})?年?度?\)?$")
_YEAR_END = re.compile(rf"(?:{YEAR}|{CHINESE_YEAR})年?度?\)?$|关于$")
_YEAR_LED = re.compile(rf"{YEAR}年")
_CONTENTS = re.compile(r"\(?目录\)?|第一部分|一、")
_FILE_ENDING = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|txt|html?)$", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]+\)|第[一二三四五六]部分|[0-9]{1,2}[、.]\D|目录|前言)"
)
_NOT_IN_TITLE = re.compile(r"[。;，,!?=|□☑√]|\d\d+%|\d分")
_ATTACHMENT = re.compile(r"附[件表录]?[0-9一二三四五六七八九十]*[-—]?[0-9]*:?")
_LABELLED = re.compile(r"(?:信息|文件|公开)?(?:标题|名称):")
_SITE = re.compile(r"(?:[_|]|-{1,2})[^_|-]*(?:网|网站|门户|人民政府|平台)$")
_HEAD_LINES = 40
_LONGEST = 90


def find_title(pages: Pages, file_name: str) -> str | None:
    """The title, blanks taken out, or None where neither text nor file name has one."""
    head = _head(pages.lines)
    for first in range(len(head)):
        title = _title_from(head, first)
        if title is not None:
            return title
    return file_name if _SUBJECT.search(file_name) else None


def title_of_file_name(source_name: str) -> str:
    """The words of a file name, without the ending and the numbers and hashes that systems put before them."""
    stem = "".join(PurePosixPath(source_name).stem.split())
    return re.sub(r"^(?:[0-9]{1,4}|[0-9A-Fa-f]{6,})(?=[-_.、])[-_.、]*|[-_][0-9A-Fa-f]{8,}$", "", stem).strip(
        "_-. "
    )


def _head(lines: list[str]) -> list[str]:
    """The lines before the first section, without site dressing and form fields."""
    head: list[str] = []
    previous = ""
    for line in lines[:_HEAD_LINES]:
        is_value = previous in _PAGE_FIELDS and not _YEAR_LED.search(line)
        previous = line
        if is_value:
            continue
        labelled = _LABELLED.match(line)
        if labelled:
            line = line[labelled.end() :]
        attached = _ATTACHMENT.match(line)
        if attached:
            line = line[attached.end() :]
        if len(line) > _LONGEST:  # a whole page on one line
            line = _CONTENTS.split(line)[0]
        if _HEADING.match(line) or "。" in line or len(line) > _LONGEST:
            break
        if line and ":" not in line and not _DRESSING.match(line):
            head.append(_FILE_ENDING.sub("", _SITE.sub("", line)))
    return head


def _title_from(head: list[str], first: int) -> str | None:
    """The title that begins on line `first`, over at most four lines."""
    start = head[first]
    if not (_YEAR_LINE.match(start) or _SUBJECT.search(start) or name_in(start) or len(start) >= 12):
        return None
    title = ""
    for last in range(first, min(first + 4, len(head))):
        if _NOT_IN_TITLE.search(head[last]):
            return None
        if last > first and _is_site(head[first]) and place_of(head[last])[0]:
            return None
        if last > first and names_in_title(head[last]) and not _YEAR_END.search(head[last - 1]):
            return None  # a site's or section's name above a title that has a name of its own
        title += head[last]
        if len(title) > _LONGEST:
            return None
        if _SUBJECT.search(title) and _COMPLETE.search(title):
            return title + _rest_of_title(head[last + 1 : last + 3])
    return None


def _is_site(line: str) -> bool:
    """Whether a line is a government's name and nothing else, as pages have it over everything."""
    return line.endswith("人民政府") and name_in(line) == line


def _rest_of_title(lines: list[str]) -> str:
    rest = ""
    for line in lines:
        if not (_YEAR_LINE.match(line) or (len(line) <= 14 and _TAIL.match(line))):
            break
        rest += line
    return rest
