"""dbt's documentation of the published warehouse, written by dbt itself and opened in a browser."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from documentation.site import write_site
from warehouse.errors import NotPublishedError
from warehouse.home import Home


@pytest.fixture(scope="module")
def documented(loaded: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a published warehouse, and nothing else, once the site has been written."""
    home = Home(tmp_path_factory.mktemp("documented"))
    shutil.copy(loaded.published, home.published)
    assert write_site(home) == home.dbt_docs
    return home


@pytest.mark.parametrize(
    "node", ["source.jixiao.raw.document", "model.jixiao.int_level", "model.jixiao.fct_budget"]
)
def test_the_page_names_the_nodes_of_the_lineage(documented: Home, node: str) -> None:
    assert f'"{node}"' in documented.dbt_docs.read_text(encoding="utf-8")


def test_the_warehouse_is_as_it_was_and_nothing_lies_about(documented: Home, loaded: Home) -> None:
    assert documented.published.read_bytes() == loaded.published.read_bytes()
    assert sorted(path.name for path in documented.root.iterdir()) == ["dbt_docs", "warehouse.duckdb"]


def test_a_column_has_both_languages_and_the_page_asks_no_network(documented: Home, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{documented.dbt_docs.as_uri()}#!/model/model.jixiao.department_year")
    page.locator("tr", has_text="execution_rate").first.click()
    expect(page.get_by_text("预算执行率")).to_be_visible()
    expect(page.get_by_text(re.compile("^Spent divided by available")).last).to_be_visible()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_without_a_published_warehouse_there_is_nothing_to_document(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="make run"):
        write_site(Home(tmp_path))
