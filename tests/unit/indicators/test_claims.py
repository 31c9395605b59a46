"""Statistics that prose claims."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.context import ReportContext
from ingest.indicators import extract_indicators
from ingest.records import Indicator
from ingest.structure import parse

Extract = Callable[..., list[Indicator]]


def claims(rows: list[Indicator]) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (
            r.indicator_name,
            f"{r.actual_value:f}",
            r.actual_unit,
            None if r.yoy_pct is None else f"{r.yoy_pct:f}",
        )
        for r in rows
        if r.indicator_kind == "achievement"
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年新建口袋公园12个，同比增长20%。", [("新建口袋公园", "12", "个", "20")]),
        ("共有36家茶企通过有机认证。", [("茶企通过有机认证", "36", "家", None)]),
        ("参与群众达4万余人次。", [("参与群众", "4", "万人次", None)]),
        ("技术合同成交额3.2亿元，比上年下降5.5%。", [("技术合同成交额", "3.2", "亿元", "-5.5")]),
        ("完成了3批次共41名工匠认定。", [("工匠认定", "41", "名", None)]),
        (
            "新增省级书房3家、市级书房5家、流动书屋2个。",
            [("新增省级书房", "3", "家", None), ("新增市级书房", "5", "家", None), ("新增流动书屋", "2", "个", None)],
        ),
        (
            "办结案件210件、调解纠纷86起，分别增长5%、12%。",
            [("办结案件", "210", "件", "5"), ("调解纠纷", "86", "起", "12")],
        ),
        (
            "规上企业总数达90家，其中新增企业15家，增幅达20%。",
            [("规上企业总数", "90", "家", "20"), ("新增企业", "15", "家", None)],
        ),
        ("群众满意度达98.6%。", [("群众满意度", "98.6", "%", None)]),
        ("指导某纸业公司、某丝绸公司等6家企业申报老字号。", [("指导某纸业公司、某丝绸公司等企业申报老字号", "6", "家", None)]),
        ("水质达标天数331天，较上年增加9件。", []),
        ("现代渔业示范区增至7个。", [("现代渔业示范区", "7", "个", None)]),
        ("依据《某条例》第十二条，参加2020年“5个一”行动。", []),
        ("根据某财绩〔2021〕15号文件要求，2021年3月12日开会。", []),
        ("计划明年改造老旧管网20公里。", []),
        ("发放种子1,206袋、农膜850余卷。", [("发放种子", "1206", "袋", None), ("发放农膜", "850", "卷", None)]),
        ("接待读者约18万余人次，外借图书31.2万册次，较去年分别增长6.8%、9.4%。",
         [("接待读者", "18", "万人次", "6.8"), ("外借图书", "31.2", "万册次", "9.4")]),
        ("优良天数比例93.4%，较上年提高1.6个百分点，颗粒物浓度同比下降8.3%。",
         [("优良天数比例", "93.4", "%", None), ("颗粒物浓度同比下降", "8.3", "%", "-8.3")]),
        ("获得补助资金74万元，同比去年提高8%。", [("获得补助资金", "74", "万元", "8")]),
        ("网络零售额由上年的2.4亿元增加到3.1亿元，增长29.2%。", [("网络零售额", "3.1", "亿元", "29.2")]),
        ("事故起数、伤亡人数同比分别下降20%和33.3%。",
         [("事故起数", "20", "%", "-20"), ("伤亡人数", "33.3", "%", "-33.3")]),
        ("经营主体达5.3万户，较年初净增860户。", [("经营主体", "5.3", "万户", None)]),
        ("苗木存量首次突破万株，达到1.3万株。", [("苗木存量首次突破万株", "1.3", "万株", None)]),
        ("登记失业率控制在3.2%以内。", [("登记失业率", "3.2", "%", None)]),
        ("化解纠纷两千三百余起，调解成功率98%以上。",
         [("化解纠纷", "2300", "起", None), ("调解成功率", "98", "%", None)]),
        ("内设科室8个，下设二级单位3个。", []),
        ("引进项目12个，合同资金3.2亿元。", [("引进项目", "12", "个", None), ("项目合同资金", "3.2", "亿元", None)]),
    ],
)  # fmt: skip
def test_claims_of_a_sentence(
    rows_of_prose: Extract, sentence: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert claims(rows_of_prose(sentence, "主要绩效")) == expected


@pytest.mark.parametrize("heading", ["存在的问题", "下一步改进措施", "主要职责"])
def test_no_claims_under_such_a_heading(rows_of_prose: Extract, heading: str) -> None:
    assert claims(rows_of_prose("仍有12个村未通水。", heading)) == []


def test_rank_is_a_claim(rows_of_prose: Extract) -> None:
    rows = rows_of_prose("空气优良率98%，优良率排全省第三。", "主要绩效")
    assert [(r.rule, r.actual_value, r.actual_unit) for r in rows][1] == ("rank_claim", Decimal(3), "位")


@pytest.mark.parametrize(
    ("sentence", "name", "place"),
    [
        ("水稻总产量40万吨，居全市第2位。", "水稻总产量排名", 2),
        ("研发投入强度2.61%，位居全省第五。", "研发投入强度排名", 5),
        ("新认定专精特新企业35家，总量列全省第三。", "新认定专精特新企业总量排名", 3),
        ("营商环境评价排名全省第一。", "营商环境评价排名", 1),
    ],
)
def test_ranks(rows_of_prose: Extract, sentence: str, name: str, place: int) -> None:
    rank = next(row for row in rows_of_prose(sentence, "主要绩效") if row.rule == "rank_claim")
    assert (rank.indicator_name, rank.actual_value) == (name, place)


def test_year_that_the_clause_names(rows_of_prose: Extract) -> None:
    assert rows_of_prose("2021年培训护林员300人次。", "主要绩效")[0].fiscal_year == 2021


def test_repeated_claim_is_one_row(rows_of_prose: Extract) -> None:
    assert len(rows_of_prose("修复古桥4座。全年修复古桥4座。", "主要绩效")) == 1


def test_offsets_delimit_the_number(rows_of_prose: Extract) -> None:
    row = rows_of_prose("参与群众达4万余人次。", "主要绩效")[0]
    assert (row.char_start, row.char_end) == (5, 6)


def test_results_may_stand_under_the_outline_of_duties() -> None:
    text = "一、基本职能及主要工作\n（一）主要职能。\n负责全县造林。\n（二）2021年重点工作完成情况。\n全年完成营造林4.36万亩。\n"
    rows = extract_indicators(parse(text), ReportContext("r_0123456789abcdef", 2021), None)
    assert claims(rows) == [("完成营造林", "4.36", "万亩", None)]
