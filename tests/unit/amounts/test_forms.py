"""Whole forms and account tables, from text to facts, in the shapes that sites and PDF readers leave them in."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.amounts import extract_amounts
from ingest.context import ReportContext
from ingest.structure import parse
from ingest.vocabulary.vocabulary import load_vocabulary

FORMS = [
    pytest.param(form, shape, id=f"{path.stem}: {form['name']} [{shape}]")
    for path in sorted((Path(__file__).parent / "forms").glob("*.yml"))
    for form in yaml.safe_load(path.read_text(encoding="utf-8"))
    for shape in form.get("shapes", ["word", "pipes", "tabs"])
]
YEAR = 2021


def in_shape(rows: list[str], shape: str) -> str:
    """Rows written a|b|c as Word cells, Word cells in pipes, rows of tabs, fields in fixed pitch, or cells one a line."""
    cells = [row.split("|") for row in rows]
    if shape == "word":
        return "\n".join("".join(f"\t{cell}\n" for cell in row) for row in cells)
    if shape == "pipes":
        return "".join(f"| {' | '.join(row)} |\n" for row in cells)
    if shape == "bare pipes":
        return "".join(f"{' | '.join(row)} |\n" for row in cells)
    if shape == "closed":
        return "".join(f"{cell} |\n" for row in cells for cell in row)
    if shape == "tabs":
        return "".join("\t".join(row) + "\n" for row in cells)
    if shape == "pitched":
        return "".join("".join(cell.ljust(18) for cell in row).rstrip() + "\n" for row in cells)
    if shape == "cells":
        return "".join(f"{cell}\n\n" for row in cells for cell in row)
    assert shape == "filled cells", shape
    return "".join(f"{cell}\n\n" for row in cells for cell in row if cell)


def facts_of(text: str, kind: str | None) -> list[str]:
    """The facts of a text, one a line, the way that forms spell them."""
    vocabulary = load_vocabulary()
    context = ReportContext("r_test", YEAR, "云岭县文化馆", kind_term=kind, own_names=("云岭县文化馆",))
    facts = set()
    for figure in extract_amounts(parse(text), text, context).figures:
        assert text[figure.char_start : figure.char_end] == figure.amount_text
        measure = vocabulary.terms[figure.measure_term or ""]
        term = vocabulary.terms.get(figure.item_term or "")
        code = (term.item if term else None) or figure.item_term or figure.item_role
        funding = vocabulary.terms[figure.funding_term].funding if figure.funding_term else "all"
        amount = f"{(figure.value * measure.sign).normalize():f}"
        name = f" | {figure.item_label}" if figure.item_role else ""
        unit = f"{figure.budget_unit}: " if figure.budget_unit else ""
        facts.add(
            f"{unit}{code} {measure.measure} {funding} {figure.fiscal_year} {amount} {figure.unit_text}{name}"
        )
    return sorted(facts)


@pytest.mark.parametrize(("form", "shape"), FORMS)
def test_form_states_these_facts(form: dict[str, Any], shape: str) -> None:
    parts = [form.get("before", ""), in_shape(form["rows"], shape), form.get("after", "")]
    expected = sorted({_normal(fact) for fact in form["facts"]})
    assert facts_of("\n".join(parts), form.get("kind")) == expected


def _normal(fact: str) -> str:
    head, bar, name = fact.partition(" | ")
    *words, amount, unit = head.split(" ")
    return " ".join([*words, f"{Decimal(amount).normalize():f}", unit]) + bar + name
