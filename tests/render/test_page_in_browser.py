"""The page as readers use it, in a headless Chromium: offline, by keyboard, on a phone, printed."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.model import Comparison, ComparisonKind, Estimate, Results, Verdict
from bench.render import wording
from bench.render.figures import figures
from bench.render.page import page
from bench.results.results_json import results_to_text
from tests import synthetic
from tests.render import sizes

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH")

SAMPLES = "fork,round\n1,2\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def results() -> Results:
    return synthetic.results(sizes.real_plan())


@pytest.fixture(scope="module")
def address(results: Results, tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(results, tmp_path_factory.mktemp("report"))


@pytest.fixture
def tab(browser: playwright.Browser) -> Iterator[playwright.Page]:
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


def written(results: Results, folder: Path) -> str:
    text = page(results, figures(results), results_json=results_to_text(results), samples_csv=SAMPLES)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return (folder / "index.html").as_uri()


def order(tab: playwright.Page) -> list[str]:
    return tab.locator("#matrix tbody tr:visible th a").all_inner_texts()


def test_the_headline_is_in_view_and_its_counts_add_up(tab: playwright.Page, address: str) -> None:
    tab.goto(address)
    for part in (".headline", ".counts", ".sum"):
        box = tab.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
    counts = [int(text.replace(",", "")) for text in tab.locator(".counts b").all_inner_texts()]
    data = json.loads(tab.locator("#results-json").text_content() or "")
    assert sum(counts) == sum(comparison["kind"] == "version" for comparison in data["comparisons"])
    assert tab.locator(".sum").inner_text().startswith(f"{sum(counts):,} comparisons")


def test_every_verdict_agrees_with_the_embedded_data(tab: playwright.Page, address: str) -> None:
    tab.goto(address)
    data = json.loads(tab.locator("#results-json").text_content() or "")
    shown = tab.evaluate(
        "[...document.querySelectorAll('[data-comparison]')].map(e => [+e.dataset.comparison, e.textContent])"
    )
    for place, text in shown:
        assert text == wording.text(from_json(data["comparisons"][place]), 0.05)
    assert {place for place, _ in shown} == set(range(len(data["comparisons"])))


def from_json(record: dict[str, object]) -> Comparison:
    ratio = record["ratio"]
    return Comparison(
        kind=ComparisonKind(record["kind"]),
        question=str(record["question"]),
        variant=str(record["variant"]),
        axis=(),
        baseline=str(record["baseline"]),
        candidate=str(record["candidate"]),
        ratio=Estimate(**ratio) if isinstance(ratio, dict) else None,
        verdict=Verdict(record["verdict"]),
        reason=record.get("reason"),  # type: ignore[arg-type]
    )


def test_enter_on_a_header_sorts_and_says_so(tab: playwright.Page, address: str) -> None:
    tab.goto(address)
    before = order(tab)
    tab.locator("#matrix th button").first.focus()
    tab.keyboard.press("Enter")
    assert order(tab) == sorted(before)
    assert tab.locator("#matrix th").first.get_attribute("aria-sort") == "ascending"
    assert tab.locator("#announcement").inner_text() == "Sorted by Question, ascending."
    tab.keyboard.press("Enter")
    assert order(tab) == sorted(before, reverse=True)
    tab.reload()
    assert order(tab) == sorted(before, reverse=True)


def test_a_ratio_column_sorts_the_largest_first(tab: playwright.Page, address: str) -> None:
    tab.goto(address)
    tab.locator("#matrix th button").nth(1).click()
    cells = tab.locator("#matrix tbody td:nth-child(2)")
    ratios = [float(cell.get_attribute("data-sort") or "nan") for cell in cells.all()]
    assert ratios == sorted(ratios, reverse=True)


def test_a_filter_survives_a_reload(tab: playwright.Page, address: str) -> None:
    tab.goto(address)
    everything = order(tab)
    tab.fill("#matrix-text", "robust")
    tab.check("#matrix-changed")
    assert order(tab) == ["receivers"]
    tab.reload()
    assert tab.input_value("#matrix-text") == "robust"
    assert tab.is_checked("#matrix-changed")
    assert order(tab) == ["receivers"]
    tab.fill("#matrix-text", "no such thing")
    assert tab.locator("#matrix-none").is_visible()
    tab.fill("#matrix-text", "")
    tab.uncheck("#matrix-changed")
    assert order(tab) == everything


def test_only_changed_hides_what_did_not_change(browser: playwright.Browser, tmp_path: Path) -> None:
    made = synthetic.results()
    calm = tuple(
        dataclasses.replace(c, verdict=Verdict.SAME) if c.question == "receivers" else c
        for c in made.comparisons
    )
    tab = browser.new_page()
    tab.goto(written(dataclasses.replace(made, comparisons=calm), tmp_path))
    assert order(tab) == ["receivers", "bulk-saves"]
    tab.check("#matrix-changed")
    assert order(tab) == ["bulk-saves"]
    tab.close()


def test_a_deep_link_opens_its_section(tab: playwright.Page, address: str) -> None:
    tab.goto(address + "#q-senders")
    assert tab.locator("#q-senders table.cells").first.is_visible()
    assert not tab.locator("#q-receivers table.cells").first.is_visible()
    tab.locator("#matrix tbody td a").first.click()
    row = re.sub(r".*#", "", tab.url)
    assert tab.locator(f"[id='{row}']").is_visible()


def test_downloads_are_the_files(tab: playwright.Page, address: str, results: Results) -> None:
    tab.goto(address)
    for name, content in (("results.json", results_to_text(results)), ("samples.csv", SAMPLES)):
        with tab.expect_download() as started:
            tab.click(f"#data a[download='{name}']")
        assert started.value.suggested_filename == name
        assert Path(started.value.path()).read_text(encoding="utf-8") == content


@pytest.mark.parametrize("kind", list(ComparisonKind))
def test_a_phone_scrolls_in_one_direction_only(
    browser: playwright.Browser, tmp_path: Path, kind: ComparisonKind
) -> None:
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto(written(synthetic.results(sizes.real_plan(kind)), tmp_path))
    tab.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.close()


def test_hostile_names_show_literally(tab: playwright.Page, tmp_path: Path) -> None:
    names = (
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "x" * 500,
        "\u202eshalom",
    )
    question = sizes.question("hostile", names[0], names, ("receivers", (1, 10)), unit=names[1])
    environments = tuple(
        dataclasses.replace(environment, label=environment.label + name)
        for environment, name in zip(synthetic.ENVIRONMENTS[:2], names, strict=False)
    )
    plan = synthetic.plan(questions=(question,), environments=environments)
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(written(dataclasses.replace(synthetic.results(plan), warnings=names), tmp_path))
    tab.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    text = tab.locator("main").inner_text()
    for name in names:
        assert name in text
    assert tab.locator("img").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_theme_follows_the_system_until_one_is_chosen(tab: playwright.Page, address: str) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    tab.emulate_media(color_scheme="light")
    tab.goto(address)
    light = tab.evaluate(background)
    tab.emulate_media(color_scheme="dark")
    dark = tab.evaluate(background)
    assert dark != light
    tab.get_by_label("Light").check(force=True)
    assert tab.evaluate(background) == light
    tab.reload()
    assert tab.evaluate(background) == light


def test_the_skip_link_comes_first_and_focus_is_visible(tab: playwright.Page, address: str) -> None:
    tab.goto(address)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#answers"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_printing_opens_every_section(tab: playwright.Page, address: str) -> None:
    tab.goto(address)
    assert tab.locator("details:not([open])").count() > 0
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details:not([open])").count() == 0


def test_it_is_readable_without_javascript(browser: playwright.Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    assert tab.locator(".headline").is_visible()
    assert tab.locator("#matrix tbody tr").count() == len(sizes.REAL)
    assert not tab.locator(".controls").is_visible()
    tab.locator("#q-receivers summary").first.click()
    assert tab.locator("#q-receivers table.cells").first.is_visible()
    context.close()
