"""One figure: what it asks, what it found, and its two forms.

The SVG is for the page, which sets the title beside it as text; the PNG stands alone, so it bears its
title, the question and a footer with the circumstances.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench import units
from bench.model import Results
from bench.render import wording
from bench.render.charts import lettering, png, svg
from bench.render.charts.sheet import SMALL, Sheet
from bench.render.charts.theme import Ink
from bench.render.table import measured_environments

LONGEST_NAME = 48
"""Characters of a name from the data in a title or an alternative text; more are cut."""
_PADDING = 28.0
_TITLE, _QUESTION = 19.0, 13.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A plot that answers a question. Its two forms are drawn anew each time they are asked for."""

    name: str
    """Safe in file names, links and ids; one of its own within a report."""
    slug: str
    """The question's."""
    question: str
    asks: str
    """What this plot answers of it: "How does it scale?"."""
    title: str
    """The finding."""
    alt: str
    """What the plot shows, for those who do not see it."""
    footer: str
    draw: Callable[[Sheet, float], float]
    """Draws the chart on a sheet from a height on, and returns where it ends."""

    @property
    def svg(self) -> str:
        """For a page: `<svg>` with role "img", its width that of its container; needs no style or script."""
        sheet = Sheet(width=svg.WIDTH, padding=2)
        end = self.draw(sheet, 2)
        beyond_title = self.alt.removeprefix(f"{self.title}. ")
        return svg.written(sheet, end + 6, name=self.name, title=self.title, description=beyond_title)

    @property
    def png(self) -> bytes:
        """1,600 pixels wide, light, opaque; the alternative text is in its Description."""
        sheet = Sheet(width=png.WIDTH, padding=_PADDING)
        room = sheet.right - sheet.left
        y = 26.0
        for line in lettering.balanced(lettering.known(self.title), room, _TITLE, lines=3, bold=True):
            y += 18
            sheet.text(sheet.left, y, line, size=_TITLE, bold=True)
            y += 8
        for line in lettering.wrap(lettering.known(f"{self.question} {self.asks}"), room, _QUESTION, lines=2):
            y += 16
            sheet.text(sheet.left, y, line, Ink.MUTED, size=_QUESTION)
        y = self.draw(sheet, y + 22) + 16
        sheet.line([(sheet.left, y), (sheet.right, y)], Ink.GRID)
        for line in lettering.wrap(lettering.known(self.footer), room, SMALL, lines=2):
            y += 17
            sheet.text(sheet.left, y, line, Ink.MUTED, size=SMALL)
        return png.written(sheet, y + 16, title=self.title, description=self.alt)


def time_unbroken(ns: float) -> str:
    """A time for a title, where number and unit stay on one line."""
    return units.time(ns).replace(" ", "\u00a0")


def safe_name(*parts: str) -> str:
    """The parts as a name for files and ids: lower-case letters, digits and hyphens, at most 80."""
    return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).lower()).strip("-")[:80].strip("-") or "figure"


def short(name: str) -> str:
    """A name from the data as it stands in a sentence: one line, and cut where it is endless."""
    cleaned = lettering.clean(name)
    return cleaned if len(cleaned) <= LONGEST_NAME else cleaned[: LONGEST_NAME - 1].rstrip() + "…"


def quoted(name: str) -> str:
    """A name in a sentence, in quotes where it is several words: "“no receivers” is slower"."""
    return f"“{short(name)}”" if " " in name else short(name)


def footer(results: Results, intervals: str | None, forks: Iterable[int]) -> str:
    """The circumstances: Python, database, CPU, forks, and how the intervals hold: "joint", "single"; None
    for a figure that shows none. forks: behind each thing shown; 0 does not count.
    """
    behind = sorted(number for number in forks if number) or [0]
    told = units.plural(behind[-1], "fork")
    environments = measured_environments(results)
    pythons = ", ".join(dict.fromkeys(environment.python for environment in environments))
    databases = ", ".join(dict.fromkeys(short(environment.database) for environment in environments))
    cpu = dict(results.plan.machine).get("cpu", "an unknown CPU")
    confidence = units.share(wording.confidence(results))
    circumstances = (
        f"Python {pythons}",
        databases,
        short(cpu),
        told if behind[0] == behind[-1] else f"{units.integer(behind[0])} to {told}",
        f"{intervals} {confidence} intervals" if intervals else "no intervals",
        f"signalbench {short(results.plan.version)}",
    )
    return " · ".join(circumstances)
