"""Which reports a corpus holds: departments, layouts, contradictions and broken files, all by the seed."""

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.broken import BROKEN
from corpus.ledger import YEARS, Year, years
from corpus.writing import Department, Layout, Written, data, layouts, write

REGIONS = Path(__file__).parents[1] / "dbt_project" / "seeds" / "region.csv"
LEAST_SCALE, MOST_SCALE = 600, 9000  # 万元 a year


class Plan(NamedTuple):
    """What to make. The shares are of the reports; a broken file takes the place of a report."""

    reports: int
    seed: int = 1
    contradictions: float = 0.1
    broken: float = 0.02


class File(NamedTuple):
    """A file of the corpus: a report with what is known of it, or a broken file with the reason of its rejection."""

    name: str
    content: bytes
    written: Written | None
    reason: str = ""


def files(plan: Plan, first: int = 0) -> Iterator[File]:
    """The files of a plan in order, from number `first` on (rounded down to a whole department).

    Raises ValueError where there are not so many departments.
    """
    kinds, places = list(data("bureaus")), _places()
    if plan.reports > len(places) * len(kinds) * YEARS:
        raise ValueError(
            f"N={plan.reports}: at most {len(places) * len(kinds) * YEARS:,} reports can be told apart"
        )
    order = random.Random(f"{plan.seed}/order")
    chosen = order.sample(range(len(places) * len(kinds)), -(-plan.reports // YEARS))
    for number in range(first // YEARS, len(chosen)):
        place, bureau = places[chosen[number] // len(kinds)], kinds[chosen[number] % len(kinds)]
        yield from _department(plan, number, place, bureau)


def _department(plan: Plan, number: int, place: dict[str, str], bureau: str) -> Iterator[File]:
    """The files of one department: a report a year, or a broken file in its place."""
    chance = random.Random(f"{plan.seed}/{number}")
    department = Department(
        f"{place['name_zh']}{bureau}", place["name_zh"], place["region_code"], place["admin_level"], bureau
    )
    layout = layouts()[number % len(layouts())]
    books = years(chance, data("bureaus")[bureau], chance.randint(LEAST_SCALE, MOST_SCALE))
    for offset, year in enumerate(books):
        position = number * YEARS + offset
        luck = random.Random(f"{plan.seed}/{position}")
        if position >= plan.reports:
            return
        stem = f"{position:06}-{layout.name}-{year.year}"
        written = _written(department, year, layout, luck, luck.random() < plan.contradictions)
        if luck.random() < plan.broken:
            kind = luck.choice(BROKEN)
            yield File(f"{stem}{kind.suffix}", kind.make(written.text, luck), None, kind.reason)
        else:
            yield File(f"{stem}.txt", written.text.encode(), written)


def _written(
    department: Department, year: Year, layout: Layout, luck: random.Random, contradicts: bool
) -> Written:
    """The report; where it is to contradict itself it is written twice, to know the places for that."""
    state = luck.getstate()
    plain = write(department, year, layout, luck)
    if not contradicts or not plain.sites:
        return plain
    plant = luck.randrange(plain.sites)
    luck.setstate(state)
    return write(department, year, layout, luck, plant)


@cache
def _places() -> list[dict[str, str]]:
    """Cities, counties and districts that no other place shares its name with and that are still there."""
    with REGIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["valid_to"]]
    names = [row["name_zh"] for row in rows]
    shared = {name for name in names if names.count(name) > 1}
    return [
        row for row in rows
        if row["admin_level"] in ("prefecture", "county") and row["name_zh"] not in shared
        and 3 <= len(row["name_zh"]) <= 5 and row["name_zh"][-1] in "市县区"
    ]  # fmt: skip
