"""What must not change what is extracted: widths, blanks, line ends, hard wraps, and the report before.

A hard wrap says nothing as far as the text leaves it decidable. Four breaks may mean something, and are
left out: one right behind 。, where a paragraph may end; one before an ordinal, where a new point begins;
one that leaves a line of fewer than 20 characters before it, which may be a heading, a field of a form or
a cell; and one between words that may be a title and words with a colon that may be a field.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.amounts import AmountResult, extract_amounts
from ingest.amounts.rules.names import starts_point
from ingest.context import ReportContext
from ingest.decode import Decoded, decode
from ingest.extract import extract
from ingest.records import Document
from ingest.structure import parse
from ingest.structure.fold import fold

CONTEXT = ReportContext("r_1", 2022, "云溪县档案馆", own_names=("云溪县档案馆",))
SENTENCES = (
    "2022年我馆基本支出318.46万元，其中人员经费240.31万元，公用经费78.15万元。",
    "项目支出1205.6万元，其中馆藏数字化项目800万元、库房改造项目405.6万元。",
    "2022年年初预算1400万元，本年追加124.06万元，上年结转60万元。",
    "年末结转结余12.5万元，财政收回3.2万元。",
    "“三公”经费支出2.04万元，较上年减少0.36万元，下降15%。",
    "公务接待费支出20400元，公务用车运行维护费支出3万元。",
    "全年引进企业12家，实现产值3.5亿元。",
    "财政拨款收入1524.06万元，其他收入8.1万元。",
    "政府采购支出一百二十万元，其中货物采购80万元、服务采购40万元。",
    "调减预算15.6万元，公务接待费未安排预算。",
    "会议费支出1.2万元，培训费支出0.85万元，差旅费约4万元。",
)
TABLES = (
    "单位:万元\n\n项目\t年初预算数\t决算数\n基本支出\t300\t318.46\n项目支出\t1100\t1205.6\n合计\t1400\t1524.06",
    "单位:万元\n\n|支出功能分类|预算数|执行数|\n|一般公共服务支出|900|880.5|\n|社会保障和就业支出|120|118.2|\n|合计|1020|998.7|",
    "部门预算资金情况(万元)\n\n年初预算数\t全年预算数\t全年执行数\n1400\t1584.06\t1524.06",
)
TITLES = ("云溪县档案馆2022年度部门整体支出绩效自评报告", "一、部门收支情况", "(一)预算执行情况")
CASES = Path(__file__).parents[1] / "amounts" / "cases"
SHORTEST_LINE = 20
FIELD = re.compile(r"[^：，。、（“]{2,10}：")
TRICKY = [
    case["text"]
    for path in sorted(CASES.glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    if len(case["text"]) > SHORTEST_LINE + 4
]
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Fact(NamedTuple):
    """What a figure says, apart from where and how it is written."""

    item: str | None
    label: str | None
    measure: str
    funding: str | None
    year: int | None
    value: Decimal
    unit: str


def read(text: str) -> AmountResult:
    return extract_amounts(parse(text), text, CONTEXT)


def facts(text: str) -> list[Fact]:
    return [
        Fact(f.item_term, f.item_label, f.measure_term, f.funding_term, f.fiscal_year, f.value, f.unit_text)
        for f in read(text).figures
    ]


def whole_report(text: str) -> list[tuple[object, ...]]:
    """All that is extracted, apart from offsets, texts as written and the time of day."""
    now = datetime(2024, 1, 1, tzinfo=UTC)
    result = extract(Document("r_1", "a.txt", "a.txt", "text/plain", "utf-8", 1, "0", text, now, None), now)
    changing = {"char_start", "char_end", "evidence", "amount_text", "value_text", "number_text"}
    records = (result.extraction, *result.figures, *result.relations)
    return [
        tuple(value for name, value in zip(record._fields, record, strict=True) if name not in changing)
        for record in records
    ]


def wide(text: str) -> str:
    """ASCII digits and signs at full width, except the comma and the point, which also end sentences."""
    return text.translate({code: code + 0xFEE0 for code in (*range(ord("0"), ord("9") + 1), ord("%"))})


def report(parts: Sequence[str]) -> str:
    return "\n\n".join([*TITLES, *parts])


prose = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True)
reports = st.lists(st.sampled_from((*SENTENCES, *TABLES)), min_size=1, max_size=6, unique=True).map(report)


@quick
@given(reports)
def test_full_width_digits_say_the_same(text: str) -> None:
    assert whole_report(wide(text)) == whole_report(text)


@quick
@given(reports, st.sampled_from((" ", "\u3000", "\u00a0", "  ")))
def test_blanks_between_number_and_unit_say_nothing(text: str, blank: str) -> None:
    for unit in ("万元", "亿元", "元", "家", "%"):
        for digit in "0123456789":
            text = text.replace(digit + unit, digit + blank + unit)
    assert facts(text) == facts(text.replace(blank, ""))


@quick
@given(reports, st.sampled_from(("\r\n", "\r")))
def test_line_ends_say_nothing(text: str, line_end: str) -> None:
    decoded = decode(text.replace("\n", line_end).encode())
    assert isinstance(decoded, Decoded)
    assert decoded.text == text


def wrapped(text: str, width: int) -> str:
    """Lines of `width` characters; one more where 。 would end a line."""
    lines: list[str] = []
    begin = 0
    while begin < len(text):
        end = begin + width
        end += text[end - 1 : end] == "。" and end < len(text)
        lines.append(text[begin:end])
        begin = end
    return "\n".join(lines)


@quick
@given(prose, st.integers(min_value=20, max_value=60))
def test_hard_wraps_say_nothing(sentences: list[str], width: int) -> None:
    text = "".join(sentences)
    assert facts(wrapped(text, width)) == facts(text)


def breaks(text: str) -> list[int]:
    """Where a line may break off without saying anything."""
    return [
        at
        for at in range(SHORTEST_LINE, len(text) - 1)
        if text[at - 1] != "。"
        and not starts_point(fold(text[at:]))
        and not (FIELD.match(text[at:]) and "，" not in text[:at])
    ]


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if breaks(s)])
def test_no_break_within_a_sentence_says_anything(sentence: str) -> None:
    for at in breaks(sentence):
        assert facts(f"{sentence[:at]}\n{sentence[at:]}") == facts(sentence), sentence[:at]


@settings(quick, max_examples=300)
@given(st.sampled_from(TRICKY), st.data())
def test_one_break_within_tricky_sentences_says_nothing(text: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(breaks(text)))
    assert facts(f"{text[:at]}\n{text[at:]}") == facts(text)


@quick
@given(reports)
def test_offsets_slice_back(text: str) -> None:
    result = read(text)
    for figure in result.figures:
        assert text[figure.char_start : figure.char_end] == figure.amount_text
    for relation in result.relations:
        assert text[relation.char_start : relation.char_end] == relation.value_text


@quick
@given(st.lists(st.sampled_from((*SENTENCES, *TABLES)), min_size=2, max_size=9, unique=True), st.data())
def test_two_reports_in_one_text_do_not_mix(parts: list[str], data: st.DataObject) -> None:
    # Within one report a repeated amount keeps its measure, so the two share no part.
    cut = data.draw(st.integers(min_value=1, max_value=len(parts) - 1))
    first, second = report(parts[:cut]), report(parts[cut:])
    assert facts(f"{first}\n\n{second}") == facts(first) + facts(second)
