"""What a reader sees first, and whether it is what the data say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bench.model import ComparisonKind, Estimate, Results, Verdict
from bench.render import wording
from bench.render.findings import Topic, told
from tests.render.browser.writing import embedded

if TYPE_CHECKING:
    from playwright.sync_api import Page

MARGIN = 0.05


def rule(ratio: dict[str, float]) -> Verdict:
    """The verdict as the specification words it."""
    if ratio["low"] > 1 + MARGIN:
        return Verdict.SLOWER
    if ratio["high"] < 1 / (1 + MARGIN):
        return Verdict.FASTER
    inside = ratio["low"] >= 1 / (1 + MARGIN) and ratio["high"] <= 1 + MARGIN
    return Verdict.SAME if inside else Verdict.UNCLEAR


def cell_text(record: dict[str, Any]) -> str:
    """What a cell must say, from a comparison in results.json, whose own verdict is not looked at."""
    ratio = record["ratio"]
    if ratio is None:
        return f"– no data: {record['reason']}"
    verdict = rule(ratio)
    mark = wording.mark(verdict)
    if verdict is Verdict.SAME:
        return f"{mark} same within 5%"
    if verdict is Verdict.UNCLEAR:
        return f"{mark} unclear: {wording.span(Estimate(**ratio))}"
    value, low, high = (ratio[name] for name in ("value", "low", "high"))
    if verdict is Verdict.FASTER:
        value, low, high = 1 / value, 1 / high, 1 / low
    return f"{mark} {value:.2f}× {verdict.value} ({low:.2f}–{high:.2f})"


def test_the_headline_is_in_view_and_its_counts_add_up(tab: Page, address: str) -> None:
    tab.goto(address)
    for part in (".headline", ".counts", ".sum"):
        box = tab.locator(part).last.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
    counts = [int(text.replace(",", "")) for text in tab.locator(".counts b").all_inner_texts()]
    compared = [each for each in embedded(tab)["comparisons"] if each["kind"] == ComparisonKind.VERSION.value]
    marks = tab.locator(".counts i").all_inner_texts()
    assert dict(zip(marks, counts, strict=True)) == Counter(cell_text(each)[0] for each in compared)
    assert tab.locator(".sum").inner_text() == f"{sum(counts):,} comparisons"
    assert tab.locator(".decision h2").all_inner_texts() == ["Upgrade or not?", "A signal, or save()?"]


def test_both_decisions_have_few_findings_that_lead_to_their_questions(
    tab: Page, address: str, results: Results
) -> None:
    tab.goto(address)
    assert tab.locator(".topics h2").all_inner_texts() == ["If you upgrade", "If you use a signal"]
    for topic in tab.locator(".topics > div").all():
        assert 1 <= topic.locator("> ul > li").count() <= 5
    linked = [finding for finding in told(results) if finding.question and finding.topic is not Topic.RUN]
    links = tab.locator(".decisions .in-full, .topics .in-full")
    assert links.count() == len(linked)
    for place, finding in enumerate(linked):
        assert links.nth(place).get_attribute("href") == f"#q-{finding.question}"


def test_verdicts_recomputed_from_the_data_agree_with_every_cell(tab: Page, address: str) -> None:
    tab.goto(address)
    comparisons = embedded(tab)["comparisons"]
    shown = tab.evaluate(
        "[...document.querySelectorAll('[data-comparison]')].map(e => [+e.dataset.comparison, e.textContent])"
    )
    for place, text in shown:
        assert text == cell_text(comparisons[place])
    assert {place for place, _ in shown} == set(range(len(comparisons)))
