"""Sentences and clauses end where a reader would end them."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.sentences import split_clauses, split_sentences


def sentences(text: str) -> list[str]:
    return [text[b:e] for b, e in split_sentences(text)]


def clauses(text: str) -> list[str]:
    return [text[b:e] for b, e in split_clauses(text)]


def test_sentences_end_at_stops() -> None:
    assert sentences("甲为1元。乙为2元;丙!丁") == ["甲为1元。", "乙为2元;", "丙!", "丁"]


def test_brackets_hold_together() -> None:
    assert sentences("支出9元(其中甲5元;乙4元)。完") == ["支出9元(其中甲5元;乙4元)。", "完"]


def test_an_open_bracket_holds_nothing() -> None:
    assert sentences("(甲。乙。") == ["(甲。", "乙。"]


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    assert sentences('称"已完成。"再') == ['称"已完成。"', "再"]


def test_clauses_end_at_commas() -> None:
    assert clauses("收入9元，支出8元,结余1元") == ["收入9元，", "支出8元,", "结余1元"]


def test_a_grouping_comma_ends_nothing() -> None:
    assert clauses("支出1,234元,结余5元") == ["支出1,234元,", "结余5元"]


def test_clauses_of_a_part() -> None:
    assert split_clauses("甲，乙。丙，丁", 4, 7) == [(4, 6), (6, 7)]


@given(st.text(alphabet='甲1，,。;()《》"'))
def test_spans_cover_the_text(text: str) -> None:
    for split in (split_sentences, split_clauses):
        assert "".join(text[b:e] for b, e in split(text)) == text
