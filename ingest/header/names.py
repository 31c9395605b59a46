"""Names of organisations: where one ends in a title, which places it begins with, what its core is."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.header.gazetteer import Gazetteer, Place, gazetteer
from ingest.header.words import CHINESE_YEAR, YEAR
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import column, read_seed

LONGEST_NAME = 45  # characters of an organisation's name
_STRONG = any_of(column("organisation_suffix", "suffix", strength="strong"))
_WEAK = any_of(column("organisation_suffix", "suffix", strength="weak"))
_NOT_AN_OFFICE = r"(?<![格布大全结开当时])"  # 格局, 大局, 当局 are no 局
_BOUNDARY = rf"(?:{any_of(column('name_boundary', 'word'))}|[()\[\],，。、;:\"_\-\s《]|{YEAR}|二[〇○零OΟ]|$)"
_END = re.compile(rf"(?:{_NOT_AN_OFFICE}(?:{_STRONG})|{_WEAK})(?={_BOUNDARY})")
_STRONG_END = re.compile(rf"{_NOT_AN_OFFICE}(?:{_STRONG})")
_REPORT_WORDS = re.compile(
    r"整体支出|项目支出|自评|决算|三公|专项资金|部门预算|绩效(?!评价中心)|预算(?!评审|编审|编制)"
)
_SECOND_NAME = re.compile(rf"\((?!本级|汇总|机关|本部|以?下?简?称)[^()]{{1,14}}(?:{_STRONG}|{_WEAK})\)")
_YEARS = rf"(?:{YEAR}|{CHINESE_YEAR})(?:[-—~至](?:(?:19|20)?[0-9]{{2}}))?\.?年?(?:度|上半年|全年)?"
_TITLE_JOINTS = re.compile(
    rf"[(]?{_YEARS}[)]?|关于(?:对|公开|公布|报送)?|[《》:_]|附件[0-9一二三四五六七八九十]*"
)
_PARTY = re.compile(
    r"(?:中国共产党|中共|中国共产主义青年团|共青团|中国人民政治协商会议|政协|国家税务总局|国家统计局|中华人民共和国)"
)
_LEVEL_CHARACTER = re.compile(r"(?:自治)?[省市县区州旗](?![级直本属内外域区场])")
_ZONE = re.compile(r"高新|经开|经济|开发区|新区|工业园|产业园|保税")
_SERVED_AREA = re.compile(r"局([^局]{1,6}?)[区县]?(?:分局|分院|分中心)$")
_CORE = r"[^的在将为是了由被把及其\W\da-zA-Z]{1,20}?"
# A body under the one named before it (某县林业局湿地保护站); words of what that one does are no name.
_CHILD_CORE = r"[^的在将为是了由被把及其和与各本我要组织开展下达批复关于印发负责拨付联合会同对向按根据指导直所属等\W\da-zA-Z]"
_CHILD_END = "(?:管理|服务|运行|保护|执法|监测|事务|工作)?(?:中心|站|所|大队|支队|馆|分局|管理处|办公室)"
_NAME_IN_BODY = re.compile(
    rf"{_CORE}(?:{_NOT_AN_OFFICE}(?:{_STRONG})|(?:{_WEAK})(?={_BOUNDARY}|是|为|系|属|内设|核定))"
    rf"(?:(?<=局)[^的在将为是了由被把及其\W\d]{{1,6}}分局"
    rf"|(?<=[局委厅办院府]){_CHILD_CORE}{{2,14}}(?:{_CHILD_END})(?={_BOUNDARY}|是|为|系|属|内设|核定))?"
)
_PLAIN_CORE = r"[^的在将为是了由被把及其\W\da-zA-Z]"
_CLAUSE_START = r"(?:^|(?<=[\n。，,;:、(])|(?<=现将))"
_SELF_NAME = re.compile(
    rf"{_CLAUSE_START}(?:(?P<level>[县市区州旗省]{_PLAIN_CORE}{{0,14}}?{_NOT_AN_OFFICE}(?:{_STRONG}))(?![^\W\d的与和]?[部办所])"
    rf"|(?P<dated>{_PLAIN_CORE}{{1,20}}?(?:{_STRONG}|{_WEAK}))(?=20[0-9]{{2}}年度?(?:部门|单位|\"?三公|决算|预算|整体)))"
    rf"(?P<subject>是|为|系|属|内设|核定|20)?"
)
_SECOND_AT_END = re.compile(r"\([^()]*\)$")
_CODE_BEFORE = re.compile(r"^[\dA-Za-z]{3,}[-—_]*(?=[^\d])")
_REMARK = re.compile(r"\((?:盖章|公章|签章|章|本级|汇总|机关|机关本级|本部|部门|单位)\)|(?:本级|汇总)$")


class Mention(NamedTuple):
    """An organisation named in the body of the report, at body[start:end]."""

    name: str
    start: int
    end: int


def tidy(name: str) -> str:
    """A name without the code before it and the remarks after it: 219001-某镇人民政府（盖章）."""
    return _REMARK.sub("", _CODE_BEFORE.sub("", name)).strip('《》:;，、。 _-—"')


def name_in(words: str) -> str | None:
    """The organisation that `words` begin with, where its end can be told."""
    best = None
    for end in _END.finditer(words):
        if not _REPORT_WORDS.search(words, 0, end.end()):
            best = end.end()
    if best is None and is_anchored(words):
        first = _STRONG_END.search(words, 3)
        if first is not None and not _REPORT_WORDS.search(words, 0, first.end()):
            best = first.end()
    if best is None or best < 3:
        return None
    bracket = words.rfind("(", 0, best)
    if bracket > 0 and ")" not in words[bracket:best]:
        best = bracket  # the end that was found lies in a second name
    second = _SECOND_NAME.match(words, best)
    name = tidy(words[: second.end() if second else best])
    return name if 3 <= len(name) <= LONGEST_NAME else None


def names_in_title(title: str) -> list[str]:
    """The organisations of a title, year and report words cut away."""
    parts = (part.lstrip('-—()、，的 "对') for part in _TITLE_JOINTS.split(title))
    return [name for part in parts if part and (name := name_in(part))]


def is_anchored(name: str) -> bool:
    """Whether the name begins with a place, or with the level that stands for one (县科技局)."""
    return place_of(name)[1] > 0 or _LEVEL_CHARACTER.match(name) is not None


@lru_cache(maxsize=4096)
def place_of(name: str) -> tuple[frozenset[str], int]:
    """The region codes that the places in a name allow, and where its leading places end.

    The innermost place counts: 银川市金凤区某局, 银川市某局金凤分局 and 某市高新区（某区）某局 all
    lie in the district. A bare 长沙 counts only before another place or a zone.
    """
    regions = gazetteer()
    party = _PARTY.match(name)
    end = party.end() if party else 0
    codes: set[str] = set()
    places = regions.find_in_name(name)
    for place, after in zip(places, [*places[1:], None], strict=False):
        if not codes:
            if place.start != end or not (place.is_full or _leads(name, place, after)):
                break
            codes, end = set(place.codes), place.end
            continue
        inner = regions.within(place.codes, codes)
        if inner and (place.is_full or _leads(name, place, after)):
            codes = inner
            end = place.end if place.start == end else end
    served = _SERVED_AREA.search(name)
    if served and codes:
        codes = regions.child_by_stem(served[1], codes) or codes
    return frozenset(codes), end if codes else 0


def _leads(name: str, place: Place, after: Place | None) -> bool:
    return (after is not None and after.start == place.end) or _ZONE.match(name, place.end) is not None


@cache
def _canonical_names() -> dict[str, str]:
    return {row["written"]: row["canonical"] for row in read_seed("department_name_term")}


def core(name: str) -> str:
    """The name without places and second name, spelled out: 某市某区科技局（科协） -> 科学技术局."""
    bare = without_place(without_second_name(name))
    return _canonical_names().get(bare, bare)


def without_place(name: str) -> str:
    """某市某区科技局 and 区科技局 -> 科技局."""
    bare = name[place_of(name)[1] :]
    level = _LEVEL_CHARACTER.match(bare)
    return bare[level.end() :] if level and len(bare) > level.end() + 1 else bare


def without_parent(name: str) -> str:
    """某县林业局湿地保护站 -> 湿地保护站; a name of one body as it is."""
    first = _STRONG_END.search(name, place_of(name)[1] + 1)
    rest = name[first.end() :] if first else ""
    return rest if len(rest) > 3 and _STRONG_END.search(rest) else name


def without_second_name(name: str) -> str:
    """某局（另一局） -> 某局."""
    return _SECOND_AT_END.sub("", name)


def mentions(body: str, places: list[Place], regions: Gazetteer) -> Iterator[Mention]:
    """The organisations of the body whose names begin with a place."""
    index = 0
    while index < len(places):
        first, last = places[index], places[index]
        while index + 1 < len(places) and places[index + 1].start == last.end:
            index += 1
            last = places[index]
        index += 1
        rest = _NAME_IN_BODY.match(body, last.end)
        if rest is not None:
            second = _SECOND_NAME.match(body, rest.end())
            end = second.end() if second else rest.end()
            yield Mention(body[first.start : end], first.start, end)


def self_named(body: str) -> str | None:
    """The name without a place that the report uses most of its department: 县科技局, 某镇.

    Beginning a clause is a hint; standing before 是, 内设 or the year of the accounts says it.
    """
    weights: Counter[str] = Counter()
    for match in _SELF_NAME.finditer(body):
        weights[match["level"] or match["dated"]] += 3 if match["subject"] or match["dated"] else 1
    ((name, weight),) = weights.most_common(1) or [("", 0)]
    return name if weight > 1 else None
