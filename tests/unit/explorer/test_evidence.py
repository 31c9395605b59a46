"""Texts are cut at their marks, persons stay hidden, and numbers find their side of a check."""

from decimal import Decimal
from typing import Any

import pytest

from explorer import evidence
from explorer.evidence import LEFT, RIGHT, Mark

TEXT = "年初预算300万元，支出280万元。"
BUDGET = Mark(4, 7, "budget", "a_1")
SPENDING = Mark(12, 15, "expenditure", "a_2")


def shown(pieces: list[evidence.Piece]) -> list[tuple[str, str]]:
    return [(piece.text, " ".join(mark.kind for mark in piece.marks)) for piece in pieces]


def test_a_text_is_cut_at_its_marks() -> None:
    assert shown(evidence.pieces(TEXT, 0, len(TEXT), [BUDGET, SPENDING], [])) == [
        ("年初预算", ""),
        ("300", "budget"),
        ("万元，支出", ""),
        ("280", "expenditure"),
        ("万元。", ""),
    ]


def test_marks_that_overlap_share_a_piece() -> None:
    wide = Mark(4, 9, "left", "c_1")
    found = evidence.pieces(TEXT, 0, len(TEXT), [BUDGET, wide], [])
    assert shown(found)[1:3] == [("300", "budget left"), ("万元", "left")]
    assert found[1].starts == (BUDGET, wide)


def test_what_is_hidden_shows_as_stars_once_even_under_a_mark() -> None:
    inside = Mark(5, 6, "budget", "a_1")
    assert "".join(p.text for p in evidence.pieces(TEXT, 0, len(TEXT), [inside], [(4, 7)])) == TEXT.replace(
        "300", "***"
    )


def test_a_mark_of_another_part_is_left_out() -> None:
    assert shown(evidence.pieces(TEXT, 0, 10, [BUDGET, SPENDING], [])) == [
        ("年初预算", ""),
        ("300", "budget"),
        ("万元，", ""),
    ]


def test_persons_and_their_numbers_are_hidden() -> None:
    text = "第一行。\n联系人：张伟，联系电话：13912345678。\n支出280万元。"
    spans = evidence.hidden({"text": text, "layout": None}, 0, len(text))
    assert [text[start:end] for start, end in spans] == ["张伟", "13912345678"]


def test_a_person_whom_a_table_lists_is_hidden_everywhere() -> None:
    text = "单位：人\n姓名\t职务\n欧阳明远\t组员\n司马长青\t组员\n\n会上欧阳明远说明了情况。"
    spans = evidence.hidden({"text": text, "layout": None}, 0, len(text))
    assert "欧阳明远" not in "".join(p.text for p in evidence.pieces(text, 0, len(text), [], spans))


def test_a_line_that_cannot_be_matched_is_hidden_whole() -> None:
    assert list(evidence._left_out("张伟到会", "李***到会")) == [(0, 4)]


def test_a_long_text_is_parted_between_lines_without_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "PART_CHARACTERS", 10)
    text = "一二三四五\n六七八\n九十一二三四五六七八九十"
    parts = evidence.parts(text)
    assert "".join(text[start:end] for start, end in parts) == text
    assert parts[0] == (0, 10)
    assert all(end - start <= 10 for start, end in parts)


def test_an_offset_is_found_in_its_part() -> None:
    assert [evidence.part_of([(0, 10), (10, 20)], offset) for offset in (0, 9, 10, 19)] == [0, 0, 1, 1]


def test_an_empty_text_is_one_empty_part() -> None:
    assert evidence.parts("") == [(0, 0)]
    assert evidence.pieces("", 0, 0, [], []) == []


def check(**given: Any) -> dict[str, Any]:
    base = {
        "left_label": "基本支出 100万元 + 项目支出 190万元",
        "right_label": "整体支出 280万元",
        "left_value": Decimal(2900000),
        "right_value": Decimal(2800000),
        "left_evidence": "基本支出100万元，项目支出190万元，共280万元",
        "right_evidence": "实际支出280万元",
    }
    return base | given


@pytest.mark.parametrize(("number", "side"), [("100", LEFT), ("190", LEFT), ("280", RIGHT)])
def test_a_number_belongs_to_the_side_whose_label_names_it(number: str, side: str) -> None:
    assert evidence.side_of(number, check()) == side


def test_a_number_within_a_longer_one_is_not_named_by_it() -> None:
    assert evidence.side_of("80", check(left_label="补助 80万元", right_label="支出 280万元")) == LEFT


def test_without_labels_the_sentence_tells_the_side() -> None:
    labels = {"left_label": "支出", "right_label": "收入"}
    assert evidence.side_of("100", check(**labels, right_evidence="收入为190万元")) == LEFT


def test_where_neither_words_tell_the_amount_does() -> None:
    words = dict.fromkeys(
        ("left_label", "right_label", "left_evidence", "right_evidence"), "支出280万元，又290万元"
    )
    assert evidence.side_of("280", check(**words)) == RIGHT
    assert evidence.side_of("290", check(**words)) == LEFT


def test_a_quotation_is_found_across_line_ends_and_widths() -> None:
    text = "说明：支出\n２80万元；余20。"
    found = evidence.find_quotation("支出 280万元;余20", text)
    assert found and text[slice(*found)] == "支出\n２80万元；余20"


def test_a_quotation_that_is_not_there_is_not_found() -> None:
    assert evidence.find_quotation("支出290万元", "支出280万元") is None
    assert evidence.find_quotation("", "支出280万元") is None


def test_a_side_without_a_place_is_found_in_the_cell_that_it_quotes() -> None:
    text = "目标\t完成投资12亿元\n结果\t完成投资14亿元，完成度分别为177%、173%"
    row = check(
        report_id="r_1",
        right_value=Decimal("177.000000"),
        right_evidence="目标 | 完成投资14亿元，完成度分别为177%、173%",
    )
    (side,) = evidence._by_quotation(row, RIGHT, text)
    assert text[side.start : side.end] == "177"


def test_a_sum_that_no_cell_holds_leads_to_the_longest_cell_that_it_quotes() -> None:
    text = "老年人健康管理率\t8.5\n"
    row = check(report_id="r_1", left_value=Decimal("96.500000"), left_evidence="老年人健康管理率 | 8.5")
    (side,) = evidence._by_quotation(row, LEFT, text)
    assert text[side.start : side.end] == "老年人健康管理率"
