"""The rate that a table prints beside budget and spending is a stated relation of that row's figures."""

from decimal import Decimal

import pytest

from ingest.amounts import extract_amounts
from ingest.context import ReportContext
from ingest.records import StatedRelation
from ingest.structure import parse

HEADS = "项目名称\t年初预算数\t全年预算数\t全年执行数\t执行率"


def relations(*rows: str) -> list[StatedRelation]:
    text = "\n".join(["单位：万元", HEADS, *rows]) + "\n"
    return extract_amounts(parse(text), text, ReportContext("r_test", 2021, None)).relations


def test_rate_of_a_row() -> None:
    (stated,) = relations("路灯维护项目\t80.00\t100.00\t95.00\t95.00%", "合计\t80.00\t100.00\t95.00\t")
    assert (stated.relation, stated.value, stated.value_text) == ("execution_rate", Decimal("95.00"), "95.00")
    assert (stated.figure_no, stated.base_figure_no) == (2, 1)


def test_each_row_has_its_own_rate() -> None:
    rows = ("路灯维护项目\t80\t100\t95\t95%", "道路保洁项目\t60\t60\t54\t90%")
    assert [stated.value for stated in relations(*rows)] == [Decimal(95), Decimal(90)]


@pytest.mark.parametrize("rate", ["", "—", "按进度执行"])
def test_a_row_without_a_rate_states_none(rate: str) -> None:
    assert relations(f"路灯维护项目\t80\t100\t95\t{rate}", "道路保洁项目\t60\t60\t54\t") == []
