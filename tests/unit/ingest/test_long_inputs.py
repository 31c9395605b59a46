"""Work grows with the length of a report, not with its square: lines of code executed are counted, not time."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest

from ingest.extract import extract
from ingest.records import Document

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = "某县档案局2020年度部门整体支出绩效自评报告\n一、基本情况\n"
FEW, MANY = 25, 200
MOST_GROWTH = 11  # times the work for eight times the text; its square would be 64


def _name(number: int) -> str:
    return chr(0x4E00 + 7 * number)


def _each(template: str, joint: str = "") -> Callable[[int], str]:
    """A text that says the same of `count` things."""
    return lambda count: joint.join(template.format(n=n + 1, name=_name(n)) for n in range(count))


SHAPES: dict[str, Callable[[int], str]] = {
    "amounts in one sentence": _each("第{n}期设备购置{n}.5万元", "，"),
    "parts of one whole": lambda n: "2020年项目支出9万元，其中：" + _each("{name}建设项目{n}万元", "、")(n),
    "wholes within wholes": _each("其中：基本支出{n}万元，"),
    "brackets within brackets": lambda n: _each("项目支出{n}万元（其中：")(n) + "）" * n,
    "totals in one sentence": _each("支出{n}万元", "，"),
    "shares in one sentence": lambda n: "2020年支出9万元，" + _each("占{name}比{n}.5%", "，")(n),
    "zeros in words": _each("三公经费支出为零，"),
    "years in one sentence": lambda n: _each("{n}月至2019年")(n) + "支出5万元。",
    "own names in one sentence": _each("某县档案局支出{n}万元，"),
    "sentences in one paragraph": _each("{name}工作支出{n}万元。"),
    "claims in one sentence": lambda n: "二、主要成效\n" + _each("开展“{name}”活动{n}场次", "，")(n),
    "plans in one paragraph": _each("计划培训{name}人员{n}人，实际完成{n}人。"),
    "scoring lines": _each("{name}指标5分，得4分；"),
    "assets": lambda n: "资产情况：" + _each("固定资产{n}万元，购置设备{n}万元", "，")(n),
    "goals and results": lambda n: (
        "年度绩效目标：" + _each("培训{name}人员{n}人", "，")(n) + "。\n完成情况：" + _each("培训{name}人员{n}人", "，")(n)
    ),
    "lines of one cell": lambda n: "\t项目\n\t内容\n\n\t" + _each("完成{name}工作{n}项", "\n")(n) + "\n\t12.5\n",
    "rows of a table": lambda n: "项目\t年初预算数\t决算数\n" + _each("{name}购置项目\t{n}.5\t{n}.25\n")(n),
    "rows of cells without marks": lambda n: "项目\n年初预算数\n决算数\n" + _each("{name}购置项目\n{n}.5\n{n}.25\n")(n),
    "heads of tables without marks": _each("指标名称\n{name}处\n"),
    "columns of a table": lambda n: "项目\t" + _each("预算{n}", "\t")(n) + "\n合计\t" + _each("{n}.5", "\t")(n),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_length(shape: str) -> None:
    _steps(SHAPES[shape](MANY))  # what is built once, or remembered of labels, is there
    few, many = _steps(SHAPES[shape](FEW)), _steps(SHAPES[shape](MANY))
    assert many <= MOST_GROWTH * few


def _steps(body: str) -> int:
    """How many lines of code, and turns of loops, extraction executes."""
    text = HEAD + body + "\n"
    document = Document("r", "a.txt", "a.txt", "text/plain", "utf-8", len(text), "0", text, NOW, None)
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        extract(document, NOW)
    finally:
        sys.settrace(before)
    return count
