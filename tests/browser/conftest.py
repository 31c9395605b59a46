"""A browser; the UI as `make ui` starts it with two loads launched by a click; the explorer as `make explore` starts it.

Skipped where Chromium is absent, unless JIXIAO_SYSTEM_PACKAGES says that it is required.
"""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import explorer_reports
from tests.services import HOST, REPOSITORY, answers, free_port, locations, service, wait_until
from warehouse.home import Home

CHROMIUM = Path("/usr/bin/chromium")
# Where `make screenshots` wants the pictures of docs/operations.md and docs/explorer.md.
SCREENSHOTS = os.environ.get("SCREENSHOTS")
WINDOW = {"width": 1600, "height": 960}
PAGE_MS = 60_000
LOAD_MS = 300_000
_COLOURS = 128  # of a picture, the rare ones among them: red
LOCATION = "orchestration.definitions"

# One of the sample offices sends its report without saying who it is and for which year.
NAMELESS = "部门整体支出绩效自评报告\n\n一、基本情况\n本年度年初预算120万元，实际支出118万元，其中基本支出100万元。\n"
CHANGED = "haimen-2020-yuan.txt"

Shoot = Callable[[Page, str], None]


class Ui:
    """The UI of one home, and what a user does in it."""

    def __init__(self, port: int, home: Home, inbox: Path) -> None:
        self.address = f"http://{HOST}:{port}"
        self.home = home
        self.inbox = inbox

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.address}/{path}")

    def load(self, page: Page, outcome: str) -> str:
        """Launch the nightly load by a click and wait for its outcome as the page shows it. Returns the run id."""
        self.open(page, f"locations/{LOCATION}/jobs/nightly_load")
        page.get_by_role("button", name="Materialize all").click()
        link = page.get_by_role("link", name="View", exact=True).or_(
            page.get_by_role("button", name="View", exact=True)
        )
        # Until a year has been read again for the first time, Dagster asks whether to go on without it.
        confirm = page.get_by_role("button", name="Confirm", exact=True)
        expect(link.or_(confirm).first).to_be_visible(timeout=PAGE_MS)
        if confirm.is_visible():
            confirm.click()
        link.first.click()
        page.wait_for_url("**/runs/*")
        run_id = page.url.rsplit("/", 1)[1].partition("?")[0]
        expect(page.get_by_text(outcome, exact=True).first).to_be_visible(timeout=LOAD_MS)
        return run_id


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        message = "Debian's chromium is not installed"
        pytest.fail(message) if os.environ.get("JIXIAO_SYSTEM_PACKAGES") == "required" else pytest.skip(
            message
        )
    with sync_playwright() as playwright:
        # Chromium's own sandbox needs what containers withhold; it opens nothing but our own pages.
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def ui(browser: Browser, samples_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    """The UI on a home and an inbox of its own, once it knows the assets."""
    place = tmp_path_factory.mktemp("ui")
    inbox = Path(shutil.copytree(samples_dir, place / "inbox"))
    port = free_port()
    settings = {
        "JIXIAO_HOME": str(place / "home"),
        "REPORTS": str(inbox),
        "PORT": str(port),
        "JIXIAO_INBOX_SECONDS": "3600",  # the loads here are launched by hand
    }
    log = place / "ui.log"
    with service([sys.executable, "-m", "orchestration.ui"], settings, log) as process:
        wait_until("serving the code location", lambda: LOCATION in locations(port), process, log)
        yield Ui(port, Home(place / "home"), inbox)


@pytest.fixture(scope="package")
def explored(samples_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the samples, a second year of one office and a report with hostile words."""
    place = tmp_path_factory.mktemp("explored")
    inbox = Path(shutil.copytree(samples_dir, place / "inbox"))
    for name, text in explorer_reports.FILES.items():
        (inbox / name).write_text(text, encoding="utf-8")
    settings = {"JIXIAO_HOME": str(place / "home"), "REPORTS": str(inbox)}
    command = [sys.executable, "-m", "orchestration.run"]
    load = subprocess.run(
        command, cwd=REPOSITORY, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert load.returncode == 0, load.stdout + load.stderr
    return Home(place / "home")


@pytest.fixture(scope="package")
def explorer(explored: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the explorer, as `make explore` starts it."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    settings = {"JIXIAO_HOME": str(explored.root), "EXPLORER_PORT": str(port)}
    log = tmp_path_factory.mktemp("explorer") / "explorer.log"
    with service([sys.executable, "-m", "explorer"], settings, log) as process:
        wait_until("serving pages", lambda: answers(address), process, log)
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=WINDOW, locale="en-GB", timezone_id="Asia/Shanghai") as context:
        page = context.new_page()
        page.set_default_timeout(PAGE_MS)
        expect.set_options(timeout=PAGE_MS)
        yield page


@pytest.fixture(scope="package")
def published(ui: Ui, browser: Browser) -> str:
    """The run that loaded the samples, of which one is changed so that it is set aside."""
    (ui.inbox / CHANGED).write_text(NAMELESS, encoding="utf-8")
    with browser.new_context(viewport=WINDOW) as context:
        context.set_default_timeout(PAGE_MS)
        return ui.load(context.new_page(), "Success")


@pytest.fixture(scope="package")
def stopped(ui: Ui, published: str, browser: Browser) -> str:
    """The run of the night when the inbox had lost most of its files."""
    for report in sorted(ui.inbox.glob("*.txt"))[1:]:
        report.unlink()
    with browser.new_context(viewport=WINDOW) as context:
        context.set_default_timeout(PAGE_MS)
        return ui.load(context.new_page(), "Failure")


@pytest.fixture
def shoot(tmp_path: Path) -> Shoot:
    """Takes a picture of the page as it is: into the docs where that is wanted, else only to see that it can be."""

    def take(page: Page, name: str) -> None:
        folder = Path(SCREENSHOTS) if SCREENSHOTS else tmp_path
        page.mouse.move(0, 0)
        page.wait_for_load_state("networkidle")  # icons come after the words
        picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
        picture.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE).save(
            folder / f"{name}.png", optimize=True
        )

    return take
