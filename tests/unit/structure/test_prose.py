"""Paragraphs: hard wraps rejoined, blanks taken out, headings kept, page furniture dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structure import parse
from ingest.structure.fold import fold
from ingest.structure.model import Heading, Paragraph

LONG = (
    "2022年云溪县档案馆基本支出318.46万元，其中：人员经费240.31万元，公用经费78.15万元，"
    "较上年减少3.2%。项目支出1,205.60万元，主要用于馆藏数字化、库房改造和档案征集等工作，"
    "年末结转结余12.5万元，已按规定上缴财政。“三公”经费支出2.04万元，全部为公务接待费支出。"
)


def compact(text: str) -> str:
    return "".join(fold(text).split())


def texts(text: str) -> list[str]:
    return [block.text for block in parse(text) if isinstance(block, Paragraph)]


@pytest.mark.parametrize("width", [*range(10, 60), 100])
def test_hard_wraps_are_rejoined(width: int) -> None:
    wrapped = "\n".join(LONG[i : i + width] for i in range(0, len(LONG), width))
    assert texts(wrapped) == [compact(LONG)]


def test_lines_that_end_early_are_paragraphs() -> None:
    assert (
        len(
            texts(
                "我馆为公益一类事业单位。\n现有编制12人，实有11人，退休4人，临聘2人，共计17人。\n另有志愿者若干。"
            )
        )
        == 3
    )


@pytest.mark.parametrize("number", ["\n- 3 -\n", "\n3\n", "\n\n第3页 共9页\n\n"])
def test_a_page_number_between_wrapped_lines_is_dropped(number: str) -> None:
    assert texts(f"全年共接待查档群众三千余人次支出{number}费用十万元。") == [
        "全年共接待查档群众三千余人次支出费用十万元。"
    ]


@pytest.mark.parametrize(
    "line", ["一、部门概况……………………3", "二、收支情况........12", "(一)基本 PAGEREF _Toc1 h 3", "一、主要职能 PAGEREF _Toc25831 h 3"]
)
def test_contents_lines_are_dropped(line: str) -> None:
    assert texts(f"{line}\n\n正文在此。") == ["正文在此。"]


def test_justified_blanks_are_taken_out_and_digits_stay_parted() -> None:
    assert texts("培 训 费 支 出 51 204.6 元 。") == ["培训费支出51 204.6元。"]


def test_spans_lead_back_to_the_stored_text() -> None:
    stored = "  全 年 支 出 12 万元，\u3000结余 3 万元。"
    (paragraph,) = parse(stored)
    assert isinstance(paragraph, Paragraph)
    at = paragraph.text.index("结余3万元")
    start, end = paragraph.span(at, at + 5)
    assert stored[start:end] == "结余 3 万元"


def test_tabs_that_indent_make_no_cells() -> None:
    report = "\t一、概况\n\t我馆内设三个科室，编制12人。\n\t（一）收支情况。我馆全年共支出资金\n9万元。\n\n\t二、问题\n\t无。\n"
    assert texts(report) == [
        "一、概况",
        "我馆内设三个科室，编制12人。",
        "(一)收支情况。我馆全年共支出资金9万元。",
        "二、问题",
        "无。",
    ]


def test_headings_stack() -> None:
    report = "一、部门概况\n\n（一）机构设置\n\n内设科室三个。\n\n（二）人员情况。我馆现有人员11人。\n\n二、收支情况\n\n全年收支平衡。"
    assert [block.headings for block in parse(report)] == [
        (Heading(1, "部门概况"),),
        (Heading(1, "部门概况"), Heading(2, "机构设置")),
        (Heading(1, "部门概况"), Heading(2, "机构设置")),
        (Heading(1, "部门概况"), Heading(2, "人员情况")),
        (Heading(1, "收支情况"),),
        (Heading(1, "收支情况"),),
    ]


def test_a_short_line_alone_is_a_heading() -> None:
    assert parse("基本支出\n\n全年支出9万元。")[-1].headings == (Heading(2, "基本支出"),)


def test_headings_in_a_row_are_not_joined() -> None:
    assert texts("一、项目支出基本情况\n（一）项目支出资金概况\n金额单位：万元") == [
        "一、项目支出基本情况", "(一)项目支出资金概况", "金额单位:万元"
    ]  # fmt: skip


PIECES = st.text(alphabet="支出结余12.5万元，。、（）％　 \n“”一二：", max_size=80)


@given(PIECES)
def test_every_character_leads_back(text: str) -> None:
    for block in parse(text):
        if isinstance(block, Paragraph):
            for i, character in enumerate(block.text):
                start, end = block.span(i, i + 1)
                assert fold(text[start:end]) == character


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    parse(text)


@given(
    st.lists(
        st.sampled_from(["\t", "\n", "|", "项目", "12", "其中：", "合计", " ", "-", "一、", "2020", "。"]),
        max_size=40,
    )
)
def test_no_layout_breaks_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    for block in parse(text):
        if isinstance(block, Paragraph):
            continue
        for row in block.rows:
            for cell in row:
                if cell is not None and cell.text:
                    assert compact(text[cell.start : cell.end]) == compact(cell.text)
        assert all(len(row) <= len(block.header_paths) for row in block.rows)


def test_a_line_that_breaks_off_at_a_comma_runs_on_into_a_label() -> None:
    assert texts("2021年我馆收入合计2100.5万元，\n其中：财政拨款收入2050万元、事业收入50.5万元。") == [
        "2021年我馆收入合计2100.5万元，其中:财政拨款收入2050万元、事业收入50.5万元。"
    ]


def test_a_number_cut_by_a_wrap_begins_no_item() -> None:
    assert texts("教育支出、卫生健康支出、住房保障支出分别为210.\n4、33.6、41万元。") == [
        "教育支出、卫生健康支出、住房保障支出分别为210.4、33.6、41万元。"
    ]


def test_long_fields_of_a_cover_stand_by_themselves() -> None:
    fields = [
        "项目名称：村级公益事业一事一议财政奖补项目（二期）",
        "项目单位：云岭县岗南镇人民政府（公章）二〇二一年度",
        "主管部门：云岭县农村综合改革领导小组办公室（盖章）",
    ]
    paragraphs = [block.text for block in parse("\n".join(fields) + "\n") if isinstance(block, Paragraph)]
    assert len(paragraphs) == len(fields)
