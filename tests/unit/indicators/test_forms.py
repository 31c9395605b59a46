"""Whole forms and reports of several provinces, from raw text to indicators.

`forms/<name>.csv` holds the expected rows of `forms/<name>.txt`, or of the report of that name in
tests/corpus/reports.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.context import ReportContext
from ingest.indicators import extract_indicators
from ingest.records import Indicator
from ingest.structure import parse

FORMS = Path(__file__).parent / "forms"
CORPUS = Path(__file__).parents[2] / "corpus" / "reports"
EXPECTED = sorted(FORMS.glob("*.csv"))
UNLISTED = ("achievement", "sheet_sum")
FIELDS = [
    "indicator_kind",
    "level1",
    "level2",
    "indicator_name",
    "project_name",
    "target_operator",
    "target_value",
    "target_unit",
    "actual_value",
    "actual_unit",
    "weight",
    "score",
]


def read_form(name: str) -> str:
    own = FORMS / f"{name}.txt"
    return (own if own.exists() else CORPUS / f"{name}.txt").read_text(encoding="utf-8")


def indicators_of(text: str) -> list[Indicator]:
    return extract_indicators(parse(text), ReportContext("r_0123456789abcdef", 2022), None)


def written(value: object) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_rows_of_a_form(expected: Path) -> None:
    with expected.open(encoding="utf-8", newline="") as lines:
        wanted = [tuple(row[field] for field in FIELDS) for row in csv.DictReader(lines)]
    rows = [row for row in indicators_of(read_form(expected.stem)) if row.indicator_kind not in UNLISTED]
    assert [tuple(written(getattr(row, field)) for field in FIELDS) for row in rows] == wanted


@pytest.mark.parametrize("form", sorted(FORMS.glob("*.txt")), ids=lambda path: path.stem)
def test_offsets_slice_the_number_or_the_cell(form: Path) -> None:
    text = read_form(form.stem)
    for row in indicators_of(text):
        piece = text[row.char_start : row.char_end]
        assert piece == piece.strip() and piece


@pytest.mark.parametrize("form", sorted(FORMS.glob("*.txt")), ids=lambda path: path.stem)
def test_no_personal_data_leaves_the_text(form: Path) -> None:
    rows = " ".join(str(value) for row in indicators_of(read_form(form.stem)) for value in row)
    assert not any(secret in rows for secret in ("周大海", "王立国", "赵建国", "13912345678", "7654321"))


def test_rules_are_in_the_seed_that_gives_their_confidence() -> None:
    seed = Path(__file__).parents[3] / "dbt_project" / "seeds" / "extraction_rule.csv"
    with seed.open(encoding="utf-8", newline="") as lines:
        known = {row["rule"] for row in csv.DictReader(lines)}
    source = " ".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[3] / "ingest" / "indicators").glob("*.py")
    )
    named = set(re.findall(r'"(\w+_(?:table|claim|prose|clause|cell))"', source))
    assert named and named <= known
