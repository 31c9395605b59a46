"""Goals that stand in sentences."""

from collections.abc import Callable

import pytest

from ingest.records import Indicator

Extract = Callable[..., list[Indicator]]


def goals(rows: list[Indicator]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (r.indicator_name, r.target_operator, f"{r.target_value:f}", None if r.actual_value is None else f"{r.actual_value:f}")
        for r in rows
        if r.indicator_kind == "performance"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "目标1：新建驿站6个、步道20公里以上。",
            [("新建驿站", "=", "6", None), ("新建步道", ">=", "20", None)],
        ),
        ("计划培训≥200人次，完成186人次，扣0.7分。", [("培训", ">=", "200", "186")]),
        ("居民满意度指标值≥90%，实际完成95.2%。", [("居民满意度", ">=", "90", "95.2")]),
        ("目标值为清淤沟渠30公里，实际完成32公里。", [("清淤沟渠", "=", "30", "32")]),
        ("全年培训护林员300人次。", []),
    ],
)
def test_goals_of_a_sentence(
    rows_of_prose: Extract, sentence: str, expected: list[tuple[str, str, str, str | None]]
) -> None:
    assert goals(rows_of_prose(sentence)) == expected


def test_sentences_under_a_heading_of_goals(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("完成造林500亩，带动增收60万元以上。", "年度绩效目标")
    assert goals(rows) == [("完成造林", "=", "500", None), ("带动增收", ">=", "60", None)]


def test_goals_beside_their_label(rows_of_table: Extract) -> None:
    rows = rows_of_table("·|·\n年度绩效目标|目标1：救助候鸟80只；目标2：巡护湿地120次。")
    assert goals(rows) == [("救助候鸟", "=", "80", None), ("巡护湿地", "=", "120", None)]
    assert [r.level3 for r in rows] == ["目标1", "目标2"]
