"""axe-core on the whole page with every part open: all rules, and those on colour in the dark again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.render.browser.writing import open_everything

if TYPE_CHECKING:
    from playwright.sync_api import Page


RULES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(tab: Page, small_address: str, theme: Literal["light", "dark"]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    tab.emulate_media(color_scheme=theme)
    tab.goto(small_address)
    open_everything(tab)
    tab.check("#matrix-cases")
    found = axe.Axe().run(tab, options={"resultTypes": ["violations"], **RULES[theme]})
    assert found.response["passes"]
    serious = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:150]}"
        for violation in found.response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    assert serious == []
