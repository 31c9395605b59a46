"""Tables: what a cell is about is said by its header path, its row label and the caption."""

import pytest

from ingest.amounts import extract_amounts
from ingest.context import ReportContext
from ingest.structure.model import Cell, Heading, Paragraph, Table
from ingest.vocabulary.vocabulary import load_vocabulary

YEAR = 2021


def facts_of(
    heads: list[str],
    rows: list[list[str]],
    caption: str = "",
    unit: str | None = "万元",
    heading: str = "",
    department: str | None = None,
) -> list[str]:
    """The facts of a table: unit|item measure funding year amount; a head may be a path `outer/inner`."""
    stored, cells = "", []
    for row_no, row in enumerate(rows):
        line: list[Cell | None] = []
        for column, text in enumerate(row):
            line.append(Cell(text, len(stored), len(stored) + len(text), row_no, column))
            stored += text + "\n"
        cells.append(line)
    headings = (Heading(1, heading),) if heading else ()
    table = Table(cells, [tuple(h.split(">")) if h else () for h in heads], caption, unit, headings)
    vocabulary = load_vocabulary()
    facts = []
    for figure in extract_amounts([table], stored, ReportContext("r_test", YEAR, department)).figures:
        assert stored[figure.char_start : figure.char_end] == figure.amount_text
        term = figure.item_term
        code = (
            (vocabulary.terms[term].item or term if term in vocabulary.terms else term)
            if term
            else figure.item_role
        )
        measure = vocabulary.terms[figure.measure_term or ""].measure
        funding = vocabulary.terms[figure.funding_term].funding if figure.funding_term else "all"
        name = f" {figure.item_label}" if figure.item_role else ""
        of_unit = f"{figure.budget_unit}|" if figure.budget_unit else ""
        facts.append(
            f"{of_unit}{code}{name} {measure} {funding} {figure.fiscal_year} "
            f"{figure.amount_text}{figure.unit_text}"
        )
    return facts


def test_years_and_measures_stand_in_the_heads() -> None:
    facts = facts_of(
        ["经费控制情况", "2020年决算数", "2021年预算数", "2021年决算数"], [["三公经费", "5.1", "6.0", "4.2"]]
    )
    assert facts == [
        "three_public expenditure all 2020 5.1万元",
        "three_public initial_budget all 2021 6.0万元",
        "three_public expenditure all 2021 4.2万元",
    ]


def test_rows_of_units_and_columns_of_sources() -> None:
    heads = ["机构名称", "收入合计", "其中:>上年结转", "其中:>公共财政拨款", "其中:>其他收入"]
    assert facts_of(
        heads, [["局机关及二级机构汇总", "90", "10", "75", "5"], ["1、局机关", "60", "10", "50", ""]]
    ) == [
        "total revenue all 2021 90万元",
        "total carryover_in all 2021 10万元",
        "total revenue general_public_budget 2021 75万元",
        "total revenue other 2021 5万元",
        "局机关|total revenue all 2021 60万元",
        "局机关|total carryover_in all 2021 10万元",
        "局机关|total revenue general_public_budget 2021 50万元",
    ]


def test_the_department_itself_is_no_unit() -> None:
    facts = facts_of(["单位名称", "支出合计"], [["云岭县文化馆", "12"]], department="云岭县文化馆")
    assert facts == ["total expenditure all 2021 12万元"]


def test_projects_with_a_source_beside_each_total() -> None:
    heads = [
        "项目名称",
        "项目类型",
        "预算金额>指标总额",
        "预算金额>其中:区级资金",
        "支出金额>支出总额",
        "支出金额>其中:区级资金",
    ]
    rows = [["读书月经费", "经常性", "20", "20", "19", "19"], ["合计", "", "20", "20", "19", "19"]]
    assert facts_of(heads, rows, caption="项目支出资金概况") == [
        "project.item 读书月经费 adjusted_budget all 2021 20万元",
        "project.item 读书月经费 adjusted_budget local 2021 20万元",
        "project.item 读书月经费 expenditure all 2021 19万元",
        "project.item 读书月经费 expenditure local 2021 19万元",
        "project adjusted_budget all 2021 20万元",
        "project adjusted_budget local 2021 20万元",
        "project expenditure all 2021 19万元",
        "project expenditure local 2021 19万元",
    ]


def test_a_column_of_counts_holds_no_money() -> None:
    heads = ["项目名称", "改造户数", "服务人口(万人)", "补助金额"]
    assert facts_of(heads, [["旧房改造", "142", "9.12", "312.4"]]) == [
        "project.item 旧房改造 expenditure all 2021 312.4万元"
    ]


def test_rows_below_project_spending_are_projects() -> None:
    rows = [["项目支出:", "643.8"], ["1、防汛抗旱经费", "180"], ["4、省级专项资金(含县级配套)", "463.8"]]
    assert facts_of(["经费控制情况", "2021年决算数"], rows) == [
        "project expenditure all 2021 643.8万元",
        "project.item 防汛抗旱经费 expenditure all 2021 180万元",
        "project.item 省级专项资金 expenditure all 2021 463.8万元",
    ]


def test_a_row_without_a_label_names_no_project() -> None:
    assert facts_of(["经费控制情况", "2021年决算数"], [["项目支出:", "643.8"], ["", "180"]]) == [
        "project expenditure all 2021 643.8万元",
        "project expenditure all 2021 180万元",
    ]


def test_a_note_in_the_cell_is_no_part_of_the_amount() -> None:
    assert facts_of(["项目名称", "预算金额>指标总额"], [["古树保护", "42(列入公共预算)"]]) == [
        "project.item 古树保护 adjusted_budget all 2021 42万元"
    ]


def test_a_blank_label_repeats_the_one_above() -> None:
    rows = [["预算指标", "基本支出", "50"], ["", "项目支出", "30"], ["决算金额", "基本支出", "49"]]
    assert facts_of(["比较项目", "支出项目", "金额"], rows) == [
        "basic adjusted_budget all 2021 50万元",
        "project adjusted_budget all 2021 30万元",
        "basic expenditure all 2021 49万元",
    ]


def test_two_panels_do_not_mix() -> None:
    heads = ["项目", "行次", "金额", "项目", "行次", "金额"]
    rows = [
        ["一、一般公共预算财政拨款收入", "1", "80", "一、一般公共服务支出", "31", "70"],
        ["本年收入合计", "27", "80", "本年支出合计", "57", "70"],
        ["年初结转和结余", "29", "5", "年末结转和结余", "59", "15"],
        ["总计", "30", "85", "总计", "60", "85"],
    ]
    assert facts_of(heads, rows, caption="收入支出决算总表") == [
        "total revenue general_public_budget 2021 80万元",
        "function.201 expenditure all 2021 70万元",
        "total revenue all 2021 80万元",
        "total expenditure all 2021 70万元",
        "total carryover_in all 2021 5万元",
        "total carryover_out all 2021 15万元",
        "total balance_total all 2021 85万元",
        "total balance_total all 2021 85万元",
    ]


def test_class_codes_decide_over_names() -> None:
    assert facts_of(
        ["科目编码", "科目名称", "决算数"], [["30217", "公务接待费", "1.2"]], caption="基本支出决算明细表"
    ) == ["economic.30217 expenditure all 2021 1.2万元"]


def test_a_form_names_its_project() -> None:
    stored = "项目名称:古籍修复经费"
    form = Table(
        [[Cell("年度资金总额", 20, 26, 0, 0), Cell("12", 27, 29, 0, 1), Cell("11", 30, 32, 0, 2)]],
        [("项目资金(万元)",), ("全年预算数(A)",), ("全年执行数(B)",)],
        unit_text="万元",
    )
    text = stored.ljust(20) + "年度资金总额 12 11"
    figures = extract_amounts([Paragraph(stored, 0), form], text, ReportContext("r_test", YEAR)).figures
    assert [(f.item_role, f.item_label, f.amount_text) for f in figures] == [
        ("project.item", "古籍修复经费", "12"),
        ("project.item", "古籍修复经费", "11"),
    ]


def test_the_three_public_row_is_read_by_its_sums() -> None:
    row = ["12", "0", "9", "0", "9", "3", "8.2", "0", "7", "0", "7", "1.2"]
    facts = facts_of([""] * 12, [["预算数", "决算数"], row], caption="“三公”经费支出决算表")
    assert facts[0] == "three_public initial_budget all 2021 12万元"
    assert facts[-1] == "three_public.reception expenditure all 2021 1.2万元"
    assert len(facts) == 12


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (["机构名称", "固定资产合计", "其中:>在用固定资产"], ["局机关", "80", "60"]),
        (["指标名称", "分值", "得分"], ["预算执行率", "10", "9.8"]),
        (["科目编码", "科目名称", "栏次"], ["1", "2", "3"]),
        (["人员情况", "编制数", "实有人数"], ["本级", "12", "11"]),
        (["比较项目", "上年结余", "结余减少"], ["说明", "——", "——"]),
    ],
    ids=["assets", "scores", "column numbers", "staff", "dashes"],
)
def test_nothing_is_money_in(heads: list[str], row: list[str]) -> None:
    assert facts_of(heads, [row]) == []


def test_an_amount_without_any_unit_is_unread() -> None:
    table = Table([[Cell("项目支出", 0, 4, 0, 0), Cell("12.5", 5, 9, 0, 1)]], [("项目",), ("决算数",)])
    result = extract_amounts([table], "项目支出 12.5", ReportContext("r_test", YEAR))
    assert [(u.number_text, u.reason_code) for u in result.unread] == [("12.5", "no_unit")]
