"""pyinstrument's page asks for nothing, and what stands in it is text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bench.profiles import Frame
from bench.profiling.page import page
from tests.profiling.samples import processes, sampled

CREATED = "2026-11-01T10:00:00+00:00"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def test_no_address_is_left_and_a_policy_forbids_the_rest():
    text = page("send", CREATED, processes((30, 31), (10, 9)))
    assert set(re.findall(r"https?://([^/\"']+)", text)) == {"www.w3.org"}, "only the name space of SVG"
    assert "default-src 'none'" in text
    assert "<title>send</title>" in text


def test_a_hostile_name_ends_no_script():
    hostile = sampled({(Frame(HOSTILE, f"a/{HOSTILE}.py", 3, HOSTILE),): 7})
    assert page("send", CREATED, [hostile]).count("</script>") == 2, "pyinstrument's own two"
    text = page(HOSTILE, CREATED, [hostile])
    assert text.count("</script>") == 2
    assert "<img" not in text


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH")
def test_a_browser_shows_it_without_a_request_or_an_error(tmp_path: Path):
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    file = tmp_path / "page.html"
    hostile = sampled({(Frame(HOSTILE, f"a/{HOSTILE}.py", 3, HOSTILE),): 7})
    file.write_text(page(HOSTILE, CREATED, [hostile]), encoding="utf-8")
    noticed: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.on("console", lambda message: noticed.append(message.text))
        tab.on("pageerror", lambda error: noticed.append(str(error)))
        tab.on("dialog", lambda dialog: (noticed.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: noticed.append(request.url) if "://" in request.url else None)
        tab.goto(file.as_uri())
        shown = tab.inner_text("body")
        browser.close()
    assert noticed == [file.as_uri()]
    assert HOSTILE in shown
    assert "time_slice" in shown
