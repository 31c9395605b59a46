"""Published facts against what a careful reader takes from the same reports.

The sample reports must come out exactly. The reports of tests/corpus (styles of thirteen other places)
were used to write the rules, those of tests/heldout were labelled by readers who had not seen them.
Floors only rise.
"""

import shutil
from contextlib import closing
from decimal import Decimal
from functools import reduce
from operator import add
from pathlib import Path

import pytest

from tests import scoring
from tests.integration.conftest import Load
from warehouse.home import Home
from warehouse.query import open_published

TESTS = Path(__file__).parents[1]
SAMPLES = TESTS.parent / "samples" / "expected"
FLOORS = {"corpus": 0.99, "heldout": 0.93}  # F1 of amounts over all reports of a folder


@pytest.fixture(scope="module")
def other_reports(
    loaded: Home, workplace: Path, load: Load, tmp_path_factory: pytest.TempPathFactory
) -> Home:
    """A home with every report of tests/corpus and tests/heldout. Not to be changed."""
    inbox = tmp_path_factory.mktemp("inbox")
    for path in TESTS.glob("*/reports/*.txt"):
        shutil.copy(path, inbox)
    shutil.rmtree(workplace)
    assert load(Home(workplace), inbox) == 0
    kept = workplace.with_name("other-reports")
    shutil.copytree(workplace, kept)
    return Home(kept)


def test_samples_give_exactly_the_expected_amounts(loaded: Home) -> None:
    with closing(open_published(loaded)) as connection:
        score = reduce(add, scoring.score_amounts(connection, SAMPLES).values())
    assert (score.missed, score.extra) == ([], [])


def test_samples_are_identified(loaded: Home) -> None:
    assert _misidentified(loaded, SAMPLES / "reports.csv") == []


def test_samples_fail_exactly_the_planted_checks(loaded: Home) -> None:
    scale = {"万元": Decimal(10_000)}
    planted = {
        (
            row["source_name"],
            row["rule_code"],
            *(Decimal(row[side]) * scale.get(row["unit"], 1) for side in ("left_value", "right_value")),
        )
        for row in scoring.read_csv(SAMPLES / "contradictions.csv")
    }
    with closing(open_published(loaded)) as connection:
        found = connection.execute(
            "SELECT source_name, rule_code, left_value, right_value "
            "FROM marts.fct_reconciliation JOIN marts.dim_report USING (report_id) WHERE status = 'fail'"
        ).fetchall()
    assert set(found) == planted


@pytest.mark.parametrize("folder", FLOORS)
def test_amounts_of_other_reports(folder: str, other_reports: Home) -> None:
    with closing(open_published(other_reports)) as connection:
        scores = scoring.score_amounts(connection, TESTS / folder / "expected")
    score = reduce(add, scores.values())
    worst = "\n".join(
        f"{name}: {one.f1:.3f} missed {one.missed} extra {one.extra}" for name, one in scores.items()
    )
    assert score.f1 >= FLOORS[folder], f"F1 {score.f1:.3f}\n{worst}"


def test_corpus_reports_are_identified(other_reports: Home) -> None:
    assert _misidentified(other_reports, TESTS / "corpus" / "expected" / "reports.csv") == []


def _misidentified(home: Home, labels: Path) -> list[str]:
    """Reports whose identity is not the expected one, with both."""
    wrong = []
    with closing(open_published(home)) as connection:
        for label in scoring.read_csv(labels):
            row = connection.execute(
                f"SELECT {', '.join(scoring.IDENTITY)} FROM marts.dim_report WHERE source_name = ?",
                [label["source_name"]],
            ).fetchone()
            expected = tuple(scoring.value(name, label[name]) for name in scoring.IDENTITY)
            if row != expected:
                wrong.append(f"{label['source_name']}: {row}, expected {expected}")
    return wrong
