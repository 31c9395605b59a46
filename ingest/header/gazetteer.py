"""Finds the names of provinces, prefectures and counties in text, with the codes they may stand for.

The regions are the dbt seed `region` (GB/T 2260 with historical codes). One automaton holds every
spelling that carries a level word, so that a report is searched in one pass. It holds them backwards:
they end in a dozen characters (县, 市, 区 …) but begin with a thousand, and the automaton searches the
children of a node one by one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import ahocorasick

from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import column, read_seed

LAST_YEAR = 9999
_LEVEL_WORD = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|林区|特区|[省市县区州盟旗])$")
# 合作市场 is no 合作市 and 长沙市民 no 长沙市; a place of two characters (和县) also needs a clean left side.
_NO_PLACE_AFTER = re.compile(r"(?<=市)(?:场|民(?!政)|值|容)|(?<=县)域|(?<=区)[域间别块]")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


class Region(NamedTuple):
    """One administrative division, as the seed has it."""

    code: str
    name: str
    parent: str
    level: str  # province | prefecture | county
    last_year: int


class Place(NamedTuple):
    """A place name in a text. `is_full` is false for 长沙 where the name is 长沙市."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    is_full: bool


class Gazetteer:
    """All regions by code, and the automaton over their spellings."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.regions: dict[str, Region] = {}
        self.children: dict[str, list[str]] = defaultdict(list)
        full: dict[str, set[str]] = defaultdict(set)
        stems: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            region = Region(
                row["region_code"],
                row["name_zh"],
                row["parent_code"],
                row["admin_level"],
                int(row.get("valid_to") or LAST_YEAR),
            )
            self.regions[region.code] = region
            self.children[region.parent].append(region.code)
            for name in (region.name, *filter(None, (row.get("former_names") or "").split("|"))):
                for form in full_forms(name):
                    full[form].add(region.code)
                if region.level != "county":
                    stems[stem(name)].add(region.code)
        self._stems = {name: tuple(sorted(codes)) for name, codes in stems.items() if name not in full}
        self._leading_stem = re.compile(any_of(self._stems))
        self._automaton = ahocorasick.Automaton()
        for form, codes in full.items():
            self._automaton.add_word(form[::-1], (form, tuple(sorted(codes))))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Place]:
        """The places that `text` names with a level word, the longest of overlapping ones, in order."""
        places: list[Place] = []
        backwards = [
            (len(text) - 1 - last, form, codes)
            for last, (form, codes) in self._automaton.iter_long(text[::-1])
        ]
        for start, form, codes in reversed(backwards):
            end = start + len(form)
            if _NO_PLACE_AFTER.match(text, end):
                continue
            if (
                len(form) == 2
                and start
                and _HANZI.match(text[start - 1])
                and not (places and places[-1].end == start)
            ):
                continue
            places.append(Place(start, end, form, codes, True))
        return places

    def find_in_name(self, name: str) -> list[Place]:
        """Like `find`, and with the bare stems (湖南长沙某区) that the name begins with."""
        places = self.find(name)
        stems: list[Place] = []
        position = 0
        limit = places[0].start if places else len(name)
        while match := self._leading_stem.match(name, position, limit):
            position = match.end()
            stems.append(Place(match.start(), position, match[0], self._stems[match[0]], False))
        return stems + places

    def line(self, code: str) -> list[str]:
        """The code and those of the regions that it lies in, innermost first."""
        line = []
        while code in self.regions:
            line.append(code)
            code = self.regions[code].parent
        return line

    def within(self, codes: Iterable[str], outer: Iterable[str]) -> set[str]:
        """Those of `codes` that lie in one of `outer`, themselves excluded."""
        around = set(outer)
        return {code for code in codes if around.intersection(self.line(code)[1:])}

    def child_by_stem(self, word: str, outer: Iterable[str]) -> set[str]:
        """The children of `outer` whose name without its level word is `word` (金凤 -> 金凤区)."""
        return {
            code
            for parent in outer
            for code in self.children[parent]
            if stem(self.regions[code].name) == word
        }

    def valid_in(self, codes: Iterable[str], year: int | None) -> set[str]:
        """Those of `codes` that were in force in `year`; of two of one name and parent the earlier."""
        alive = {code for code in codes if year is None or self.regions[code].last_year >= year}
        by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code in alive or set(codes):
            by_name[self.regions[code].name, self.regions[code].parent].append(code)
        pick = max if year is None else min
        return {
            pick(same, key=lambda code: (self.regions[code].last_year, code)) for same in by_name.values()
        }


def stem(name: str) -> str:
    """A place name without its level word: 长沙市 -> 长沙, 湘西土家族苗族自治州 -> 湘西."""
    plain = _LEVEL_WORD.sub("", name)
    if "自治" in name:
        plain = re.sub(rf"(?<=..)(?:{any_of(column('ethnic_group', 'name'))})+$", "", plain)
    return plain if len(plain) > 1 else name


def full_forms(name: str) -> set[str]:
    """The spellings that still carry a level word: 耿马傣族佤族自治县, 耿马自治县, 耿马县."""
    forms = {name}
    level = re.search(r"自治([州县旗])$", name)
    if level:
        forms |= {stem(name) + level[1], f"{stem(name)}{level[0]}"}
    return forms


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the seed `region`, built once per process."""
    return Gazetteer(read_seed("region"))
