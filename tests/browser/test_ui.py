"""What somebody sees in the UI after a night that went well and after one that did not.

In the order of the two nights: the second changes what the pages of the first show.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import CHANGED, Shoot, Ui

GROUPS = ("files", "raw", "history", "reference", "staging", "intermediate", "marts", "quality", "publish")


def _linked_file(page: Page, within: str) -> Path:
    """The file that the first link whose address contains these words leads to."""
    link = page.locator(f'a[href^="file://"][href*="{within}"]').first
    expect(link).to_be_visible()
    return Path(unquote(urlsplit(link.get_attribute("href") or "").path))


def test_the_lineage_leads_from_the_files_to_the_published_warehouse(
    ui: Ui, published: str, page: Page, shoot: Shoot
) -> None:
    ui.open(page, "asset-groups")
    for group in GROUPS:
        expect(page.locator("svg").get_by_text(group, exact=True).first).to_be_visible()
    shoot(page, "lineage")


def test_the_run_that_published_is_a_success(ui: Ui, published: str, page: Page, shoot: Shoot) -> None:
    ui.open(page, f"runs/{published}")
    expect(page.get_by_text("Success", exact=True).first).to_be_visible()
    expect(page.get_by_text("RUN_SUCCESS", exact=True).last).to_be_visible()
    # The last long step lies wholly in the chart once every step is drawn as long as it took.
    expect(page.get_by_text("built_suites", exact=True).first).to_be_in_viewport(ratio=1)
    shoot(page, "run-succeeded")


def test_the_report_that_was_set_aside_is_named_with_reason_and_remedy(
    ui: Ui, published: str, page: Page, shoot: Shoot
) -> None:
    ui.open(page, "assets/quality/quarantine?view=checks&checkDetail=expectations")
    expect(page.get_by_text("These reports are not published").first).to_be_visible()
    expect(page.get_by_text(CHANGED).first).to_be_visible()
    assert "nothing_set_aside" in _linked_file(page, "quality.quarantine").read_text(encoding="utf-8")
    shoot(page, "check-warning")


def test_the_published_warehouse_lists_what_was_set_aside(
    ui: Ui, published: str, page: Page, shoot: Shoot
) -> None:
    ui.open(page, "assets/published_warehouse?view=events")
    expect(page.get_by_text(f"Materialized in run {published[:8]}")).to_be_visible()
    expect(page.get_by_text(str(ui.home.published), exact=True).first).to_be_visible()
    row = page.get_by_role("row").filter(has_text=CHANGED).filter(has_text="does not say which year").last
    expect(row).to_contain_text("在标题或文件名中写明年度")
    shoot(page, "published-warehouse")


def test_a_night_that_lost_most_reports_is_red_and_says_why(
    ui: Ui, stopped: str, page: Page, shoot: Shoot
) -> None:
    ui.open(page, "assets/quality/drift?view=checks&checkDetail=expectations")
    expect(page.get_by_text("an inbox that is half empty must not replace a full one").last).to_be_visible()
    expect(page.get_by_text("Failed", exact=True).last).to_be_visible()
    expect(page.get_by_text("Check that REPORTS names the right folder").last).to_be_attached()
    assert "reports_kept" in _linked_file(page, "quality.drift").read_text(encoding="utf-8")
    shoot(page, "check-failed")


def test_the_red_run_names_the_expectation_and_what_to_do(
    ui: Ui, stopped: str, page: Page, shoot: Shoot
) -> None:
    ui.open(page, f"runs/{stopped}?logs=step%3Abuilt_suites")
    expect(page.get_by_text("Failure", exact=True).first).to_be_visible()
    expect(page.get_by_text("quality.drift.reports_kept").last).to_be_visible()
    shoot(page, "run-failed")


def test_the_last_good_version_stays_published(ui: Ui, published: str, stopped: str, page: Page) -> None:
    ui.open(page, "assets/published_warehouse?view=events")
    expect(page.get_by_text(f"Materialized in run {published[:8]}")).to_be_visible()
    expect(page.get_by_text(f"Materialized in run {stopped[:8]}")).to_have_count(0)
