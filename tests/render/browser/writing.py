"""Pages as files that a browser opens, and what the tests read off them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.model import Results
from bench.render.figures import figures
from bench.render.page import page
from bench.results.results_json import results_to_text

if TYPE_CHECKING:
    from playwright.sync_api import Page

SAMPLES = "fork,round\n1,2\n"


def written(results: Results, folder: Path) -> str:
    """The address of the results' page, in that folder."""
    text = page(results, figures(results), results_json=results_to_text(results), samples_csv=SAMPLES)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return (folder / "index.html").as_uri()


def embedded(tab: Page) -> dict[str, Any]:
    """The results that the page holds."""
    content: dict[str, Any] = json.loads(tab.locator("#results-json").text_content() or "")
    return content


def open_everything(tab: Page) -> None:
    """Every folded part of the page."""
    tab.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


def width(tab: Page) -> int:
    """How wide the page is, in pixels of the window."""
    return int(tab.evaluate("document.documentElement.scrollWidth"))
