"""What the generator promises: the same bytes for the same seed, books that balance, and no fact that is not stated."""

import random
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.broken import BROKEN
from corpus.corpus import Plan, files
from corpus.ledger import YEARS, years
from corpus.writing import data, layouts
from ingest.inbox import read_inbox

ALL_LAYOUTS = len(layouts()) * YEARS  # reports until every layout has had its turn


def test_same_seed_same_bytes() -> None:
    plan = Plan(ALL_LAYOUTS, seed=7)
    assert list(files(plan)) == list(files(plan))


def test_another_seed_another_corpus() -> None:
    one, other = (list(files(Plan(ALL_LAYOUTS, seed=seed, broken=0))) for seed in (1, 2))
    assert not {file.content for file in one} & {file.content for file in other}


def test_a_part_is_the_same_as_in_the_whole() -> None:
    plan = Plan(ALL_LAYOUTS, seed=3)
    assert list(files(plan, first=5 * YEARS)) == list(files(plan))[5 * YEARS :]


def test_departments_differ() -> None:
    names = [file.written.identity["department_name"] for file in files(Plan(400, broken=0)) if file.written]
    assert set(Counter(names).values()) == {YEARS}


def test_more_reports_than_departments_are_refused() -> None:
    with pytest.raises(ValueError, match="can be told apart"):
        next(files(Plan(10_000_000)))


@pytest.mark.parametrize("seed", range(5))
def test_books_balance(seed: int) -> None:
    for book in years(random.Random(seed), data("bureaus")["水利局"], 2_000):
        available = sum(
            book.amount("total", measure)
            for measure in ("initial_budget", "budget_adjustment", "carryover_in")
        )
        assert available == book.amount("total", "adjusted_budget")
        assert available - book.amount("total", "expenditure") == book.amount("total", "carryover_out")
        for part in ("initial_budget", "adjusted_budget", "expenditure"):
            assert sum(book.amount("project.item", part, name=p.name) for p in book.projects) == book.amount(
                "project", part
            )
        assert all(amount >= 0 for amount in book.amounts.values())


def test_what_one_year_leaves_the_next_brings_forward() -> None:
    books = list(years(random.Random(1), data("bureaus")["林业局"], 900))
    left = [book.amount("total", "carryover_out") for book in books]
    assert [book.amount("total", "carryover_in") for book in books[1:]] == left[:-1]


def test_every_expected_amount_is_stated() -> None:
    for file in files(Plan(ALL_LAYOUTS, contradictions=0.5, broken=0)):
        assert file.written
        text = re.sub(r"\n(- \d+ -\n\n)?", "", file.written.text)  # a line or page may end within a figure
        assert [fact["quote"] for fact in file.written.amounts if fact["quote"] not in text] == []


def test_every_layout_states_amounts_and_goals() -> None:
    for file in files(Plan(ALL_LAYOUTS, broken=0)):
        assert file.written
        assert file.written.amounts and file.written.indicators, file.name


def test_contradictions_are_planted_as_often_as_asked() -> None:
    plain, wrong = (list(files(Plan(ALL_LAYOUTS, contradictions=share, broken=0))) for share in (0, 1))
    assert not any(file.written.contradictions for file in plain if file.written)
    assert all(len(file.written.contradictions) == 1 for file in wrong if file.written)


def test_broken_files_are_as_many_as_asked() -> None:
    found = list(files(Plan(400, broken=0.25)))
    assert 60 < sum(file.written is None for file in found) < 140


@pytest.mark.parametrize("kind", BROKEN, ids=lambda kind: f"{kind.suffix[1:]}-{kind.reason}")
def test_broken_files_are_turned_away(kind: object, tmp_path: Path) -> None:
    (tmp_path / f"broken{kind.suffix}").write_bytes(kind.make("绩效自评报告" * 500, random.Random(1)))  # type: ignore[attr-defined]
    rejected = read_inbox(tmp_path, datetime.now(UTC)).rejected
    assert [file.reason_code for file in rejected] == [kind.reason]  # type: ignore[attr-defined]


def test_a_folder_that_holds_something_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = subprocess.run(
        [sys.executable, "-m", "corpus"],
        env={"N": "4", "CORPUS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [tmp_path / "mine.txt"])
    assert "is not empty" in done.stderr


def test_settings_that_are_no_shares_are_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corpus"], env={"BROKEN": "2"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "BROKEN between 0 and 1" in done.stderr
