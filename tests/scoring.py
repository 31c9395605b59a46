"""Compares published marts with expected facts: CSV files by report (samples/expected, tests/heldout/expected), or
one for all reports of a synthetic corpus."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

SCALE = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
NAMED_ITEMS = {"project.item", "other"}
IDENTITY = (
    "report_kind",
    "department_name",
    "region_code",
    "admin_level",
    "fiscal_year",
    "self_score",
    "self_grade",
)


class Score(NamedTuple):
    """How many expected facts were found, which were not, and which rows nobody expected."""

    found: int
    missed: list[str]
    extra: list[str]

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.extra)) if self.found + len(self.extra) else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed)) if self.found + len(self.missed) else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: object) -> "Score":  # type: ignore[override]
        assert isinstance(other, Score)
        return Score(self.found + other.found, self.missed + other.missed, self.extra + other.extra)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score_amounts(connection: duckdb.DuckDBPyConnection, expected_folder: Path) -> dict[str, Score]:
    """One Score for each `<stem>.amounts.csv`, by source name."""
    scores = {}
    for path in sorted(expected_folder.glob("*.amounts.csv")):
        source_name = path.name.removesuffix(".amounts.csv") + ".txt"
        scores[source_name] = compare(read_csv(path), _mart_rows(connection, source_name))
    return scores


_FACTS = """
select source_name, f.mart, f.fiscal_year, f.budget_unit, f.item_code, f.item_name, f.measure,
       f.funding_source, f.amount_cny
from (
    select 'budget' as mart, * from marts.fct_budget
    union all by name
    select 'expenditure' as mart, * from marts.fct_expenditure
) as f
join marts.dim_report using (report_id)
"""


def _mart_rows(connection: duckdb.DuckDBPyConnection, source_name: str) -> list[tuple[str, ...]]:
    found = connection.execute(f"{_FACTS} where source_name = ?", [source_name]).fetchall()
    return [_fact_key(row[1:]) for row in found]


def fact_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, ...]]]:
    """The rows of both money marts, ready for `compare`, by source name."""
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, *row in connection.execute(_FACTS).fetchall():
        rows[name].append(_fact_key(tuple(row)))
    return rows


def _fact_key(row: tuple[Any, ...]) -> tuple[str, ...]:
    mart, year, unit, item, name, measure, funding, amount = row
    return _key(mart, str(year), unit, item, name, measure, funding, amount)


def compare(expected: list[dict[str, str]], rows: list[tuple[str, ...]]) -> Score:
    """How the rows of one report agree with the facts that are expected of it."""
    left = Counter(rows)
    found, missed = 0, []
    for fact in sorted(expected, key=lambda fact: fact["status"] != "required"):
        amount = Decimal(fact["amount"]) * SCALE.get(fact["unit"], Decimal(1))
        key = _key(
            fact["mart"],
            fact["fiscal_year"],
            fact["budget_unit"],
            fact["item_code"],
            fact["item_name"],
            fact["measure"],
            fact["funding_source"],
            amount,
        )
        hit = next((row for row in left if left[row] and _same(key, row)), None)
        if hit is not None:
            left[hit] -= 1
            found += fact["status"] == "required"
        elif fact["status"] == "required":
            missed.append(" ".join(key))
    return Score(found, missed, [" ".join(row) for row in left.elements()])


def _key(
    mart: str,
    year: str,
    unit: str | None,
    item: str,
    name: str | None,
    measure: str,
    funding: str,
    amount: Decimal,
) -> tuple[str, ...]:
    label = _plain(name) if item in NAMED_ITEMS else ""
    return (mart, year, _plain(unit), item, label, measure, funding, f"{amount:.2f}")


def _same(expected: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Equal in everything; one name of a named item may contain the other, and a source may be more exact."""
    names = same_name(expected[4], row[4])
    source = f"{row[6]}.".startswith(f"{expected[6]}.")
    return names and source and expected[:4] == row[:4] and (expected[5], expected[7]) == (row[5], row[7])


def same_name(one: str, other: str) -> bool:
    """Whether one name contains the other."""
    return one in other or other in one


def _plain(text: str | None) -> str:
    return re.sub(r"[\s“”\"《》]", "", unicodedata.normalize("NFKC", text or ""))


def value(name: str, text: str) -> object:
    """A label of a column of IDENTITY as the warehouse gives it."""
    if not text:
        return None
    if name == "fiscal_year":
        return int(text)
    return Decimal(text) if name == "self_score" else text
