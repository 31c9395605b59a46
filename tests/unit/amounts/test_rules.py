"""The rules that cases of whole sentences do not single out, and the links between figures and relations."""

from decimal import Decimal

import pytest

from ingest.amounts import extract_amounts
from ingest.amounts.labels import common_parent, is_part
from ingest.amounts.rules import names, project, three_public
from ingest.context import ReportContext
from ingest.structure.fold import fold
from ingest.structure.model import Heading, Paragraph
from ingest.vocabulary.reading import read_seed
from ingest.vocabulary.vocabulary import load_vocabulary


def read(text: str, *headings: str):  # type: ignore[no-untyped-def]
    """The result for one paragraph of a report on 2021."""
    above = tuple(Heading(1, fold(h)) for h in headings)
    return extract_amounts([Paragraph(fold(text), 0, None, above)], text, ReportContext("r_test", 2021))


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("basic.personnel", "basic", True),
        ("basic.operating", "basic.personnel", False),
        ("economic.30201", "economic.302", True),
        ("function.20601", "function.206", True),
        ("three_public.vehicle_purchase", "three_public.vehicle", True),
        ("basic", "project", False),
        ("total", "basic", False),
    ],
)
def test_which_items_are_parts(part: str, whole: str, expected: bool) -> None:
    assert is_part(part, whole) is expected


def test_common_parent() -> None:
    assert common_parent(["basic", "project"]) == "total"
    assert common_parent(["three_public.reception", "three_public.vehicle"]) == "three_public"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("其中:森林防火专项", "森林防火专项"),
        ("局项目工作经费支出", "局项目工作经费"),
        ("安排了古树保护经费预算", "古树保护经费"),
        ("、读书月活动经费共计", "读书月活动经费"),
    ],
)
def test_name_before_an_amount(label: str, name: str) -> None:
    assert names.name_before(label) == name


def test_generic_words_are_no_names() -> None:
    assert names.is_generic("2021年度专项经费")
    assert not names.is_generic("森林防火专项")


def test_project_of_a_title() -> None:
    title = Paragraph(fold("2021年度湿地修复资金绩效自评报告"), 0)
    found = project.from_title([title], ())
    assert found is not None and found.label == "湿地修复资金"
    assert (
        project.from_title(
            [Paragraph(fold("云岭县文化馆2021年度项目支出绩效自评报告"), 0)], ("云岭县文化馆",)
        )
        is None
    )


def test_three_public_row_needs_its_sums() -> None:
    six = [Decimal(v) for v in ("8", "0", "7", "0", "7", "1")]
    assert three_public.read_row(six, "三公经费决算数") is not None
    assert three_public.read_row([*six[:-1], Decimal(2)], "三公经费决算数") is None


def test_parts_point_to_their_whole() -> None:
    figures = read(
        "支出760万元，其中：基本支出500万元（人员经费450万元，公用经费50万元），项目支出260万元。",
        "部门整体支出情况",
    ).figures
    assert [f.part_of for f in figures] == [None, 0, 1, 1, 0]


def test_relations_point_to_the_figure_that_they_are_said_of() -> None:
    relations = read(
        "基本支出500万元，占支出的65.79%；项目支出260万元，同比减少20万元，下降7.14%。"
    ).relations
    assert [(r.relation, r.figure_no, r.value, r.direction) for r in relations] == [
        ("share_of_whole", 0, Decimal("65.79"), None),
        ("change_amount", 1, Decimal(20), -1),
        ("change_pct", 1, Decimal("7.14"), -1),
    ]
    assert relations[1].base_year == 2020


def test_rate_of_execution_is_said_of_the_spending() -> None:
    relation = read("公用经费年初预算50万元，支出决算48万元，完成年初预算的96%。").relations[0]
    assert (relation.relation, relation.figure_no) == ("execution_rate", 1)


def test_qualifiers() -> None:
    figures = read("2021年人员经费支出约480万元，公用经费支出五十二万元，公务接待费未发生。").figures
    assert [f.qualifier for f in figures] == ["approximate", "chinese_numeral", "zero_word"]
    assert figures[2].amount_text == "未发生"


def test_others_money_is_left_to_the_indicators() -> None:
    assert [str(f.number.value) for f in read("引进企业投资3.2亿元，获得奖补资金120万元。").foreign] == [
        "3.2",
        "120",
    ]


def test_every_rule_is_described() -> None:
    described = {row["rule"] for row in read_seed("extraction_rule")}
    used = {
        "clause_named",
        "clause_part",
        "clause_carried",
        "clause_heading",
        "named_item",
        "respectively",
        "bounded_budget",
        "available_by_parts",
        "balance_total_by_parts",
        "zero_word",
        "table_cell",
        "three_public_row",
    }
    assert used <= described


def test_grammar_terms_are_in_the_seeds() -> None:
    terms = load_vocabulary().terms
    for term in (
        "=available_by_parts",
        "=spent_by_default",
        "=budget_by_context",
        "=received_from_above",
        "=available_beside_execution",
        "收入总计",
        "支出总计",
        "收支总计",
    ):
        assert terms[term].measure, term
    assert terms["其他资金"].funding == "other"


def test_a_difference_from_the_budget_is_no_change() -> None:
    result = read("公务接待费支出2.60万元，与年初预算数3.00万元相比减少0.40万元，比上年减少0.20万元。")
    assert [(r.relation, r.figure_no) for r in result.relations] == [
        ("budget_difference", 0),
        ("change_amount", 0),
    ]


def test_a_relation_is_said_of_the_item_that_it_names() -> None:
    result = read("2021年基本支出432.6万元，项目支出294万元。从上表可见，我局基本支出超支34.6万元。")
    assert [(r.relation, r.figure_no) for r in result.relations] == [("budget_difference", 0)]


def test_long_evidence_is_cut_around_the_amount() -> None:
    text = "2021年" + "持续推进古籍保护与阅览服务，" * 40 + "公务接待费支出2.60万元。"
    [figure] = read(text).figures
    assert figure.amount_text in figure.evidence
    assert len(figure.evidence) <= 420


def test_evidence_holds_no_telephone_number() -> None:
    [figure] = read("2021年公务接待费支出2.60万元(联系电话：13800000000)。").figures
    assert "13800000000" not in figure.evidence
    assert "2.60" in figure.evidence


def test_an_amount_that_looks_like_a_telephone_number_stays_in_its_evidence() -> None:
    [figure] = read("2021年项目支出13800000000元。").figures
    assert figure.amount_text in figure.evidence


def test_a_share_of_others_money_is_said_of_no_figure() -> None:
    result = read("政府采购支出226.45万元，其中：服务类12.55万元，授予中小企业合同金额占94.63%。")
    assert result.relations == []


def test_the_whole_of_a_share_is_the_one_that_its_words_name() -> None:
    result = read(
        "支出合计500万元。其中：基本支出400万元，占总支出的80%；人员经费300万元，占基本支出的75%，项目支出100万元。"
    )
    shares = {r.value: (r.figure_no, r.base_figure_no) for r in result.relations}
    assert shares == {Decimal(80): (1, 0), Decimal(75): (2, 1)}


@pytest.mark.parametrize(
    "text",
    [
        "基本支出年初预算60万元，决算支出68万元。超支科目合计超支11万元，因补发津贴。",
        "项目支出年初预算60万元，决算支出68万元。预决算差异还包括划转的巡查经费等3万元。",
    ],
)
def test_what_is_overspent_in_part_is_no_difference_of_the_whole(text: str) -> None:
    assert read(text).relations == []


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("公务接待费支出1.2万元，人均公务接待费0.12万元。", [("per_person", 0)]),
        ("公用经费支出24万元，人均2万元。", [("per_person", 0)]),
        ("公务用车运行维护费支出6万元，公务用车保有量3辆，车均运行维护费2万元。", [("per_vehicle", 0)]),
        ("公务用车运行维护费支出6万元，平均每辆2万元。", [("per_vehicle", 0)]),
    ],
)
def test_an_average_is_said_of_the_figure_before(text: str, relations: list[tuple[str, int]]) -> None:
    result = read(text)
    assert [(r.relation, r.figure_no) for r in result.relations] == relations
    assert result.foreign == []


@pytest.mark.parametrize(
    "text",
    [
        "公用经费支出24万元，人均标准2.5万元。",
        "公用经费支出24万元，人均培训费0.1万元。",
        "公用经费支出24万元，人均年初预算2.5万元。",
        "公用经费支出24万元，受益农户人均0.3万元。",
        "公务用车购置费支出36万元，平均每辆18万元。",
        "人均公用经费2.4万元。",
    ],
)
def test_an_amount_per_head_of_something_else_is_no_average(text: str) -> None:
    assert read(text).relations == []
