"""Every number is found, with its value, unit and kind; words that contain numerals are not numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.fold import fold
from ingest.structure.numbers import Number, find_numbers, parse_number

SCALES = {"元": 1, "千元": 1000, "百元": 100, "万元": 10_000, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}


def only(text: str) -> Number:
    """The one number of `text`."""
    numbers = find_numbers(fold(text))
    assert len(numbers) == 1, numbers
    return numbers[0]


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("支出491.8万元", "491.8", "money", "万元"),
        ("支出１２３．４５万元", "123.45", "money", "万元"),
        ("支出1,234.56元", "1234.56", "money", "元"),
        ("支出1，234.56元", "1234.56", "money", "元"),
        ("支出1，234元", "1234", "money", "元"),
        ("支出51 204.6 元", "51204.6", "money", "元"),
        ("支出.56万元", "0.56", "money", "万元"),
        ("支出9265.353442万元", "9265.353442", "money", "万元"),
        ("奖励50万。", "50", "money", "万元"),
        ("登记35.47亿，", "35.47", "money", "亿元"),
        ("财政安排3600万用于维修", "3600", "money", "万元"),
        ("一百二十万元", "120", "money", "万元"),
        ("壹拾贰万叁仟元整", "123000", "money", "元"),
        ("两万元", "2", "money", "万元"),
        ("3亿5000万元", "35000", "money", "万元"),
        ("三亿五千万元", "35000", "money", "万元"),
        ("三亿八千五百万元", "38500", "money", "万元"),
        ("一亿零五十万元", "10050", "money", "万元"),
        ("三亿八千五百元", "300008500", "money", "元"),
        ("12万3000元", "123000", "money", "元"),
        ("2千元", "2", "money", "千元"),
        ("￥1,234.56", "1234.56", "money", "元"),
        ("1000万美元", "1000", "foreign_money", "万美元"),
        ("450元/人", "450", "unit_cost", "元/人"),
        ("0.06万元/台", "0.06", "unit_cost", "万元/台"),
        ("增长107.4%", "107.4", "percent", "%"),
        ("下降百分之二十", "20", "percent", "%"),
        ("高于目标17.21个百分点", "17.21", "points", "个百分点"),
        ("22万名学生", "22", "count", "万名"),
        ("50万粉丝", "50", "count", "万"),
        ("三个科室", "3", "count", "个"),
        ("3千余人", "3000", "count", "人"),
        ("综合得分97分", "97", "score", "分"),
        ("增加1.5倍", "1.5", "times", "倍"),
        ("为期3个月", "3", "duration", "个月"),
        ("2020年度", "2020", "year", "年"),
        ("二〇二〇年", "2020", "year", "年"),
        ("2020年6月3日", "2020", "date", ""),
        ("二O二一年六月三日", "2021", "date", ""),
        ("截至2021年12.31", "2021", "date", ""),
        ("2024-09-26", "2024", "date", ""),
        ("12月下达", "12", "month", "月"),
        ("获第2名", "2", "ordinal", "名"),
        ("居全省第三", "3", "ordinal", ""),
        ("5G技术", "5", "identifier", ""),
        ("推进12+1条链", "121", "identifier", ""),
        ("0712-8858935", "7128858935", "identifier", ""),
        ("07128858935", "7128858935", "identifier", ""),
        ("1、局机关", "1", "enumerator", ""),
        ("2.推动合作", "2", "enumerator", ""),
        ("（3）其他", "3", "enumerator", ""),
        ("1.1本年收入", "1.1", "enumerator", ""),
        ("附件1", "1", "enumerator", ""),
        ("指标2：完成率", "2", "enumerator", ""),
        ("（12.3）", "-12.3", "bare", ""),
        ("负5万元", "-5", "money", "万元"),
        ("增长-5.2%", "-5.2", "percent", "%"),
        ("-3.5", "-3.5", "bare", ""),
        ("2020万元", "2020", "money", "万元"),
    ],
)
def test_reads(text: str, value: str, kind: str, unit: str) -> None:
    number = only(text)
    assert (number.value, number.kind, number.unit) == (Decimal(value), kind, unit)


@pytest.mark.parametrize(
    "text",
    ["三公经费", "统一部署", "第三方评价", "十四五规划", "一项制度", "千亿产业", "数十家企业", "二级机构", "三分之二",
     "单位：千元", "XX万元", "百强企业", "零部件", "十三月工资", "此两项指标"],
)  # fmt: skip
def test_words_are_not_numbers(text: str) -> None:
    assert find_numbers(fold(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "约50万元",
        "近700万元",
        "20余万元",
        "3.2亿余元",
        "20多万",
        "十余次",
        "85分以上",
        "超100家",
        "200万元左右",
    ],
)
def test_approximate(text: str) -> None:
    assert only(text).approximate


def test_exact_is_not_approximate() -> None:
    assert not only("支出200万元整").approximate


@pytest.mark.parametrize("text", ["2—3万元", "2至3万元", "2-3万元", "2～3万元", "2万元-3万元"])
def test_range_marks_both_ends(text: str) -> None:
    lower, upper = find_numbers(fold(text))
    assert [(n.value, n.unit, n.in_range) for n in (lower, upper)] == [(2, "万元", True), (3, "万元", True)]


def test_comma_between_decimals_parts_numbers() -> None:
    assert [n.value for n in find_numbers("12.5,130.2")] == [Decimal("12.5"), Decimal("130.2")]


def test_months_of_a_range() -> None:
    assert [(n.value, n.kind) for n in find_numbers("1-10月")] == [(1, "month"), (10, "month")]


@pytest.mark.parametrize("text", ["2019/2020年", "2019-2020年", "2018、2019年", "2019年至2020年"])
def test_years_in_a_row(text: str) -> None:
    assert [n.kind for n in find_numbers(text)] == ["year", "year"]


@pytest.mark.parametrize(
    "text", ["某财预〔2021〕156号", "某政发[2013]4号", "某财办〔202327号", "（2022）第0011号"]
)
def test_document_numbers_are_no_amounts(text: str) -> None:
    assert {n.kind for n in find_numbers(fold(text))} <= {"identifier", "bare", "ordinal"}
    assert find_numbers(fold(text))[-1].kind in ("identifier", "ordinal")


def test_document_number_leaves_the_amount() -> None:
    assert [n.kind for n in find_numbers("根据某财预[2021]156号，下达156万元")][-1] == "money"


@pytest.mark.parametrize("mark", [".", "、"])
def test_enumerator_before_a_year(mark: str) -> None:
    assert [(n.value, n.kind) for n in find_numbers(f"4{mark}2020年计划")] == [
        (4, "enumerator"),
        (2020, "year"),
    ]


def test_a_year_like_amount_is_money() -> None:
    kinds = [(n.value, n.kind) for n in find_numbers("2020年项目支出2020万元，2019年2019.5万元")]
    assert kinds == [(2020, "year"), (2020, "money"), (2019, "year"), (Decimal("2019.5"), "money")]


def test_date_does_not_swallow_the_amount_after_it() -> None:
    numbers = find_numbers("截至2021年12.31，专户结余12.31万元")
    assert [n.kind for n in numbers] == ["date", "money"]


def test_unit_offsets_are_those_of_the_written_unit() -> None:
    text = "支出 3.2 亿余元。"
    number = only(text)
    assert text[number.start : number.end] == "3.2"
    assert text[number.unit_start : number.unit_end] == number.unit_text == "亿余元"


@pytest.mark.parametrize("text", ["", "万元", "十四五", "abc", "1e5x", "1.2.3"])
def test_parse_number_refuses(text: str) -> None:
    with pytest.raises(ValueError):
        parse_number(text)


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@given(
    AMOUNTS,
    st.sampled_from(["{:f}", "{:,f}"]),
    st.sampled_from(["元", "万元", "亿元"]),
    st.sampled_from(["", " "]),
)
def test_round_trip_of_western_spellings(value: Decimal, spelling: str, unit: str, blank: str) -> None:
    written = spelling.format(value)
    number = only(f"支出{written}{blank}{unit}。")
    assert (number.value, number.unit) == (value, unit)
    assert parse_number(written) == value


@given(AMOUNTS, st.sampled_from(["，", " ", "\u3000", "\u00a0"]), st.sampled_from(["元", "万元"]))
def test_round_trip_of_other_groupings(value: Decimal, mark: str, unit: str) -> None:
    number = only(f"支出{value:,f}".replace(",", mark) + unit)
    assert (number.value, number.unit) == (value, unit)


@given(st.integers(min_value=1, max_value=999_999), st.sampled_from(["元", "万元", "亿元"]))
def test_round_trip_of_fractions_without_a_zero(digits: int, unit: str) -> None:
    written = f".{digits}"
    assert only(f"支出{written}{unit}。").value == Decimal(f"0{written}")


@given(AMOUNTS, st.sampled_from(["-", "−", "负"]))
def test_round_trip_of_negatives(value: Decimal, sign: str) -> None:
    assert only(f"结余{sign}{value:f}万元").value == -value


@given(AMOUNTS)
def test_round_trip_of_currency_signs(value: Decimal) -> None:
    number = only(f"支出￥{value:,f}。")
    assert (number.value, number.unit) == (value, "元")


@given(AMOUNTS)
def test_round_trip_of_full_width(value: Decimal) -> None:
    wide = f"{value:,f}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
    assert only(f"支出{wide}元").value == parse_number(wide) == value


def chinese(value: int, financial: bool) -> str:
    """`value` (below 10**8) as a Chinese numeral."""
    digits = "零壹贰叁肆伍陆柒捌玖" if financial else "零一二三四五六七八九"
    powers = ("", *("拾佰仟" if financial else "十百千"))

    def section(n: int) -> str:
        words, gap = "", False
        for power in (3, 2, 1, 0):
            digit = n // 10**power % 10
            if digit:
                words += ("零" if gap and words else "") + digits[digit] + powers[power]
                gap = False
            else:
                gap = True
        return words

    high, low = divmod(value, 10**4)
    if not high:
        return section(low)
    return section(high) + "万" + ("零" if low and low < 1000 else "") + section(low)


@given(st.integers(min_value=2, max_value=10**8 - 1), st.booleans())
def test_round_trip_of_chinese_numerals(value: int, financial: bool) -> None:
    assert parse_number(chinese(value, financial)) == value


@given(st.integers(min_value=2, max_value=10**8 - 1), st.booleans(), st.sampled_from(["元", "元整"]))
def test_chinese_numerals_before_yuan(value: int, financial: bool, unit: str) -> None:
    number = only(f"支出{chinese(value, financial)}{unit}。")
    assert number.value * SCALES[number.unit] == value


@given(st.text(alphabet="0123456789.,，-—年月日万亿元%第约余[]()一二三十百千 、号G支出"))
def test_any_mix_is_read_without_overlap(text: str) -> None:
    folded = fold(text)
    end = 0
    for number in find_numbers(folded):
        assert end <= number.start < number.end <= len(folded)
        end = number.end
        assert folded[number.unit_start : number.unit_end] == number.unit_text or number.unit_text in (
            "¥",
            "百分之",
            "千分之",
        )
