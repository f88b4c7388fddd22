"""The overview: sorted, filtered and narrowed, by keyboard and by address."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bench.model import Results, Verdict
from tests import synthetic
from tests.render.browser.writing import written

if TYPE_CHECKING:
    from playwright.sync_api import Page


def order(tab: Page) -> list[str]:
    return tab.locator("#matrix tbody tr:visible th a").all_inner_texts()


def test_enter_on_a_header_sorts_and_says_so(tab: Page, address: str) -> None:
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


def test_a_ratio_column_sorts_the_largest_first_and_the_undecided_last(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.check("#matrix-cases")
    tab.locator("#matrix th button").nth(2).click()
    cells = tab.evaluate(
        "[...document.querySelectorAll('#matrix tbody td:nth-child(3)')]"
        ".map(cell => [cell.querySelector('.unclear') !== null, cell.dataset.sort || null])"
    )
    rank = {False: 0, True: 1}
    keys = [(2, 0.0) if ratio is None else (rank[unclear], -float(ratio)) for unclear, ratio in cells]
    assert keys == sorted(keys)
    assert {kind for kind, _ in keys} == {0, 1, 2}


def test_a_filter_survives_a_reload(tab: Page, address: str) -> None:
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


def test_only_changed_hides_what_did_not_change(tab: Page, tmp_path: Path) -> None:
    made = synthetic.results()
    calm = tuple(
        dataclasses.replace(c, verdict=Verdict.SAME) if c.question == "receivers" else c
        for c in made.comparisons
    )
    tab.goto(written(dataclasses.replace(made, comparisons=calm), tmp_path))
    assert order(tab) == ["receivers", "bulk-saves"]
    tab.check("#matrix-changed")
    assert order(tab) == ["bulk-saves"]


def test_every_case_can_be_listed_and_found_again(tab: Page, address: str, results: Results) -> None:
    tab.goto(address)
    tab.check("#matrix-cases")
    cases = [case for question in results.plan.questions for case in question.cases]
    assert order(tab) == [case.question for case in cases]
    shown = tab.evaluate(
        "[...document.querySelectorAll('#matrix tbody a.verdict')].map(a => [a.textContent, a.hash.slice(1)])"
    )
    assert shown == tab.evaluate(
        "[...document.querySelectorAll('table.cells tr[id] em')]"
        ".map(verdict => [verdict.textContent, verdict.closest('tr').id])"
    )
    tab.fill("#matrix-text", "send_robust 1,000")
    assert order(tab) == ["receivers", "receivers"]
    tab.reload()
    assert tab.is_checked("#matrix-cases")
    assert order(tab) == ["receivers", "receivers"]
    tab.locator("#matrix tbody tr:visible td a").first.click()
    assert tab.locator(f"[id='{re.sub('.*#', '', tab.url)}']").is_visible()
    tab.uncheck("#matrix-cases")
    tab.fill("#matrix-text", "")
    assert order(tab) == [question.slug for question in results.plan.questions]
