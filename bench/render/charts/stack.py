"""What am I paying for: a bar per variant, cut into layers, with what they leave unexplained.

A layer with too little or less than nothing to draw is told by the figures beside the bar only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.render.charts import lettering
from bench.render.charts.rows import GAP, WORDS, Header, axis_name, height, label_end, lay, note
from bench.render.charts.scales import Scale, linear_ticks, time_tick
from bench.render.charts.sheet import SMALL, Sheet
from bench.render.charts.theme import Ink

_INKS = (Ink.NEUTRAL, Ink.SERIES_2, Ink.SERIES_1)
_ALPHAS = (0.3, 0.85, 0.45)
_BAR = 17.0
_STRIPES = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A variant's time in ns, and that of each layer; what is missing to the time is unexplained."""

    label: str
    total_ns: float
    layers_ns: tuple[float, ...]

    @property
    def unexplained_ns(self) -> float:
        """Below 0 where the layers take more than the whole."""
        return self.total_ns - sum(self.layers_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """At least one bar. `layers` are the names of the layers of every bar; `unit` is what the time is of."""

    bars: tuple[Bar, ...]
    layers: tuple[str, ...]
    unit: str
    note: str = ""


def draw(sheet: Sheet, top: float, chart: Stack) -> float:
    """Draws the chart and returns where it ends."""
    top = _key(sheet, top, chart.layers)
    bars: tuple[Header | Bar, ...] = chart.bars
    column = max(lettering.width(units.time(bar.total_ns), WORDS) for bar in chart.bars)
    left, right = label_end(sheet, bars) + GAP, sheet.right - column - GAP
    longest = max(max(bar.total_ns, sum(map(_positive, bar.layers_ns))) for bar in chart.bars)
    scale = Scale(low=0, high=longest * 1.02, start=left, end=right, logarithmic=False)
    bottom = top + height(sheet, bars)
    for tick in linear_ticks(0, scale.high, max(2, int((right - left) / 62))):
        x = scale.place(tick)
        sheet.line([(x, top), (x, bottom)], Ink.GRID)
        sheet.text(x, bottom + 16, time_tick(tick), Ink.MUTED, size=SMALL, anchor="center")
    for bar, middle in lay(sheet, top, bars):
        _bar(sheet, scale, middle, bar)
        sheet.text(sheet.right, middle + 4, units.time(bar.total_ns), size=WORDS, anchor="right")
    axis_name(sheet, left, right, bottom + 34, f"time per {chart.unit}")
    return note(sheet, bottom + 38, chart.note)


def _bar(sheet: Sheet, scale: Scale, y: float, bar: Bar) -> None:
    at = 0.0
    for rank, ns in enumerate(map(_positive, bar.layers_ns)):
        x, end = scale.place(at), scale.place(at + ns)
        sheet.box(x, y - _BAR / 2, end - x, _BAR, Ink.SURFACE)
        sheet.box(x, y - _BAR / 2, end - x, _BAR, _INKS[rank], alpha=_ALPHAS[rank])
        share = units.share(ns / bar.total_ns)
        middle, half = (x + end) / 2, lettering.width(share, SMALL) / 2 + 3
        if 2 * half <= end - x and abs(middle - scale.place(bar.total_ns)) > half:
            ink = Ink.SURFACE if _ALPHAS[rank] > 0.5 else Ink.FG
            sheet.text(middle, y + 3.8, share, ink, size=SMALL, anchor="center")
        at += ns
    rest = bar.total_ns - at
    x, end = scale.place(min(at, bar.total_ns)), scale.place(max(at, bar.total_ns))
    if rest > 0:
        _striped(sheet, x, end, y)
    total = scale.place(bar.total_ns)
    sheet.line([(total, y - _BAR / 2 - 3), (total, y + _BAR / 2 + 3)], Ink.FG, width=2)


def _striped(sheet: Sheet, start: float, end: float, y: float) -> None:
    upper, lower = y - _BAR / 2, y + _BAR / 2
    sheet.line([(start, upper), (end, upper), (end, lower), (start, lower), (start, upper)], Ink.MUTED)
    stripes = []
    x = start - _BAR + _STRIPES
    while x < end:
        first, last = max(x, start), min(x + _BAR, end)
        stripes.append(((first, lower - (first - x)), (last, lower - (last - x))))
        x += _STRIPES
    sheet.lines(stripes, Ink.MUTED, width=0.8)


def _key(sheet: Sheet, top: float, layers: Sequence[str]) -> float:
    """What the fills mean, above the bars, over as many lines as that takes; returns where it ends."""
    x, y = sheet.left, top + 10
    for rank, name in enumerate((*layers, "unexplained", "measured")):
        text = lettering.clean(name)
        room = 20 + lettering.width(text, SMALL) + 16
        if x > sheet.left and x + room - 16 > sheet.right:
            x, y = sheet.left, y + 18
        if rank < len(layers):
            sheet.box(x, y - 9, 14, 11, _INKS[rank], alpha=_ALPHAS[rank])
        elif rank == len(layers):
            sheet.line([(x, y - 9), (x + 14, y - 9), (x + 14, y + 2), (x, y + 2), (x, y - 9)], Ink.MUTED)
            stripes = [((x + at, y + 2), (x + at + 4, y - 9)) for at in (1, 5, 9)]
            sheet.lines(stripes, Ink.MUTED, width=0.8)
        else:
            sheet.line([(x + 7, y - 10), (x + 7, y + 3)], Ink.FG, width=2)
        sheet.text(x + 20, y, text, Ink.MUTED, size=SMALL)
        x += room
    return y + 12


def _positive(ns: float) -> float:
    return max(ns, 0.0)
