"""Forms of several provinces in every shape that tables turn into, from raw text to indicators.

A case of `layouts.yml` is a grid, written once and laid out in the shapes of the case. Its expected rows
read: kind of indicator, levels, 〈name〉, goal → result [weight/score], project or budget unit.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.context import ReportContext
from ingest.indicators import extract_indicators
from ingest.records import Indicator
from ingest.structure import parse

CASES = yaml.safe_load((Path(__file__).parent / "layouts.yml").read_text(encoding="utf-8"))


def tabbed(cells: list[str]) -> str:
    return "\n" + "\n".join(f"\t{cell}" for cell in cells)


def parted_by_blank_lines(cells: list[str]) -> str:
    """Cells of web pages: those that are blank or span rows leave nothing."""
    return "\n\n".join(["", *filter(None, cells)])[1:]


def piped(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def closed(cells: list[str]) -> str:
    return "\n".join(f"{cell} |".strip() for cell in cells)


SHAPES = {"tabs": tabbed, "blank lines": parted_by_blank_lines, "pipes": piped, "closed cells": closed}


def laid_out(grid: str, shape: str) -> str:
    lines = [line.split("|") for line in grid.strip().split("\n")]
    return "".join(
        f"{SHAPES[shape]([cell.strip() for cell in cells]) if len(cells) > 1 else cells[0]}\n"
        for cells in lines
    )


def said(row: Indicator) -> str:
    """A row in one line, as the cases write it."""
    levels = "·".join(level for level in (row.level1, row.level2) if level)
    goal = f"{row.target_operator}{_plain(row.target_value)}{row.target_unit or ''}"
    if row.target_value is None:
        goal = row.target_text or ""
    result = (
        row.actual_text if row.actual_value is None else f"{_plain(row.actual_value)}{row.actual_unit or ''}"
    )
    parts = [row.indicator_kind, levels, f"〈{row.indicator_name}〉"]
    if goal or result:
        parts.append(f"{goal} → {result}")
    if row.weight is not None or row.score is not None:
        parts.append(f"[{_plain(row.weight)}/{_plain(row.score)}]")
    return " ".join(filter(None, [*parts, row.project_name, row.budget_unit]))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


@pytest.mark.parametrize(
    ("case", "shape"),
    [
        pytest.param(case, shape, id=f"{case['name']}, {shape}")
        for case in CASES
        for shape in case.get("shapes", SHAPES)
    ],
)
def test_rows_of_a_layout(case: dict[str, Any], shape: str) -> None:
    rows = extract_indicators(
        parse(laid_out(case["grid"], shape)), ReportContext("r_0123456789abcdef", 2022), None
    )
    assert [said(row) for row in rows if row.indicator_kind != "sheet_sum"] == case["expect"]
