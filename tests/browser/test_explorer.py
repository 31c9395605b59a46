"""The explorer in a real browser, on the samples: each page, from a number to its sentence, from a contradiction to both sides."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import duckdb
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot
from tests.browser.explorer_reports import CONTACT, MARKUP, SCRIPT
from tests.services import HOST
from warehouse import versions
from warehouse.home import Home

HAIMEN = "海门区江岸养老服务局"
UNDRAWN = ".chart:not([data-drawn])"


@pytest.fixture(autouse=True)
def requests(page: Page) -> Iterator[list[str]]:
    """Every request of the page; none may leave this machine, and no script may fail."""
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda message: message.type == "error" and failed.append(message.text))
    yield asked
    hosts = {urlsplit(address).hostname for address in asked if not address.startswith("data:")}
    assert hosts == {HOST}
    assert failed == []


def look(page: Page, address: str, charts: int = 0) -> None:
    """Open a page and wait until its charts, so many, are drawn."""
    page.goto(address)
    expect(page.locator(".chart[data-drawn]")).to_have_count(charts)


def choose(page: Page, label: str, value: str, address: str) -> None:
    """Take a value of a filter, which takes effect at once."""
    page.get_by_label(label).select_option(value)
    page.wait_for_url(address)
    expect(page.locator(UNDRAWN)).to_have_count(0)


def test_departments_over_years_are_charted_and_listed(explorer: str, page: Page, shoot: Shoot) -> None:
    look(page, f"{explorer}/", charts=3)
    expect(page.locator("tbody tr")).to_have_count(8)
    expect(page.locator("#money").get_by_text("2021", exact=True)).to_be_visible()
    shoot(page, "explorer-departments")


def test_a_filter_leaves_the_departments_of_a_region(explorer: str, page: Page) -> None:
    look(page, f"{explorer}/", charts=3)
    choose(page, "Region", "330000", "**region=330000**")
    expect(page.locator("tbody tr")).to_have_count(2)
    choose(page, "Domain", "气象", "**domain=%E6**")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("安吉县竹林气象服务局")
    expect(page.get_by_label("Region")).to_have_value("330000")


def test_a_number_leads_to_its_marked_sentence(explorer: str, page: Page, shoot: Shoot) -> None:
    look(page, f"{explorer}/", charts=3)
    spending = page.get_by_role("link", name="640.20", exact=True)
    expect(spending).to_have_attribute("title", re.compile(r"6,402,000\.00 元"))
    spending.click()
    marked = page.locator(".text mark.expenditure.here")
    expect(marked).to_have_text("640.20")
    expect(marked).to_be_in_viewport()
    expect(page.locator(".followed blockquote")).to_contain_text("2021年实际支出640.20万元")
    shoot(page, "explorer-report")
    page.locator(".text mark.budget").get_by_text("655.90", exact=True).click()
    expect(page.locator(".followed .value")).to_have_text("6,559,000.00 元")
    expect(page.locator(".text mark.here")).to_have_text("655.90")


def test_a_click_on_a_bar_shows_the_departments_of_its_year(explorer: str, page: Page) -> None:
    look(page, f"{explorer}/", charts=3)
    page.locator("#money .barlayer .point path").first.click(force=True)
    page.wait_for_url("**/?fiscal_year=2020")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_department_shows_its_years_and_reports(explorer: str, page: Page, shoot: Shoot) -> None:
    look(page, f"{explorer}/", charts=3)
    page.get_by_role("link", name=HAIMEN).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HAIMEN)
    expect(page.locator("table").first.locator("tbody tr")).to_have_count(2)
    expect(page.locator("table").last.get_by_role("link", name=re.compile("2021年度"))).to_be_visible()
    expect(page.locator(UNDRAWN)).to_have_count(0)
    shoot(page, "explorer-department")


def test_three_public_expenses_by_year_lead_to_their_sentence(
    explorer: str, page: Page, shoot: Shoot
) -> None:
    look(page, f"{explorer}/three-public", charts=1)
    shoot(page, "explorer-three-public")
    page.get_by_role("link", name="8.40", exact=True).click()
    expect(page.locator(".text mark.here")).to_have_text("8.40")


def test_goals_that_were_missed_lead_to_their_sentence(explorer: str, page: Page, shoot: Shoot) -> None:
    look(page, f"{explorer}/indicators", charts=2)
    shoot(page, "explorer-indicators")
    page.locator(".tabs").get_by_role("link", name="Missed").click()
    expect(page.locator(".outcome").first).to_have_text("Missed")
    expect(page.locator(".outcome.attained")).to_have_count(0)
    page.locator("tbody tr").first.locator("td").nth(4).get_by_role("link").click()
    expect(page.locator(".text mark.goal.here").first).to_be_in_viewport()


def test_a_contradiction_leads_to_both_sides(explorer: str, page: Page, shoot: Shoot) -> None:
    look(page, f"{explorer}/contradictions", charts=2)
    shoot(page, "explorer-contradictions")
    row = page.locator("tbody tr").filter(has_text="安吉县竹林气象服务局").first
    row.get_by_role("link").first.click()
    expect(page.locator(".side.left .value")).to_have_text("5,824,000.00 元")
    expect(page.locator(".side.right .value")).to_have_text("5,924,000.00 元")
    page.locator(".side.right .to-text").click()
    expect(page.locator(".text mark.right")).to_have_text("592.40")
    expect(page.locator(".text mark.right")).to_be_in_viewport()
    expect(page.locator(".text mark.left")).to_have_text(["96.00", "446.40", "40.00"])
    page.locator(".check.chosen .to-left").click()
    expect(page.locator(".text mark.left").first).to_be_in_viewport()
    shoot(page, "explorer-contradiction")


def test_a_contradiction_between_two_reports_leads_into_both(explorer: str, page: Page) -> None:
    look(page, f"{explorer}/contradictions", charts=2)
    page.locator("tbody tr").filter(has_text="2020年报告").get_by_role("link").first.click()
    page.locator(".side.left .to-text").click()
    expect(page.locator(".about")).to_contain_text("haimen-2020-yuan.txt")
    expect(page.locator(".text mark.left")).to_have_text("167,286.50")
    page.go_back()
    page.locator(".side.right .to-text").click()
    expect(page.locator(".about")).to_contain_text("haimen-2021.txt")
    expect(page.locator(".text mark.right")).to_have_text("21.50")


def test_the_words_of_a_report_are_no_markup_and_persons_stay_hidden(explorer: str, page: Page) -> None:
    look(page, f"{explorer}/reports?words=竹林水利局")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody a").first.click()
    text = page.locator(".text")
    expect(text).to_contain_text(SCRIPT)
    expect(text).to_contain_text(MARKUP)
    expect(text).to_contain_text("&lt;b&gt;水库")
    expect(text).to_contain_text("联系电话：***")
    assert CONTACT not in page.content()
    assert page.locator("main img, main script").count() == 0
    for path in ("", "contradictions", "indicators", "three-public"):
        page.goto(f"{explorer}/{path}")
        expect(page.locator(UNDRAWN)).to_have_count(0)
        assert "taken" not in page.title()
        assert page.locator("main img, main script").count() == 0


def test_an_unsure_reading_is_told_apart(explorer: str, page: Page) -> None:
    look(page, f"{explorer}/contradictions?finding=unsure_reading", charts=2)
    expect(page.locator(".note")).to_contain_text("not held against the report")


def test_the_language_is_switched_and_kept(explorer: str, page: Page, shoot: Shoot) -> None:
    look(page, f"{explorer}/contradictions?fiscal_year=2022", charts=2)
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("报告的自相矛盾")
    expect(page.get_by_label("年度")).to_have_value("2022")
    page.get_by_role("link", name="部门收支").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("部门收支：预算与支出")
    expect(page.locator(UNDRAWN)).to_have_count(0)
    shoot(page, "explorer-chinese")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Departments"))


def test_a_new_version_is_picked_up_while_the_explorer_runs(
    explorer: str, explored: Home, page: Page
) -> None:
    look(page, f"{explorer}/", charts=3)
    expect(page.locator(".version")).to_contain_text(versions.published(explored).version_id)
    part = explored.root / "part" / "warehouse.duckdb"
    part.parent.mkdir()
    shutil.copy(explored.published, part)
    with duckdb.connect(str(part)) as connection:
        versions.stamp(connection, "anewrun", datetime(2031, 1, 1, tzinfo=UTC))
    part.replace(explored.published)
    page.reload()
    expect(page.locator(".version")).to_contain_text("20310101-000000-anewrun")
