"""An axis of times along the bottom: logarithmic where small ones would vanish beside large ones."""

from __future__ import annotations

from collections.abc import Sequence

from bench.render.charts import lettering
from bench.render.charts.rows import axis_name
from bench.render.charts.scales import Scale, linear_ticks, log_ticks, span, time_tick
from bench.render.charts.sheet import SMALL, Sheet
from bench.render.charts.theme import Ink

_LOG_FROM = 3.0
"""The largest time over the smallest from which on the axis is logarithmic."""
_TICK_ROOM = 62.0


def time_scale(numbers: Sequence[float], start: float, end: float) -> Scale:
    """Shows all the times, in ns, with some room on both sides."""
    logarithmic = min(numbers) > 0 and max(numbers) > _LOG_FROM * min(numbers)
    low, high = span(numbers, logarithmic=logarithmic)
    return Scale(low=low, high=high, start=start, end=end, logarithmic=logarithmic)


def draw(sheet: Sheet, scale: Scale, top: float, bottom: float, name: str) -> None:
    """The grid from top to bottom, its ticks below, and the axis' name with its kind."""
    count = max(3, int((scale.end - scale.start) / _TICK_ROOM))
    ticks = (log_ticks if scale.logarithmic else linear_ticks)(scale.low, scale.high, count)
    sheet.lines([((x, top), (x, bottom)) for x in map(scale.place, ticks)], Ink.GRID)
    last = -1e9
    for tick in ticks:
        x, text = scale.place(tick), time_tick(tick)
        half = lettering.width(text, SMALL) / 2
        if x - half > last + 6:
            sheet.text(x, bottom + 16, text, Ink.MUTED, size=SMALL, anchor="center")
            last = x + half
    kind = "log scale" if scale.logarithmic else "linear scale, not from 0"
    axis_name(sheet, scale.start, scale.end, bottom + 34, f"{name}, {kind}")
