"""Which department reports: the fullest spelling of its name that the report has."""

import re
from collections import Counter
from typing import NamedTuple

from ingest.header.names import (
    LONGEST_NAME,
    Mention,
    core,
    is_anchored,
    name_in,
    names_in_title,
    place_of,
    self_named,
    tidy,
    without_second_name,
)
from ingest.header.pages import Pages
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import column, read_vocabulary

_FIELDS = {row["label"]: int(row["rank"]) for row in read_vocabulary("header_field")}
_FIELD = re.compile(
    rf"(?:[0-9一二三四五六七八九十]{{1,2}}[.、])?({any_of(_FIELDS)})(?:\((?:盖章|公章|签章|章)\))?(?::(?P<value>.*))?$"
)
_FIELD_END = re.compile(r"填报|日期|单位:|金额|联系|电话|负责人|(?:19|20)[0-9]{2}年")
# 现将我县…局2022年…绩效自评情况报告如下: who speaks.
_INTRODUCES = re.compile(
    r"现(?:就|将)(?P<said>[^。，,;\n]{4,60}?)(?:绩效|自评)[^。，,;\n]{0,30}(?:报告|汇报|说明)(?:如下|于下)"
)
_YEAR_BEFORE = re.compile(r"^(?:我[局县市区镇乡]|本[局县市区镇乡])?(?:19|20)\d\d年?度?")
_IMPRINT = re.compile(any_of(column("title_word", "word", role="imprint")))
_FORM_RANKS = (1, 2, 3, 4, 5)  # 6: a table caption, which may stand anywhere
_FORM_LINES = 150  # beyond, fields belong to appended sheets of other bodies
_LAST_OWN_RANK = 3  # behind it are fields of the office above
_COVER_LINES, _SIGNATURE_LINES = 8, 12
_DATE_BEHIND = re.compile(r"[(]?(?:20[0-9]{2}|二[〇○零OΟ0])[^\u4e00-\u9fff]*年.*$")
_CLIENT = re.compile(r"(?:受|向|报|经|由|原|与|按照?|根据|关于|配合|支持|协助|协调|《|函〔)$")
_MAKER = re.compile(r"\(?监?制\)?(?:\n|$)")  # of the form
_SUBJECT = re.compile(
    r"(?:\((?:以下|下称|简称)|是|为|系|属|内设|下设|现有|核定|共有|机构|编制|(?:19|20)[0-9]{2}年|职能|主要)"
)
_RARELY_SUBJECT = re.compile(
    r"^(?:[省市县区州旗]?委|政府|人民政府|人大常委会|政协|财政局|委员会|委办公室|人民政府办公室)$"
)


class Department(NamedTuple):
    """The name as the report writes it most fully, and every spelling of it that was met."""

    name: str | None
    spellings: tuple[str, ...]


def find_department(pages: Pages, title: str | None, file_name: str, found: list[Mention]) -> Department:
    """The reporting department, from title, form fields, cover, file name, signature and body, in this order of trust.

    `found` are the organisations that the body names.
    """
    named = _first_named(pages, title, file_name) or _subject_of_body(pages, found)
    if named is None:
        return Department(None, ())
    key, codes = core(named), place_of(named)[0]
    same = {named}
    for mention in found:
        if core(mention.name) == key and _same_place(codes, place_of(mention.name)[0]):
            same.add(mention.name)
    fullest = max(same, key=lambda name: (len(without_second_name(name)), name == named, name))
    return Department(fullest, tuple(sorted(same, key=len, reverse=True)))


def fields(pages: Pages) -> dict[int, str]:
    """The first organisation in the form fields of each rank."""
    found: dict[int, str] = {}
    for number, line in enumerate(pages.lines):
        if len(line) > 60 or not (field := _FIELD.match(line)):
            continue
        rank = _FIELDS[field[1]]
        if rank in found or (rank in _FORM_RANKS and number > _FORM_LINES):
            continue
        value = field["value"] or next(iter(pages.lines[number + 1 : number + 2]), "")
        name = name_in(tidy(_FIELD_END.split(value)[0]))
        if name is not None:
            found[rank] = name
    return found


def _first_named(pages: Pages, title: str | None, file_name: str) -> str | None:
    in_title = names_in_title(title or "")
    anchored = [name for name in in_title if is_anchored(name)]
    by_rank = fields(pages)
    own = [by_rank[rank] for rank in sorted(by_rank) if rank <= _LAST_OWN_RANK]
    if anchored:
        name = _reporter_of(anchored, title or "")
        # 某县水利局河东供水站维修项目…: where the station's name ends in the title, the form says
        return next((field for field in own if field.startswith(name) and field in (title or "")), name)
    in_file_name = [name for name in names_in_title(file_name) if is_anchored(name)]
    others = [by_rank[rank] for rank in sorted(by_rank) if rank > _LAST_OWN_RANK]
    cover, signature = _alone(pages.lines[:_COVER_LINES]), _alone(pages.lines[:-_SIGNATURE_LINES:-1])
    introduced = _introduced(pages.body)
    return next(iter([*own, *introduced, *cover, *others, *in_file_name, *signature, *in_title]), None)


def _introduced(body: str) -> list[str]:
    """The organisation whose report the body announces."""
    found = _INTRODUCES.search(body)
    name = name_in(_YEAR_BEFORE.sub("", found["said"])) if found else None
    return [name] if name and is_anchored(name) else []


def _alone(lines: list[str]) -> list[str]:
    """The organisations that stand on lines of their own, as authors do on a cover and under a report."""
    found = []
    for line in lines:
        name = tidy(_DATE_BEHIND.sub("", line))
        if len(line) <= 4 or line.endswith(":") or _IMPRINT.search(line):
            continue
        if len(name) > LONGEST_NAME or not is_anchored(name):
            continue
        if name_in(name) == name and not _RARELY_SUBJECT.match(core(name)):
            found.append(name)
    return found


def _reporter_of(names: list[str], title: str) -> str:
    """The author comes first, but an evaluation by the finance office is about the one named after it."""
    if len(names) > 1 and core(names[0]).startswith("财政") and "自评" not in title:
        return names[1]
    return names[0]


def _subject_of_body(pages: Pages, found: list[Mention]) -> str | None:
    """The organisation that the body is about: named most often, above all as the subject."""
    body = pages.body
    weights: Counter[tuple[str, frozenset[str]]] = Counter()
    spelled: dict[tuple[str, frozenset[str]], str] = {}
    for mention in found:
        is_client = _CLIENT.search(body, max(0, mention.start - 3), mention.start)
        if is_client or _MAKER.match(body, mention.end):
            continue
        name_core = core(mention.name)
        key = (name_core, place_of(mention.name)[0])
        weight = 4 if _SUBJECT.match(body, mention.end) else 1
        weights[key] += weight if not _RARELY_SUBJECT.match(name_core) else 0
        spelled.setdefault(key, mention.name)
    if weights and weights.most_common(1)[0][1] > 0:
        return spelled[weights.most_common(1)[0][0]]
    return self_named(body)


def _same_place(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)
