"""Finds personal names in running text, by a surname and the words beside it.

A surname alone says little: 高, 安 and 金 begin ordinary words (高度, 安全, 金额). So a name is taken only
where a label (联系人：), a title (局长, before or behind), a person's noun (职工, 遗属), a benefit
(慰问金) or a deed (由…牵头) stands right beside it, and where the words are no ordinary word, no place
and no office. Beside spending (张伟项目支出), and where it fills a cell of its own, a name must also look
like one: every character of the given name is one that given names are made of.
Word lists: surname.csv, given_name_character.csv, ordinary_word.csv, person_label.csv, person_context.csv.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import read_seed, read_vocabulary

Span = tuple[int, int]

_SURNAMES = {row["surname"]: row["begins_words"] != "yes" for row in read_vocabulary("surname")}
_GIVEN = frozenset(row["character"] for row in read_vocabulary("given_name_character"))
_ORDINARY = frozenset(row["word"] for row in read_vocabulary("ordinary_word"))
_OFFICE_ENDS = frozenset("镇乡区县市局村街院校部处科股所站厅办组队厂委党的了为在与及由等人兼员")
_LINKS = frozenset(
    "由在与和及对给请经让为向派付放发问助拨送到跟被将把销还收交领"
)  # may stand right before a name
_LISTED = "、和与及，, "
_SIZES = (3, 2, 4)  # characters of a name, the likeliest first
_SEPARATOR = re.compile(
    r"(?:\((?:签[字名章]|盖章|签字盖章)\))?(?:[:|\s]+|由|为|是)(?:[\u4e00-\u9fff]{1,8}[股科室处部局镇乡办]\s+)?"
)
_PARTED_LABEL = re.compile(r"(?:[\u4e00-\u9fff] {1,6}){1,4}[\u4e00-\u9fff] ?:\s*")  # 负 责 人:
_CELL = re.compile(r"(?:^|(?<=[|\t\n]))\s*([\u4e00-\u9fff]{2,4})\s*(?=$|[|\t\n])")
_BRACKETED = re.compile(r"[人名位者]\(")
_BLANK_INSIDE = re.compile(r"[\u4e00-\u9fff]\s{1,2}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_SURE_LABELS = ("人", "签字", "签名", "签章", "姓名", "人员")
_IN_OFFICE = re.compile(r"(?:分别)?(?:兼任|担任|(?<![主责信放委])任(?![务期职何意命免教课]))")
_HONORIFICS = frozenset({"同志", "先生", "女士"})
_COUNTED = re.compile(r"等(?:[\d一二三四五六七八九十]{0,3}[名人位]|同志)")
_DOER = re.compile(rf"[由经请](?=[{''.join(sorted({name[0] for name in _SURNAMES}))}])")


def name_spans(text: str) -> list[Span]:
    """Where personal names, or lists of them, stand in folded `text`; in order, without overlaps."""
    # Each way to find names needs a mark; most texts, asked for by the hundred, have none of them.
    has_mark = _marks().search(text) is not None
    is_parted = " " in text and ":" in text
    cells = [match.span(1) for match in _CELL.finditer(text) if looks_like_name(match[1])]
    if not (cells or has_mark or is_parted or _DOER.search(text)):
        return []
    found = {*cells, *_doers(text)}
    if has_mark:
        found.update(_beside_words(text), _in_office(text), _counted(text), _bracketed(text))
    if is_parted:
        found.update(_parted(text))
    spans: list[Span] = []
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _beside_words(text: str) -> Iterator[Span]:
    """Names beside a label, a title, a person's noun or a benefit."""
    for match in _words().finditer(text):
        word, start, end = match[0], match.start(), match.end()
        places = _places()[word]
        if "label" in places and (separator := _SEPARATOR.match(text, end)):
            yield from _forward(text, separator.end(), sure=word.endswith(_SURE_LABELS))
        if places & {"title", "group"}:
            yield from _forward(text, end, frequent="title" not in places)
        if "spending" in places:
            yield from _spenders(text, start)
        if places & {"title", "after"}:
            yield from _backward(text, start, is_title="title" in places or word in _HONORIFICS)


def _spenders(text: str, end: int) -> Iterator[Span]:
    """张伟、王芳项目支出: nothing but a link before the names, which must look like names."""
    start = end
    while (size := _size_by_look(text, start)) and _begins_name(text, start - size):
        yield start - size, end
        if start - size < 1 or text[start - size - 1] not in _LISTED:
            return
        start -= size + 1


def _size_by_look(text: str, end: int) -> int:
    """The length of the name that ends at `end`, 0 where none does."""
    return next((size for size in _SIZES if end >= size and looks_like_name(text[end - size : end])), 0)


def looks_like_name(words: str) -> bool:
    """Whether words with nothing telling beside them read as a name and as nothing else."""
    surname = words[:2] if words[:2] in _SURNAMES else words[:1]
    given = words[len(surname) :]
    return (
        bool(given)
        and all(character in _GIVEN for character in given)
        and words not in _ORDINARY
        and _is_name(words, 0, len(words), frequent=True)
    )


def stated_names(texts: Iterator[tuple[str, str]]) -> frozenset[str]:
    """The names in (head, cell) pairs of tables: cells under 姓名 and other labels of persons."""
    return frozenset(
        name
        for head, cell in texts
        if _places().get(head.replace(" ", ""), set()) & {"label", "group"}
        and _is_name(name := cell.replace(" ", ""), 0, len(name), sure=True)
    )


def _in_office(text: str) -> Iterator[Span]:
    for match in _IN_OFFICE.finditer(text):
        yield from _backward(text, match.start(), is_title=True)


def _doers(text: str) -> Iterator[Span]:
    """由张三牵头, 经李四审批."""
    for match in _DOER.finditer(text):
        if text[match.start() : match.start() + 2] in _ORDINARY:  # 经费
            continue
        for size in _SIZES:
            end = match.end() + size
            if text.startswith(_deeds(), end) and _is_name(text, match.end(), end, frequent=match[0] == "经"):
                yield match.end(), end
                break


def _parted(text: str) -> Iterator[Span]:
    """Names behind labels of justified text."""
    for match in _PARTED_LABEL.finditer(text):
        words = match[0].rstrip(": \t\u3000").replace(" ", "")
        if "label" in _places().get(words, ()):
            yield from _forward(text, match.end(), sure=True)


def _bracketed(text: str) -> Iterator[Span]:
    """获奖2人(王某某、李某某)."""
    for match in _BRACKETED.finditer(text):
        for start, end in _forward(text, match.end(), frequent=True):
            if text.startswith(")", end):
                yield start, end


def _counted(text: str) -> Iterator[Span]:
    """王某某、李某某等3人: two names at least."""
    for match in _COUNTED.finditer(text):
        for start, end in _backward(text, match.start(), is_title=False):
            if any(mark in text[start:end] for mark in _LISTED):
                yield start, end


def _forward(text: str, start: int, sure: bool = False, frequent: bool = False) -> Iterator[Span]:
    """The names that begin at `start`; `frequent` where a surname that begins words needs a long name."""
    end = _name_end(text, start, sure, frequent)
    if end is None:
        return
    while end < len(text) and text[end] in _LISTED and (further := _name_end(text, end + 1, False, frequent)):
        end = further
    yield start, end


def _name_end(text: str, start: int, sure: bool, frequent: bool) -> int | None:
    if text[start : start + 1] in _SURNAMES and (parted := _BLANK_INSIDE.match(text, start)):
        return parted.end()
    for size in _SIZES:
        end = start + size
        if end <= len(text) and _ends_name(text, end) and _is_name(text, start, end, frequent, sure):
            return end
    full = text[start : start + _SIZES[0]]  # 技术员陈志强培训农户: no word begins so
    is_plain = len(full) == _SIZES[0] and _SURNAMES.get(full[0], False) and looks_like_name(full)
    return start + len(full) if is_plain else None


def _ends_name(text: str, end: int) -> bool:
    return end == len(text) or not _is_han(text[end]) or text.startswith(_enders(), end)


def _backward(text: str, end: int, is_title: bool) -> Iterator[Span]:
    """The names that end at `end`. A title may have the surname alone before it (王局长)."""
    start = _name_start(text, end, is_title)
    if start is None:
        return
    while start > 1 and text[start - 1] in _LISTED:
        further = _name_start(text, start - 1, is_title=True, alone=False)
        if further is None:
            break
        start = further
    yield start, end


def _name_start(text: str, end: int, is_title: bool, alone: bool = True) -> int | None:
    for size in _SIZES:
        start = end - size
        if start < 0 or not _is_name(text, start, end, frequent=not is_title):
            continue
        if _begins_name(text, start) or (is_title and size == _SIZES[0] and _SURNAMES.get(text[start])):
            return start
    surname = text[end - 1 : end]
    if alone and is_title and _SURNAMES.get(surname) and _begins_name(text, end - 1):
        return end - 1
    return None


def _begins_name(text: str, start: int) -> bool:
    return start == 0 or not _is_han(text[start - 1]) or text[start - 1] in _LINKS


def _is_name(text: str, start: int, end: int, frequent: bool = False, sure: bool = False) -> bool:
    """Whether text[start:end] is a surname with a given name of one or two characters.

    `sure` where a label before and no word behind leave no doubt, so that 高山 may be a name too.
    """
    name = text[start:end]
    surname = name[:2] if name[:2] in _SURNAMES else name[:1]
    if surname not in _SURNAMES or not 1 <= len(name) - len(surname) <= 2:
        return False
    if not all(map(_is_han, name)) or name[-1] in _OFFICE_ENDS or name[-2:] in _places():
        return False
    if _is_place(text, start):
        return False
    if sure and (end == len(text) or not _is_han(text[end])):
        return True
    if name[:2] in _ORDINARY or name[-2:] in _ORDINARY:
        return False
    return _SURNAMES[surname] or not frequent or len(name) - len(surname) == 2


def _is_place(text: str, start: int) -> bool:
    return text[start : start + 2] in _place_names() or text[start : start + 3] in _place_names()


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@cache
def _place_names() -> frozenset[str]:
    """Short names of places that begin with a surname: 张家界, 江西, 马鞍山."""
    names = {_short(row["name_zh"]) for row in read_seed("region")}
    return frozenset(name for name in names if len(name) in (2, 3) and name[0] in _SURNAMES)


def _short(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in "省市县区旗州盟" else name


@cache
def _places() -> dict[str, set[str]]:
    """What stands beside names: label, title, group, after, spending; by word."""
    places: dict[str, set[str]] = defaultdict(set)
    for row in read_vocabulary("person_label"):
        places[row["label"]].add("label")
    for row in read_vocabulary("person_context"):
        if row["place"] in ("title", "group", "after", "spending"):
            places[row["word"]].add(row["place"])
    for label in [word for word, of in places.items() if "label" in of]:  # 分管负责人 is a 负责人 too
        for size in range(2, len(label)):
            places[label] |= places.get(label[-size:], set()) & {"title", "group"}
    return dict(places)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(any_of(_places()))


@cache
def _marks() -> re.Pattern[str]:
    """Matches where a name may stand: the words beside names, and what `_in_office` and its like begin with."""
    return re.compile(any_of([*_places(), "任", "等", "人(", "名(", "位(", "者("]))


@cache
def _deeds() -> tuple[str, ...]:
    return _context("deed")


@cache
def _enders() -> tuple[str, ...]:
    return _context("end")


def _context(place: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in read_vocabulary("person_context") if row["place"] == place)
