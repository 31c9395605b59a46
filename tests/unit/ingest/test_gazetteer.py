"""Place names: their spellings, which of them a text names, and what they may stand for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.header.gazetteer import full_forms, gazetteer, stem
from ingest.header.names import place_of

FULL_NAMES = sorted({region.name for region in gazetteer().regions.values()})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("长沙市", "长沙"),
        ("湘西土家族苗族自治州", "湘西"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("和县", "和县"),
    ],
)
def test_stem(name: str, expected: str) -> None:
    assert stem(name) == expected


def test_full_forms_of_an_autonomous_county() -> None:
    assert full_forms("耿马傣族佤族自治县") == {"耿马傣族佤族自治县", "耿马自治县", "耿马县"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("长沙市岳麓区书院保护局", ["长沙市", "岳麓区"]),
        ("建设合作市场", []),
        ("长沙市民热线", []),
        ("本市和县里的单位", []),
        ("安徽省歙县", ["安徽省", "歙县"]),
        ("东西湖区和西湖区", ["东西湖区", "西湖区"]),
        ("海南州共和县", ["海南州", "共和县"]),
    ],
)
def test_places_of_a_text(text: str, names: list[str]) -> None:
    assert [place.text for place in gazetteer().find(text)] == names


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("南京市鼓楼区公园管理处", {"320106"}),
        ("鼓楼区公园管理处", {"320106", "320302", "350102", "410204"}),
        ("长沙市公安局岳麓分局", {"430104"}),
        ("株洲高新区产业局", {"430200"}),
        ("长沙学院", set()),
        ("科学技术局", set()),
    ],
)
def test_codes_that_a_name_allows(name: str, codes: set[str]) -> None:
    assert place_of(name)[0] == codes


@given(st.lists(st.sampled_from(FULL_NAMES), min_size=1, max_size=6))
def test_places_slice_back_and_do_not_overlap(names: list[str]) -> None:
    text = "，".join(names)
    places = gazetteer().find(text)
    assert [place.text for place in places] == names
    assert all(text[place.start : place.end] == place.text for place in places)
    assert all(one.end <= other.start for one, other in pairwise(places))
