"""Goals of several targets, and which result belongs to which goal."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.indicators.targets import Quantity, is_blank, match_results, read_quantities, read_value
from ingest.structure.fold import fold

THINGS = ("新建公厕", "培训果农", "发放宣传册", "修缮书屋", "救助候鸟", "巡查河道", "补植乔木", "覆盖社区")
UNITS = {"新建公厕": "座", "培训果农": "人次", "发放宣传册": "份", "修缮书屋": "家", "救助候鸟": "只",
         "巡查河道": "公里", "补植乔木": "株", "覆盖社区": "个"}  # fmt: skip
WORDINGS = {
    "≥{}": ">=",
    "不少于{}": ">=",
    "{}以上": ">=",
    "≤{}": "<=",
    "不超过{}": "<=",
    "{}以内": "<=",
    "{}": "=",
}

Goal = tuple[str, int, str]  # thing, value, wording


def written(goals: list[Goal], separator: str) -> str:
    return (
        separator.join(thing + wording.format(f"{value}{UNITS[thing]}") for thing, value, wording in goals)
        + "。"
    )


def quantity(name: str, value: int, unit: str) -> Quantity:
    return Quantity(name, Decimal(value), unit, "=", 0, 1)


goals_of_a_cell = st.lists(
    st.tuples(st.sampled_from(THINGS), st.integers(1, 9999), st.sampled_from([*WORDINGS])),
    min_size=1,
    max_size=5,
    unique_by=lambda goal: goal[0],
)


@settings(max_examples=200, deadline=None)
@given(goals_of_a_cell, st.sampled_from(["，", "；", "。"]))
def test_every_target_of_a_cell_is_read_with_its_operator_and_unit(goals: list[Goal], separator: str) -> None:
    text = fold(written(goals, separator))
    found = read_quantities(text)
    assert [(q.name, q.value, q.unit, q.operator) for q in found] == [
        (thing, value, UNITS[thing], WORDINGS[wording]) for thing, value, wording in goals
    ]
    assert [Decimal(text[q.begin : q.end]) for q in found] == [value for _, value, _ in goals]


@settings(max_examples=200, deadline=None)
@given(goals_of_a_cell, st.data())
def test_each_goal_finds_its_result_in_any_order(goals: list[Goal], data: st.DataObject) -> None:
    told = data.draw(st.lists(st.sampled_from(goals), unique=True))
    results = [quantity(thing, value + 1, UNITS[thing]) for thing, value, _ in told]
    matched = match_results([quantity(thing, value, UNITS[thing]) for thing, value, _ in goals], results)
    told_of = {result.name: result for result in results}
    if len(goals) > 1 or not results:
        assert matched == [told_of.get(thing) for thing, _, _ in goals]


@given(goals_of_a_cell, goals_of_a_cell)
def test_no_result_serves_two_goals(goals: list[Goal], told: list[Goal]) -> None:
    results = [quantity(thing, value, UNITS[thing]) for thing, value, _ in told]
    matched = match_results([quantity(thing, value, UNITS[thing]) for thing, value, _ in goals], results)
    used = [id(result) for result in matched if result is not None]
    assert len(used) == len(set(used))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "新增高企50家以上，带动企业增加研发投入5000万元以上",
            [("新增高企", ">=", "50", "家"), ("带动企业增加研发投入", ">=", "5000", "万元")],
        ),
        ("建成示范村3-5个", [("建成示范村", ">=", "3", "个"), ("建成示范村", "<=", "5", "个")]),
        (
            "1.新建公厕12座；2.配备保洁员不低于45名",
            [("新建公厕", "=", "12", "座"), ("配备保洁员", ">=", "45", "名")],
        ),
        ("完成率100%，合格率≥98%", [("完成率", "=", "100", "%"), ("合格率", ">=", "98", "%")]),
        ("覆盖率90%（含）以上", [("覆盖率", ">=", "90", "%")]),
        ("新增设备10项以上（含10项）", [("新增设备", ">=", "10", "项")]),
        ("成本≤50万元，其中设备费≤30万元", [("成本", "<=", "50", "万元"), ("设备费", "<=", "30", "万元")]),
        ("30天内办结", [("办结", "<=", "30", "天")]),
        ("接待游客同比增长5%以上", []),
        ("2022年12月底前完成", []),
    ],
)
def test_targets_of_a_cell(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert [(q.name, q.operator, f"{q.value:f}", q.unit) for q in read_quantities(fold(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥95%", (">=", "95", "%")),
        ("＞20", (">=", "20", None)),
        ("<5‰", ("<=", "5", "‰")),
        ("不得超过3次", ("<=", "3", "次")),
        ("最多15个工作日", ("<=", "15", "个工作日")),
        ("80分以上", (">=", "80", "分")),
        ("不少于二十场", (">=", "20", "场")),
        ("约300亩", ("=", "300", "亩")),
        ("0起", ("=", "0", "起")),
        ("3所学校", None),
        ("95%-98%", None),
        ("优于Ⅲ类", None),
    ],
)
def test_a_cell_of_one_value(text: str, expected: tuple[str, str, str | None] | None) -> None:
    value = read_value(fold(text), None, None)
    assert (value and (value.operator, f"{value.value:f}", value.unit)) == expected


@pytest.mark.parametrize(
    ("goal", "result", "is_matched"),
    [
        (("满意度", 95, "%"), ("群众满意度", 97, "%"), True),
        (("带动增收", 60, "万元"), ("合格率", 97, "%"), False),  # money and a rate are two kinds
        (("培训人数", 60, "人"), ("开展培训", 62, "人次"), True),  # the only ones of their kind
    ],
)
def test_a_lone_goal_takes_a_lone_result_of_its_kind(
    goal: tuple[str, int, str], result: tuple[str, int, str], is_matched: bool
) -> None:
    found = match_results([quantity(*goal)], [quantity(*result)])
    assert (found[0] is not None) is is_matched


@pytest.mark.parametrize("text", ["", "—", "无", "/", "……", "指标2:……", "不适用", "XX%", None])
def test_blank_cells(text: str | None) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "无重大事故", "100%", "已完成", "指标1：新建公厕12座"])
def test_cells_that_say_something(text: str) -> None:
    assert not is_blank(text)
