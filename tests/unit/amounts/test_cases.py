"""Tricky sentences, one phenomenon each: the facts that they state, and nothing else."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.amounts import extract_amounts
from ingest.context import ReportContext
from ingest.structure.fold import fold
from ingest.structure.model import Heading, Paragraph
from ingest.vocabulary.vocabulary import load_vocabulary

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
YEAR = 2021


def facts_of(case: dict[str, Any]) -> list[str]:
    """The facts that the extractor reads in a case, spelled as the cases spell them."""
    vocabulary = load_vocabulary()
    paragraphs: list[Paragraph] = []
    stored = ""
    for text, headings in ((case.get("title"), ()), (case["text"], case.get("headings", ()))):
        if text:
            above = tuple(Heading(level, fold(words)) for level, words in enumerate(headings, 1))
            paragraphs.append(Paragraph(fold(text), len(stored), None, above))
            stored += text + "\n"
    own_names = tuple(case.get("own_names", ()))
    context = ReportContext("r_test", YEAR, case.get("department"), None, case.get("kind"), own_names)
    facts = set()
    for figure in extract_amounts(list(paragraphs), stored, context).figures:
        measure = vocabulary.terms[figure.measure_term or ""]
        if measure.measure == "balance_total":
            continue
        term = figure.item_term
        code = (
            (vocabulary.terms[term].item or term if term in vocabulary.terms else term)
            if term
            else figure.item_role
        )
        funding = vocabulary.terms[figure.funding_term].funding if figure.funding_term else "all"
        amount = (figure.value * measure.sign).normalize()
        name = f" | {figure.item_label}" if code in ("project.item", "other") else ""
        unit = f"{figure.budget_unit}: " if figure.budget_unit else ""
        facts.add(
            f"{unit}{code} {measure.measure} {funding} {figure.fiscal_year} {amount:f} {figure.unit_text}{name}"
        )
        assert stored[figure.char_start : figure.char_end] == figure.amount_text
    return sorted(facts)


@pytest.mark.parametrize("case", CASES)
def test_sentence_states_these_facts(case: dict[str, Any]) -> None:
    expected = sorted(_normal(fact) for fact in case["facts"])
    assert facts_of(case) == expected


def _normal(fact: str) -> str:
    head, bar, name = fact.partition(" | ")
    words = head.split()
    words[-2] = f"{Decimal(words[-2]).normalize():f}"
    return " ".join(words) + bar + name
