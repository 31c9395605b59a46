"""The header step on invented openings (header_cases.yml)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.header import read_header
from ingest.vocabulary.reading import read_seed

CASES = yaml.safe_load((Path(__file__).parent / "header_cases.yml").read_text(encoding="utf-8"))
KINDS = {row["term"]: row["report_kind"] for row in read_seed("report_kind_term")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_header_of_opening(case: dict[str, Any]) -> None:
    header = read_header("r_1", case["text"], case.get("file", "a.txt")).header
    got = header._asdict() | {"kind": KINDS.get(header.kind_term or "")}
    expect = case["expect"]
    if expect.get("self_score"):
        expect = expect | {"self_score": Decimal(expect["self_score"])}
    assert {key: got[key] for key in expect} == expect


def test_score_span_slices_to_the_score() -> None:
    text = "部门整体支出绩效自评报告\n我局自评得　分 9 5.5分。"
    reading = read_header("r_1", text, "a.txt")
    assert reading.score_span is not None
    start, end = reading.score_span
    assert text[start:end] == "9 5.5"


def test_own_names_hold_every_spelling() -> None:
    text = "桃源县竹编局2022年度部门决算\n常德市桃源县竹编局内设3个股室。"
    assert read_header("r_1", text, "a.txt").own_names == ("常德市桃源县竹编局", "桃源县竹编局", "竹编局")


def test_text_without_any_identity_leaves_all_open() -> None:
    header = read_header("r_1", "今天天气好。", "a.txt").header
    assert set(header[1:]) == {None}
