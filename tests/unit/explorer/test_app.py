"""What the server answers before there is anything to show, and what it tells the browser."""

from collections.abc import Callable
from decimal import Decimal
from urllib.parse import quote

import pytest
from starlette.requests import Request

from explorer.app import choice_of, sure_confidence
from explorer.queries import Choice
from tests.unit.explorer.conftest import Get
from warehouse.home import Home

Publish = Callable[[str | None], None]


def test_without_a_warehouse_a_page_says_what_to_do(get: Get, home: Home) -> None:
    page = get("/")
    assert page.status == 503
    assert "make run" in page.text
    assert str(home.root) in page.text


def test_an_empty_warehouse_is_said(get: Get, publish: Publish) -> None:
    publish(None)
    page = get("/reports")
    assert page.status == 503
    assert "holds no report" in page.text


def test_a_warehouse_without_the_marts_says_which(get: Get, publish: Publish) -> None:
    publish("甲")
    page = get("/")
    assert page.status == 500
    assert "department_year" in page.text


def test_a_page_that_is_not_there_says_so(get: Get) -> None:
    page = get("/<script>alert(1)</script>")
    assert page.status == 404
    assert "<script>alert" not in page.text


def test_the_browser_may_load_nothing_from_elsewhere(get: Get) -> None:
    policy = get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "http" not in policy
    assert "unsafe-eval" not in policy


def test_a_name_that_leads_to_this_machine_is_not_answered(get: Get) -> None:
    assert get("/", host="attacker.example:3100").status == 400


@pytest.mark.parametrize(
    ("query", "headers", "language"),
    [
        ("", {}, "en"),
        ("", {"accept_language": "zh-CN,zh;q=0.9"}, "zh-CN"),
        ("", {"accept_language": "zh-CN", "cookie": "lang=en"}, "en"),
        ("lang=zh", {"cookie": "lang=en"}, "zh-CN"),
        ("lang=fr", {}, "en"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_browsers(
    get: Get, query: str, headers: dict[str, str], language: str
) -> None:
    assert f'<html lang="{language}">' in get("/", query, **headers).text


def test_a_chosen_language_is_kept(get: Get) -> None:
    assert get("/", "lang=zh").headers["set-cookie"].startswith("lang=zh;")


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("", Choice()),
        ("region=320000", Choice(region="32")),
        ("region=320600", Choice(region="3206")),
        ("region=320614", Choice(region="320614")),
        ("region=%25&fiscal_year=20x&page=-1&sort=1;drop&finding=x&attainment=x", Choice()),
        ("fiscal_year=2021&domain=教育&page=3", Choice(fiscal_year=2021, domain="教育", page=3)),
        ("page=9999999", Choice(page=10**6)),
        ("words=%20水利%20", Choice(words="水利")),
    ],
)
def test_what_makes_no_sense_is_not_chosen(query: str, choice: Choice) -> None:
    scope = {"type": "http", "query_string": quote(query, safe="=&;%").encode(), "headers": []}
    assert choice_of(Request(scope)) == choice


def test_a_fact_at_the_bound_counts_as_surely_read() -> None:
    assert not Decimal("0.800") < sure_confidence()
