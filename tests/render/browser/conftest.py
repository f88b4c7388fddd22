"""A headless Chromium for each file of tests here, and the pages that they look at.

The browser lives no longer than those: while it is open an event loop is running, and code that runs one of
its own elsewhere would fail.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from bench.model import Results
from tests import synthetic
from tests.render import sizes
from tests.render.browser.writing import written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright: Any = pytest.importorskip(
        "playwright.sync_api", reason="Playwright for Python is not installed"
    )
    if CHROMIUM is None:
        pytest.skip("no Chromium on PATH")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that fails its test on any request beyond the file and on any message in the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(f"console: {message.text}"))
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    opened.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    opened.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "blob:")) else troubles.append(f"request: {request.url}")
        ),
    )
    yield opened
    context.close()
    assert troubles == []


@pytest.fixture(scope="package")
def results() -> Results:
    """The core questions on three Djangos."""
    return synthetic.results(sizes.real_plan())


@pytest.fixture(scope="package")
def address(results: Results, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Their page."""
    return written(results, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="package")
def small_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of two questions, for what takes long on many."""
    return written(synthetic.results(), tmp_path_factory.mktemp("small"))
