"""Makes as many reports as a measurement needs: the labelled ones with other figures, places and years.

Nothing that extraction remembers of one report helps it with the next more than it would with real
reports, and the departments do not all fall together: a template moved to another place is another one.
"""

import csv
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
LABELLED = (ROOT / "tests" / "heldout", ROOT / "tests" / "corpus")
SEEDS = ROOT / "dbt_project" / "seeds"
PLACES = 40  # counties that the reports are moved to: with 57 templates some 2,300 departments
EARLIEST_SHIFT = 4  # years

_FIGURE = re.compile(
    r"(?<![\d.,，])(?!(?:19|20)\d\d(?!\d))[1-9][\d,，]*(?:\.\d+)?"
)  # no years, no leading zeros
_YEAR = re.compile(r"(?<!\d)20[12]\d(?=年|[ ]?年度)")


def other_figures(text: str, chance: random.Random) -> str:
    """The text with other digits in its figures, each of the same length and first digit; years stay."""

    def other(match: re.Match[str]) -> str:
        head, rest = match[0][0], match[0][1:]
        return head + re.sub(r"\d", lambda _: chance.choice("0123456789"), rest)

    return _FIGURE.sub(other, text)


def reports(seed: int) -> Iterator[str]:
    """Texts of reports without end, the same ones for the same seed."""
    chance = random.Random(seed)
    regions = _regions()
    counties = [name for name, _ in regions.values() if name.endswith("县") and len(name) == 3]
    places = random.Random(0).sample(counties, PLACES)
    templates = _templates(regions)
    while True:
        text, own_places = chance.choice(templates)
        place = chance.choice(places)
        for own in own_places:
            text = text.replace(own, place)
        shift = chance.randint(0, EARLIEST_SHIFT)
        text = _YEAR.sub(lambda match, back=shift: str(int(match[0]) - back), text)  # type: ignore[misc]
        yield other_figures(text, chance)


def write(folder: Path, count: int, seed: int) -> None:
    """Write `count` reports into the folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in zip(range(count), reports(seed), strict=False):
        (folder / f"{seed}-{number:05}.txt").write_text(text, encoding="utf-8")


def _templates(regions: Mapping[str, tuple[str, str]]) -> list[tuple[str, tuple[str, ...]]]:
    """(text, the names of its place, longest first) of every labelled report that names a place."""
    found = []
    for folder in LABELLED:
        for labels in sorted((folder / "expected").glob("reports*.csv")):
            with labels.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    if row["region_code"] in regions:
                        text = (folder / "reports" / row["source_name"]).read_text(encoding="utf-8")
                        name, full_name = regions[row["region_code"]]
                        found.append((text, (full_name, name)))
    return found


def _regions() -> dict[str, tuple[str, str]]:
    """Code -> (name, name with the places above it)."""
    with (SEEDS / "region.csv").open(encoding="utf-8", newline="") as file:
        return {row["region_code"]: (row["name_zh"], row["full_name"]) for row in csv.DictReader(file)}
