"""Head counts, vehicles, assets and liabilities."""

from collections.abc import Callable

import pytest

from ingest.records import Indicator

Extract = Callable[..., list[Indicator]]


def counts(rows: list[Indicator], kind: str) -> list[tuple[str | None, str, str | None]]:
    return [(r.level1, f"{r.actual_value:f}", r.actual_unit) for r in rows if r.indicator_kind == kind]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("核定编制18人，年末在职人员17人，退休人员6人。", [("编制", "18"), ("在职", "17"), ("离退休", "6")]),
        ("共核定行政编制8名，内含领导职数2名；工勤编1名。", [("编制", "8"), ("编制", "2"), ("编制", "1")]),
        ("馆里在职在编干部职工31人（含派驻人员5人），离退休14人。", [("在职", "31"), ("离退休", "14")]),
        ("临聘人员3人，劳务派遣5人，享受遗属补助2人。", [("编外", "3"), ("编外", "5"), ("离退休", "2")]),
        ("年末在职41人，临聘护工17人，聘用制书记员14名。", [("在职", "41"), ("编外", "17"), ("编外", "14")]),
        ("共有19名退休人员。", [("离退休", "19")]),
        ("我馆编制12个，实有11人。", [("编制", "12"), ("在职", "11")]),
        (
            "实有在职人员25人，其中：管理人员6人、专业技术人员17人、工勤人员2人。",
            [("在职", "25"), ("在职", "6"), ("在职", "17"), ("在职", "2")],
        ),
        (
            "编制45名（行政15名，事业30名），实有43人。其中行政14人，事业29人。",
            [("编制", "45"), ("编制", "15"), ("编制", "30"), ("在职", "43"), ("在职", "14"), ("在职", "29")],
        ),
        ("编制人数小计56人；实有人数小计53人，辅警36人。", [("编制", "56"), ("在职", "53"), ("编外", "36")]),
        ("学校教职工编制120名，专任教师108人，在校学生2300人。", [("编制", "120"), ("编制", "108")]),
        (
            "共有编制56个，其中：行政编制20个、参公编制12个、事业编制22个、工勤编制2个；在职在编人员51人。",
            [("编制", "56"), ("编制", "20"), ("编制", "12"), ("编制", "22"), ("编制", "2"), ("在职", "51")],
        ),
        (
            "年末实有人数43人，较上年减少2人；退休28人，遗属3人。",
            [("在职", "43"), ("离退休", "28"), ("离退休", "3")],
        ),
        ("在职职工62人，离休干部1人，抚恤对象4人。", [("在职", "62"), ("离退休", "1")]),
        (
            "现有教职工116人，其中在编教师98人，临聘教师18人。",
            [("在职", "116"), ("在职", "98"), ("编外", "18")],
        ),
        ("在职人员由上年的45人减少到43人。", [("在职", "43")]),
        ("现有干部职工四十二人，其中在编人员三十六人。", [("在职", "42"), ("在职", "36")]),
        (
            "财政供养人员共计73人（在职61人，离退休12人）。",
            [("在职", "73"), ("在职", "61"), ("离退休", "12")],
        ),
        ("公益性岗位人员5名，见习人员2名，三支一扶人员1名。", [("编外", "5"), ("编外", "2"), ("编外", "1")]),
        ("本年度新招录公务员3人，调出2人，退休4人。", []),
        ("本年招录公务员3人，年末在职人员50人。", [("在职", "50")]),
        ("培训专业技术人员200人，培训辅警300人。", []),
        ("培训在职教师500人次。", []),
        ("在职人员控制率100%。", []),
    ],
)
def test_people(rows_of_prose: Extract, sentence: str, expected: list[tuple[str, str]]) -> None:
    rows = counts(rows_of_prose(sentence, "人员情况"), "staffing")
    assert rows == [(category, value, "人") for category, value in expected]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("单位保有公务用车2辆。", "辆"),
        ("年末公务用车保有2辆。", "辆"),
        ("其中车辆2辆。", "辆"),
        ("现有公车2台。", "台"),
        ("公务用车保有量为2辆。", "辆"),
        ("截至年末，实际保有车辆2辆。", "辆"),
        ("机关本级公务车2台。", "台"),
    ],
)
def test_vehicles(rows_of_prose: Extract, sentence: str, unit: str) -> None:
    assert counts(rows_of_prose(sentence), "staffing") == [("公务用车", "2", unit)]


def test_one_vehicle_in_words(rows_of_prose: Extract) -> None:
    assert counts(rows_of_prose("公车一台。"), "staffing") == [("公务用车", "1", "台")]


def test_all_vehicles_told_twice_are_one_row(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("年末公务用车保有量4辆。单位共有车辆4辆，其中应急保障用车4辆。")
    assert [r.indicator_name for r in rows] == ["公务用车保有量", "应急保障用车"]


def test_vehicles_by_quota_and_in_use(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("公务用车编制4辆，实有3辆。")
    assert [(r.indicator_name, r.actual_value) for r in rows] == [("公务用车编制", 4), ("公务用车实有", 3)]


def test_people_by_unit_of_the_department(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("年末实有在职人员31人，其中局机关16人、某发展中心15人。")
    assert [(r.budget_unit, r.actual_value) for r in rows] == [(None, 31), ("局机关", 16), ("某发展中心", 15)]


def test_people_under_results_are_not_the_departments(rows_of_prose: Extract) -> None:
    assert counts(rows_of_prose("帮扶退休人员120人。", "主要绩效"), "staffing") == []


def test_names_of_parts(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("核定编制20人，其中行政8人；实有18人，其中行政7人。")
    assert [r.indicator_name for r in rows] == ["核定编制", "行政编制", "实有", "行政人员"]


def test_the_departments_own_people_under_results(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("我站编制15人，实有人员13人，退休4人。帮扶退休人员120人。", "项目绩效情况")
    assert counts(rows, "staffing") == [("编制", "15", "人"), ("在职", "13", "人"), ("离退休", "4", "人")]


def test_table_of_parts_by_quota_and_in_post(rows_of_table: Extract) -> None:
    rows = rows_of_table("项目|编制数|实有数\n行政|20|19\n合计|50|47")
    assert [(r.indicator_name, r.actual_value) for r in rows] == [
        ("行政编制数", 20),
        ("行政实有数", 19),
        ("编制数", 50),
        ("实有数", 47),
    ]


def test_form_with_labels(rows_of_table: Extract) -> None:
    rows = rows_of_table("·|·|·|·\n人员编制|43|实有人数|39\n联系人|林某|联系电话|86420917")
    assert counts(rows, "staffing") == [("编制", "43", "人"), ("在职", "39", "人")]


def test_form_with_heads(rows_of_table: Extract) -> None:
    rows = rows_of_table("财政供养人员情况|编制数|2022年实际在职人数|控制率\n·|10|12|120%")
    assert counts(rows, "staffing") == [("编制", "10", "人"), ("在职", "12", "人"), ("控制率", "120", "%")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "年末资产总额1536.80万元，其中固定资产1288.40万元，负债总额42.10万元。",
            ["1536.80", "1288.40", "42.10"],
        ),
        ("2022年末总资产为2.5亿元。", ["2.5"]),
        ("完成固定资产投资12亿元。", []),
        ("新增固定资产20万元。", []),
        ("资产总额增加30万元。", []),
        ("固定资产原值3120万元，累计折旧1229.55万元，净值1890.45万元。", ["3120", "1890.45"]),
        ("期末在建工程余额350万元，对外投资100万元。", ["350", "100"]),
        ("报废固定资产12万元，年末固定资产余额486.2万元。", ["486.2"]),
        ("房屋面积4280平方米，资产负债率为12.5%。", []),
        ("单价50万元以上设备2台。", []),
    ],
)
def test_assets(rows_of_prose: Extract, sentence: str, expected: list[str]) -> None:
    assert [value for _, value, _ in counts(rows_of_prose(sentence, "资产情况"), "asset")] == expected


def test_spending_on_pensioners_is_no_head_count(rows_of_table: Extract) -> None:
    assert counts(rows_of_table("项目|决算数\n离退休|35\n其他|2", unit="万元"), "staffing") == []


def test_people_of_the_head_office_only(rows_of_prose: Extract) -> None:
    row = rows_of_prose("局机关在职人员27人。", "人员情况")[0]
    assert (row.budget_unit, row.actual_value) == ("局机关", 27)


def test_fall_of_liabilities(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("负债总计142万元，与上年相比，减少2.6万元，减幅1.8%。", "资产情况")
    assert f"{rows[0].yoy_pct:f}" == "-1.8"


def test_assets_by_unit_of_the_department(rows_of_table: Extract) -> None:
    text = "机构名称|固定资产合计|在用固定资产|出租固定资产\n全局汇总|80.5|60.5|20\n1、局机关|50|50|0\n2、苗圃|30.5|10.5|·"
    rows = [r for r in rows_of_table(text, unit="万元") if r.indicator_kind == "asset"]
    assert [(r.budget_unit, r.indicator_name, f"{r.actual_value:f}") for r in rows] == [
        (None, "固定资产合计", "80.5"),
        (None, "在用固定资产", "60.5"),
        (None, "出租固定资产", "20"),
        ("局机关", "固定资产合计", "50"),
        ("局机关", "在用固定资产", "50"),
        ("局机关", "出租固定资产", "0"),
        ("苗圃", "固定资产合计", "30.5"),
        ("苗圃", "在用固定资产", "10.5"),
    ]
