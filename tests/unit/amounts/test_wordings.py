"""Every wording of a measure, an item or a source: in a sentence, in a table's head and in its row label."""

from pathlib import Path

import pytest
import yaml

from tests.unit.amounts.test_cases import facts_of as facts_of_case
from tests.unit.amounts.test_forms import facts_of as facts_of_text
from tests.unit.amounts.test_forms import in_shape

SHAPES = ("word", "cells", "pipes", "tabs")
WORDINGS = Path(__file__).parent / "wordings"


def wordings(name: str) -> list[tuple[str, str]]:
    """Pairs of a code and one of its wordings."""
    lists: dict[str, list[str]] = yaml.safe_load((WORDINGS / f"{name}.yml").read_text(encoding="utf-8"))
    return [(code, word) for code, words in lists.items() for word in words]


def facts_of_rows(rows: list[str], shape: str, caption: str = "", kind: str | None = None) -> list[str]:
    return facts_of_text(f"{caption}\n单位：万元\n{in_shape(rows, shape)}", kind)


def measure_of(code: str) -> tuple[str, str]:
    """Sign and measure, and source, of a code such as -budget_adjustment/all."""
    measure, _, source = code.partition("/")
    return measure, source


@pytest.mark.parametrize(("code", "word"), wordings("measures"))
def test_measure_in_a_sentence(code: str, word: str) -> None:
    measure, source = measure_of(code)
    sign = "-" if measure.startswith("-") else ""
    item, subject = ("total", "我局") if measure == "revenue" else ("project", "项目支出")
    fact = f"{item} {measure.lstrip('-')} {source} 2021 {sign}120 万元"
    assert facts_of_case({"text": f"2021年{subject}{word}120万元。"}) == [fact]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("code", "word"), wordings("measures"))
def test_measure_in_a_head(code: str, word: str, shape: str) -> None:
    measure, source = measure_of(code)
    sign = "-" if measure.startswith("-") else ""
    facts = facts_of_rows([f"项目|{word}|备注", "基本支出|120|—", "项目支出|60|—"], shape)
    stated = f"{measure.lstrip('-')} {source} 2021 {sign}"
    assert facts == [f"basic {stated}120 万元", f"project {stated}60 万元"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("code", "word"), wordings("measures"))
def test_measure_in_a_row(code: str, word: str, shape: str) -> None:
    measure, source = measure_of(code)
    sign = "-" if measure.startswith("-") else ""
    facts = facts_of_rows(["项目|金额|备注", "基本支出|120|—", f"{word}|60|—"], shape, "部门资金情况")
    own = f"total {measure.lstrip('-')} {source} 2021 {sign}60 万元"
    assert facts == sorted(["basic expenditure all 2021 120 万元", own])


@pytest.mark.parametrize(("item", "word"), wordings("items"))
def test_item_in_a_sentence(item: str, word: str) -> None:
    facts = facts_of_case({"text": f"2021年{word}年初预算120万元，支出决算110万元。"})
    assert facts == [f"{item} expenditure all 2021 110 万元", f"{item} initial_budget all 2021 120 万元"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("item", "word"), wordings("items"))
def test_item_in_a_row(item: str, word: str, shape: str) -> None:
    facts = facts_of_rows(["项目|预算数|决算数", f"{word}|120|110"], shape, "支出情况表")
    assert facts == [f"{item} expenditure all 2021 110 万元", f"{item} initial_budget all 2021 120 万元"]


@pytest.mark.parametrize(("source", "word"), wordings("sources"))
def test_source_in_a_sentence(source: str, word: str) -> None:
    facts = facts_of_case({"text": f"2021年项目支出决算500万元，其中：{word}120万元，其他资金8万元。"})
    assert set(facts) == {
        "project expenditure all 2021 500 万元",
        f"project expenditure {source} 2021 120 万元",
        "project expenditure other 2021 8 万元",
    }


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("source", "word"), wordings("sources"))
def test_source_in_a_row(source: str, word: str, shape: str) -> None:
    rows = [
        "项目资金|全年预算数(A)|全年执行数(B)|执行率",
        "年度资金总额|500|480|96%",
        f"其中：{word}|120|110|91.7%",
    ]
    facts = facts_of_rows(rows, shape, "项目名称：古籍修复经费", "project_expenditure")
    assert set(facts) == {
        "project.item adjusted_budget all 2021 500 万元 | 古籍修复经费",
        "project.item expenditure all 2021 480 万元 | 古籍修复经费",
        f"project.item adjusted_budget {source} 2021 120 万元 | 古籍修复经费",
        f"project.item expenditure {source} 2021 110 万元 | 古籍修复经费",
    }
