"""Names that try to be markup, in every place that a name can come from."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from tests import synthetic
from tests.render import sizes
from tests.render.browser.writing import open_everything, width, written

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = "</script><script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
LONG = "x" * 500
RIGHT_TO_LEFT = "\u202e\u05e9\u05dc\u05d5\u05dd"
STYLE = "</style></title><!-- data --><svg onload=alert(1)>"
NAMES = (SCRIPT, IMAGE, LONG, RIGHT_TO_LEFT, STYLE)


def test_hostile_names_show_literally_and_do_nothing(tab: Page, tmp_path: Path) -> None:
    question = dataclasses.replace(
        sizes.question("hostile", SCRIPT, NAMES, ("receivers", (1, 10)), (IMAGE, (STYLE, LONG)), unit=IMAGE),
        about="\n".join(NAMES),
        source="\n".join(NAMES),
    )
    environments = tuple(
        dataclasses.replace(
            environment,
            label=environment.label + name,
            database=name,
            source=f"/home/{name}",
            commit=name,
            details=((name, name),),
        )
        for environment, name in zip(synthetic.ENVIRONMENTS[:2], NAMES, strict=False)
    )
    plan = dataclasses.replace(
        synthetic.plan(questions=(question,), environments=environments),
        command=f"signalbench compare {SCRIPT} {IMAGE}",
        machine=tuple((name, name) for name in NAMES),
    )
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(written(dataclasses.replace(synthetic.results(plan), warnings=NAMES), tmp_path))
    open_everything(tab)
    tab.check("#matrix-cases")
    text = tab.locator("main").inner_text()
    for name in NAMES:
        assert text.count(name) > 1
    assert tab.locator("main img, main script:not([type]), svg[onload]").count() == 0
    assert tab.locator("script:not([type])").count() == 1
    assert width(tab) <= 360
