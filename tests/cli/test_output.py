"""How money, sentences and JSON are printed, and how a figure is found in its sentence."""

import io
import json
from decimal import Decimal

import pytest
from rich.cells import cell_len
from rich.console import Console

from cli import evidence, output
from warehouse.terminal import shown


@pytest.mark.parametrize(
    ("yuan", "told"),
    [
        ("5924000", "592.40 万元"),
        ("5201274.50", "5,201,274.50 元"),  # in 万元 it would be rounded
        ("8600", "8,600.00 元"),
        ("-100000", "-10.00 万元"),
        ("0", "0.00 元"),
        ("28600000000000", "2,860,000,000.00 万元"),
    ],
)
def test_money_is_told_in_the_unit_in_which_it_is_exact(yuan: str, told: str) -> None:
    assert output.money(Decimal(yuan)) == told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [("96.880000", "%", "96.88%"), ("30.000000", "人", "30 人"), ("97", "分", "97 分"), ("10000", "元", "1.00 万元"), ("5", None, "5")],
)  # fmt: skip
def test_a_quantity_says_its_unit(value: str, unit: str | None, told: str) -> None:
    assert output.quantity(Decimal(value), unit) == told


def test_the_figure_of_a_sentence_is_marked_without_colour_too() -> None:
    assert output.sentence("支出12.50万元。", [(2, 7)]).plain == "支出«12.50»万元。"


def test_markup_and_control_characters_of_a_sentence_are_shown_as_they_are() -> None:
    written = io.StringIO()
    Console(file=written, force_terminal=True, color_system="truecolor").print(
        output.sentence("[red]a\x1b[31m[/]")
    )
    assert written.getvalue().strip() == "[red]a\\x1b[31m[/]"


def test_line_breaks_stay_and_tabs_become_blanks() -> None:
    assert shown("a\tb\nc\r") == "a       b\nc\\r"


def test_json_survives_its_own_escapes() -> None:
    value = {"a": "\x1b\x9b\u202e\u2028甲", "b": [Decimal("1.5"), Decimal("2.00")]}
    text = output.json_text(value)
    assert not {"\x1b", "\x9b", "\u202e", "\u2028"} & set(text)
    assert json.loads(text) == {"a": "\x1b\x9b\u202e\u2028甲", "b": [1.5, 2]}


def test_wide_characters_align() -> None:
    console = Console(file=io.StringIO(), width=80, record=True)
    table = output.table("部门", "n")
    for name in ("云岭县档案局", "ab", "省"):
        table.add_row(output.words(name), "1")
    console.print(table)
    assert len({cell_len(line) for line in console.export_text().splitlines()}) == 1


TEXT = "表：\n甲 | 5.00 | 5.00\n乙   5.00  5.00 尾"


def test_of_equal_figures_the_one_with_the_same_neighbours_is_marked() -> None:
    start = TEXT.rindex("5.00")
    evidence_text = "乙 5.00 5.00 尾"
    assert evidence.figure_in(evidence_text, TEXT, start, start + 4) == (7, 11)
    assert evidence.figure_in(evidence_text, TEXT, start - 6, start - 2) == (2, 6)


def test_a_figure_that_the_evidence_does_not_hold_is_not_marked() -> None:
    assert evidence.figure_in("***", TEXT, 6, 10) is None


def test_a_number_within_another_is_none() -> None:
    assert evidence.occurrences("13.5万元和3.5万元、3.51、3,500、3", "3.5") == [(7, 10)]


def test_a_number_before_a_comma_of_the_sentence_is_one() -> None:
    assert evidence.occurrences("共3, 其中", "3") == [(1, 2)]


def test_no_mark_lies_within_another() -> None:
    assert evidence.figures_in("支出12.50万元，2.50", ["12.50", "2.50", "50"]) == [(2, 7), (10, 14)]


def test_what_differs_between_two_sentences_is_marked() -> None:
    assert evidence.differing("支出592.40万元，增长8.86%", "支出582.40万元，增长8.86%") == [(2, 8)]
