"""Which region the department belongs to, by the name, and by the text where the name is ambiguous.

Nothing is guessed: where the text does not decide between two regions of one name, there is none.
"""

import re
from collections import Counter

from ingest.header.gazetteer import Gazetteer, Place, stem
from ingest.header.names import place_of
from ingest.vocabulary.reading import column, read_vocabulary

_TOWNSHIP = re.compile(
    r"([^\W\d的在]{1,7}?(?:镇|乡|街道|苏木))(?:人民政府|政府|办事处|党工委|党委|委员会|街道办|便民服务中心|$)|([^\W\d驻]{2,5})(?:街道办|办事处)$"
)
_SELF_REFERENCE = re.compile(r"[我全]([省市县区州盟旗])(?![级直民内外])|([市县区州旗])委、?[市县区州旗]政府")
_LEVEL_OF_NAME = re.compile(r"(?:中共)?((?:自治)?[省市县区州旗])(?![级直本属内外域场])")
_OFFICIAL = re.compile(r"人民政府|政府|委|人大|财政|人民|机关|[^\W\d]{2,8}局")
_PROVINCE_OF_DOCUMENT = re.compile(
    rf"([{''.join(column('province_mark', 'mark'))}])[^\W\d]{{0,7}}[\[(【](?:19|20)[0-9]{{2}}[\])】]"
)
_PROVINCE_CODES = {row["mark"]: row["region_code"] for row in read_vocabulary("province_mark")}
_HEAD = 400  # characters of title, cover and opening, where a place is more likely the report's own


def township_of(name: str) -> str | None:
    """The township or street that reports: 某县某镇人民政府 -> 某镇."""
    match = _TOWNSHIP.match(name, place_of(name)[1])
    if match is None:
        return None
    return match[1] or match[2]


def find_region(
    name: str | None, title: str | None, body: str, places: list[Place], regions: Gazetteer, year: int | None
) -> str | None:
    """The six digits of the department's region, or None where the report leaves it open."""
    context = _Context(body, places, regions)
    for words in (name, _from_first_place(title, regions)):
        codes = place_of(words)[0] if words else frozenset()
        if codes:
            return context.decide(regions.valid_in(codes, year))
    if name is not None and township_of(name):
        level: str | None = "[县区市旗]"
    else:
        level = _level(name, body)
    return context.own_region(level, year) if level else None


def _from_first_place(title: str | None, regions: Gazetteer) -> str | None:
    """2022年某市城市更新项目绩效自评报告 -> 某市城市更新项目绩效自评报告."""
    places = regions.find(title) if title else []
    return title[places[0].start :] if title and places else None


def _level(name: str | None, body: str) -> str | None:
    """The level word that the report uses of itself: 县 in 县科技局, 我县, 全县."""
    own = _LEVEL_OF_NAME.match(name) if name else None
    if own:
        return own[1]
    counts = Counter(one or two for one, two in _SELF_REFERENCE.findall(body))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


class _Context:
    """What the text says about places, counted once."""

    def __init__(self, body: str, places: list[Place], regions: Gazetteer) -> None:
        self.body, self.places, self.regions = body, places, regions
        self.counts: Counter[str] = Counter()
        for place in places:
            if len(place.codes) == 1:
                self.counts[place.codes[0]] += 1
        for mark in _PROVINCE_OF_DOCUMENT.findall(body):
            self.counts[_PROVINCE_CODES[mark]] += 1

    def decide(self, codes: set[str]) -> str | None:
        """The one of `codes` whose city or province the text names more than that of any other."""
        if len(codes) < 2:
            return next(iter(codes), None)
        support = Counter({code: self._support(code) for code in codes})
        (best, most), (_, next_most) = support.most_common(2)
        return best if most > next_most else None

    def _support(self, code: str) -> int:
        """How often the text names the regions around `code`, with or without a level word."""
        around = self.regions.line(code)[1:]
        return sum(
            self.counts[outer] + self.body.count(stem(self.regions.regions[outer].name)) for outer in around
        )

    def own_region(self, level: str, year: int | None) -> str | None:
        """The region of that level which the text names most, where it is clearly ahead."""
        weights: Counter[tuple[str, ...]] = Counter()
        ends_right = re.compile(rf"(?<!自治)(?<!行政){level}$" if level == "区" else f"{level}$")
        for place in self.places:
            if place.is_full and ends_right.search(place.text):
                official = _OFFICIAL.match(self.body, place.end) is not None
                weights[place.codes] += 1 + 2 * official + 2 * (place.start < _HEAD)
        ranked = weights.most_common(2)
        if not ranked or ranked[0][1] < 2 or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return self.decide(self.regions.valid_in(ranked[0][0], year))
