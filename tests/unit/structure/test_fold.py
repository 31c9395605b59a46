"""Folding keeps every offset and makes spellings uniform."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.fold import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("１２３．４５％", "123.45%"),
        ("（一）：；！？", "(一):;!?"),
        ("支出，合计。顿号、", "支出，合计。顿号、"),
        ("“三公”‘经费’「项目」", '"三公""经费""项目"'),
        ("〔2021〕﹙含﹚", "[2021](含)"),
        ("－1−2–3", "-1-2-3"),
        ("2—3～4", "2—3~4"),
        ("甲\u3000乙\u00a0丙\u200b丁", "甲 乙 丙 丁"),
        ("第一页\f第二页\u2028", "第一页\n第二页\n"),
        ("⽀出合计⼈⺠", "支出合计人民"),
        ("二〇二○年", "二〇二○年"),
        ("￥1", "¥1"),
        ("≧95 ≦5", "≥95 ≤5"),
    ],
)
def test_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
