"""Personal data never leaves the raw text."""

import pytest

from ingest.indicators.privacy import mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系人 | 林小满 | 联系电话 | 0851-24000000", "联系人 | *** | 联系电话 | ***"),
        ("联系电话：86420917，编制数21", "联系电话：***，编制数21"),
        ("项目负责人：张三丰 13800138000", "项目负责人：*** ***"),
        ("李红梅、周清和任领导小组组长", "***任领导小组组长"),
        ("办公室主任由分管负责人杨立兼任", "办公室主任由分管负责人***兼任"),
        ("办公室成员：董平、刘正文、邓军", "办公室成员：***"),
        ("邮箱 someone@example.org", "邮箱 ***"),
        ("身份证110101199003071234", "身份证***"),
    ],
)
def test_masked(text: str, expected: str) -> None:
    assert mask(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "编制人数12人，在职人员16人",
        "完成技术合同登记额35.47亿元，登记1239600项",
        "收集成员单位意见42条",
        "局长办公会议研究预算3次",
        "派驻农业特派员4人帮扶企业",
        "受益人口3.2万人",
    ],
)
def test_left_alone(text: str) -> None:
    assert mask(text) == text
