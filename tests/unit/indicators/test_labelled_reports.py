"""Whole reports against the labels of readers who had not seen the rules.

Only the reports a01 to a08 of tests/heldout are read here; rules may be written after their labels.
Floors only rise.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.extract import extract
from ingest.inbox import read_inbox
from ingest.indicators.wording import likeness
from ingest.records import Indicator
from tests.scoring import SCALE, read_csv

HELDOUT = Path(__file__).parents[2] / "heldout"
NOW = datetime(2024, 5, 1, tzinfo=UTC)
KINDS = ("performance", "evaluation", "staffing", "asset", "achievement")
FLOORS = {"performance": 0.95, "evaluation": 0.95, "staffing": 0.95, "asset": 0.95}  # F1
ACHIEVEMENT_RECALL = 0.95

Label = dict[str, str]


class Counts(NamedTuple):
    found: int
    missed: list[str]
    extra: list[str]

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + len(self.missed) + len(self.extra))


@pytest.fixture(scope="module")
def read() -> dict[str, list[Indicator]]:
    """The indicators of each report, by its name."""
    documents = read_inbox(HELDOUT / "reports", NOW).documents
    return {
        document.source_name.removesuffix(".txt"): extract(document, NOW).indicators
        for document in documents
        if document.source_name.startswith("a")
    }


@pytest.fixture(scope="module")
def counts(read: dict[str, list[Indicator]]) -> dict[str, Counts]:
    """What was found, by kind. Optional labels cost nothing, missed or found."""
    by_kind = {kind: Counts(0, [], []) for kind in KINDS}
    for name, rows in read.items():
        labels = read_csv(HELDOUT / "expected" / f"{name}.indicators.csv")
        for kind in KINDS:
            found, missed, extra = by_kind[kind]
            left = [row for row in rows if row.indicator_kind == kind]
            wanted = [label for label in labels if label["indicator_kind"] == kind]
            for label in sorted(wanted, key=lambda label: label["status"] != "required"):
                hit = next((row for row in left if _agree(label, row)), None)
                if hit is not None:
                    left.remove(hit)
                    found += label["status"] == "required"
                elif label["status"] == "required":
                    missed.append(f"{name}: {label['quote']}")
            extra += [f"{name}: {row.indicator_name} {row.evidence}" for row in left]
            by_kind[kind] = Counts(found, missed, extra)
    return by_kind


def _agree(label: Label, row: Indicator) -> bool:
    words = " ".join(
        text or ""
        for text in (row.indicator_name, row.level1, row.level2, row.level3, row.target_text, row.evidence)
    )
    if any(want is not None and want != got for want, got in _values(label, row)):
        return False
    return likeness(label["indicator_name"], words) >= 0.3


def _values(label: Label, row: Indicator) -> Iterator[tuple[Decimal | None, Decimal | None]]:
    """The numbers of a label, each with that of the row, money in yuan."""
    for side in ("target", "actual"):
        unit = getattr(row, f"{side}_unit")
        yield (
            _scaled(label[f"{side}_value"], label[f"{side}_unit"]),
            _scaled(getattr(row, f"{side}_value"), unit),
        )
    yield _scaled(label["weight"], None), row.weight
    yield _scaled(label["score"], None), row.score


def _scaled(value: str | Decimal | None, unit: str | None) -> Decimal | None:
    return None if value in ("", None) else Decimal(value) * SCALE.get(unit or "", 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", FLOORS)
def test_rows_of_a_kind(kind: str, counts: dict[str, Counts]) -> None:
    score = counts[kind]
    assert score.found > 0
    assert score.f1 >= FLOORS[kind], f"F1 {score.f1:.3f} missed {score.missed} extra {score.extra}"


def test_claims_are_found(counts: dict[str, Counts]) -> None:
    score = counts["achievement"]
    recall = score.found / (score.found + len(score.missed))
    assert recall >= ACHIEVEMENT_RECALL, f"recall {recall:.3f} missed {score.missed}"
