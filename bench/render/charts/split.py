"""What am I paying for: a bar per profile, from 0% to 100% of its samples, stacked by layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.model import Estimate
from bench.render.charts import lettering
from bench.render.charts.rows import GAP, WORDS, axis_name
from bench.render.charts.sheet import SMALL, Sheet
from bench.render.charts.theme import SERIES, Ink

_BAR, _ROW, _LEGEND = 26.0, 58.0, 19.0
_ALPHA = (0.85, 0.45)
"""Of the layers' two rounds through the inks of the series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A layer's share. `place` gives it the same look in every bar."""

    name: str
    share: Estimate
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The shares of one profile, which add up to 1."""

    label: str
    parts: tuple[Part, ...]


def draw(sheet: Sheet, top: float, bars: Sequence[Bar]) -> float:
    """Draws the chart and returns where it ends."""
    left, right = sheet.left, sheet.right
    y = top
    for bar in bars:
        sheet.text(left, y + 14, lettering.fit(lettering.clean(bar.label), right - left, 12))
        x = left
        for part in _ordered(bar):
            width = part.share.value * (right - left)
            ink, alpha = _look(part.place)
            sheet.box(x, y + 22, width, _BAR, ink, alpha=alpha)
            sheet.line([(x, y + 22), (x, y + 22 + _BAR)], Ink.SURFACE, width=1.5)
            text = f"{part.name} {units.share(part.share.value)}"
            if lettering.width(text, WORDS) + 10 < width:
                _on_bar(sheet, x + width / 2, y + 22 + _BAR / 2 + 4, text)
            x += width
        y += _ROW
    for tick in range(0, 101, 20):
        sheet.text(
            left + (right - left) * tick / 100,
            y + 6,
            f"{tick}%",
            Ink.MUTED,
            size=SMALL,
            anchor="left" if tick == 0 else "right" if tick == 100 else "center",
        )
    axis_name(sheet, left, right, y + 24, "share of samples under the profiler")
    return _legend(sheet, y + 40, bars)


def _legend(sheet: Sheet, top: float, bars: Sequence[Bar]) -> float:
    """Every layer with its share and interval in each bar, as small parts have no room on it."""
    places = {part.place: part.name for bar in bars for part in _ordered(bar)}
    y = top
    for place, name in sorted(places.items()):
        ink, alpha = _look(place)
        sheet.box(sheet.left, y + 3, 11, 11, ink, alpha=alpha)
        shares = [
            f"{units.share(part.share.value)} ({units.share(part.share.low)}–{units.share(part.share.high)})"
            for bar in bars
            for part in bar.parts
            if part.place == place
        ]
        words = lettering.fit(f"{name}: {'; '.join(shares)}", sheet.right - sheet.left - 18 - GAP, WORDS)
        sheet.text(sheet.left + 18, y + 13, words, Ink.MUTED, size=WORDS)
        y += _LEGEND
    return y


def _on_bar(sheet: Sheet, middle: float, baseline: float, text: str) -> None:
    """Text on a patch of the surface, which is legible on any ink and in both themes."""
    width = lettering.width(text, WORDS) + 8
    sheet.box(middle - width / 2, baseline - 12, width, 16, Ink.SURFACE)
    sheet.text(middle, baseline, text, size=WORDS, anchor="center")


def _ordered(bar: Bar) -> list[Part]:
    return sorted(bar.parts, key=lambda part: part.place)


def _look(place: int) -> tuple[Ink, float]:
    return SERIES[place % len(SERIES)], _ALPHA[place // len(SERIES) % len(_ALPHA)]
