"""What no report can state is taken out, and its number ends as an unread one."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.extract import ExtractionResult, extract
from ingest.inbox import read_inbox

Extracted = Callable[[str], ExtractionResult]
NOW = datetime(2024, 5, 1, tzinfo=UTC)
TITLE = "安吉县竹林气象服务局2022年度部门整体支出绩效自评报告\n一、收支情况\n"


@pytest.fixture
def extracted(tmp_path: Path) -> Extracted:
    def extracted(sentence: str) -> ExtractionResult:
        (tmp_path / "report.txt").write_text(TITLE + sentence, encoding="utf-8")
        return extract(read_inbox(tmp_path, NOW).documents[0], NOW)

    return extracted


@pytest.mark.parametrize(
    "sentence",
    [
        "2035年预算安排7万元。",
        "1949年实际支出3万元。",
        "2022年实际支出99999999999999999999999万元。",
        "2022年实际支出12345678901234567890万元。",
        "2022年实际支出1.15万亿元。",
        "2022年实际支出24800亿元。",
    ],
)
def test_no_figure(sentence: str, extracted: Extracted) -> None:
    result = extracted(sentence)
    assert result.figures == []
    counts = result.extraction
    assert counts.number_count == counts.fact_count + counts.context_count + counts.unread_count


@pytest.mark.parametrize(
    "sentence",
    [
        "编制9999999999人。",
        "全年培训1200人次，同比增长9999999999999%。",
        "负债12345678901234567890亿元。",
        "在职人数-3人。",
        "全年受理热线13800138000个。",
    ],
)
def test_no_indicator(sentence: str, extracted: Extracted) -> None:
    assert extracted(sentence).indicators == []


def test_a_year_to_come_is_not_the_year_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("安吉县竹林气象服务局2035年度部门决算\n", encoding="utf-8")
    assert extract(read_inbox(tmp_path, NOW).documents[0], NOW).header.fiscal_year is None


@pytest.mark.parametrize(
    "contact",
    ["传真：85551234", "电话号码：85551234", "联系方式：85551234", "手机138 0013 8000", "手机１３８００１３８０００",
     "投诉电话0571－85551234转1"],
)  # fmt: skip
def test_contacts_stay_out_of_the_evidence(contact: str, extracted: Extracted) -> None:
    result = extracted(f"2022年实际支出1205.15万元，{contact}。")
    assert [figure.amount_text for figure in result.figures] == ["1205.15"]
    assert "***" in result.figures[0].evidence
    assert "5551234" not in result.figures[0].evidence


@pytest.mark.parametrize("told", ["99999亿元", "9999999999.9%"])
def test_no_change_that_no_department_knows(told: str, extracted: Extracted) -> None:
    result = extracted(f"2022年实际支出1205.15万元，较上年增加{told}。")
    assert [figure.amount_text for figure in result.figures] == ["1205.15"]
    assert result.relations == []


def test_a_contact_written_as_money_stays_out_of_unread_numbers(extracted: Extracted) -> None:
    result = extracted("完成公路38公里，咨询电话：85551234万元。")
    assert result.unread
    assert not any("85551234" in number.evidence for number in result.unread)


def test_a_name_is_masked_where_its_label_stands_outside_the_words_about_a_number(
    extracted: Extracted,
) -> None:
    result = extracted("经办：王建国。" + "仅供内部参考" * 9 + "系数3.75。")
    evidence = [number.evidence for number in result.unread if number.number_text == "3.75"]
    assert evidence
    assert not any("王建国" in words for words in evidence)


def test_characters_of_no_width_do_not_cut_a_number(extracted: Extracted) -> None:
    assert [str(figure.value) for figure in extracted("2022年实际支出12\u200b05.15万元。").figures] == [
        "1205.15"
    ]


def test_names_of_people_stay_out_of_items(extracted: Extracted) -> None:
    result = extracted(
        "二、项目支出情况\n1、王建国慰问金项目支出3万元。\n2、由李小梅同志负责的古树挂牌经费支出2万元。\n"
    )
    published = " ".join(
        str(value)
        for rows in (result.figures, result.indicators, result.unread)
        for row in rows
        for value in row
    )
    assert len(result.figures) == 2
    assert not any(name in published for name in ("王建国", "李小梅"))


SHEET = """一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 得分
投入 | 预算配置 | 支出安排率 | {weight} | 按比例计分 | {score}
产出 | 职责履行 | 活动完成率 | 90 | 按比例计分 | 88
"""


@pytest.mark.parametrize(("weight", "score"), [("0.001", "0"), ("10", "0.004"), ("0.0099", "0.0099")])
def test_no_mark_that_would_be_published_as_nothing(weight: str, score: str, extracted: Extracted) -> None:
    result = extracted(f"单位评分表\n{SHEET.format(weight=weight, score=score)}")
    assert [row.indicator_name for row in result.indicators] == ["活动完成率"]
    assert {number.number_text for number in result.unread} >= {weight, score}


@pytest.mark.parametrize(("weight", "score"), [("0.01", "0"), ("0.5", "0.25"), ("10", "0"), ("10", "9.375")])
def test_small_marks_and_zero_are_marks(weight: str, score: str, extracted: Extracted) -> None:
    result = extracted(f"单位评分表\n{SHEET.format(weight=weight, score=score)}")
    assert [row.indicator_name for row in result.indicators] == ["支出安排率", "活动完成率"]
