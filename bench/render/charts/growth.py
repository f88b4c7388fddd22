"""How does it scale: time per operation against an axis, both logarithmic, a line per series.

Zero has no place on a log axis, so it stands apart on the left, behind a break, joined to nothing. A series
with a fit has the fitted line in place of one from point to point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.model import Estimate
from bench.render.charts import lettering, series
from bench.render.charts.rows import note
from bench.render.charts.scales import Scale, log_ticks, span, time_tick
from bench.render.charts.sheet import SMALL, Point, Sheet
from bench.render.charts.theme import SERIES, Ink

_ZERO_ROOM = 44.0
_BENDS = 32
_CUT = 4.0
"""An interval makes no more room than up to this factor from its estimate: few forks say little there."""
_APART, _WIDEST_POINT = 4.5, 22.0
"""Between the points of several series at one value, and between the outermost of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: (value on the axis, time per operation), ascending; the asides stand below its label."""

    label: str
    points: tuple[tuple[int, Estimate], ...]
    asides: tuple[str, ...] = ()
    fit: tuple[float, float] | None = None
    """Fixed cost and cost per unit, in ns, of time = fixed + per unit * value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """At least one series with a point above zero."""

    series: tuple[Series, ...]
    axis_name: str
    unit: str
    note: str = ""


def each(points: Sequence[tuple[int, Estimate]]) -> float | None:
    """The time that one more on the axis adds, on average from the first point above 0 to the last, in ns.

    What the very first one costs is no growth, and 0 is left out for that. None where no growth is sure: the
    intervals of the two overlap, or there are no two points.
    """
    above = [point for point in points if point[0] > 0]
    if len(above) < 2 or above[-1][1].low <= above[0][1].high:
        return None
    (first, fewest), (last, most) = above[0], above[-1]
    return (most.value - fewest.value) / (last - first)


def draw(sheet: Sheet, top: float, chart: Growth) -> float:
    """Draws the chart and returns where it ends."""
    values = sorted({value for line in chart.series for value, _ in line.points})
    every = [ns for line in chart.series for _, ns in line.points]
    ends = [end for ns in every for end in (max(ns.low, ns.value / _CUT), min(ns.high, ns.value * _CUT))]
    height = min(max(0.52 * sheet.width, 250.0), 360.0)
    labels = [(line.label, *line.asides) for line in chart.series]
    height = max(height, series.label_room(labels))
    upper, lower = top + 24, top + 24 + height
    low, high = span(ends, logarithmic=True, room=0.04)
    y_scale = Scale(low=low, high=high, start=lower, end=upper, logarithmic=True)
    y_ticks = log_ticks(low, high, max(3, int(height / 42)))
    left = sheet.left + max(lettering.width(time_tick(tick), SMALL) for tick in y_ticks) + 10
    right = sheet.right - series.column(sheet, labels) - series.ROOM
    sheet.lines([((left, y), (right, y)) for y in map(y_scale.place, y_ticks)], Ink.GRID)
    for tick in y_ticks:
        y = y_scale.place(tick)
        sheet.text(left - 8, y + 3.8, time_tick(tick), Ink.MUTED, size=SMALL, anchor="right")
    sheet.text(
        sheet.left,
        top + 10,
        lettering.fit(lettering.clean(f"time per {chart.unit}, log scale"), sheet.right - sheet.left, SMALL),
        Ink.MUTED,
        size=SMALL,
    )
    places, x_scale = _places(values, left + 12, right - 8)
    _bottom_axis(sheet, places, left, right, lower)
    places_of_ends = []
    for rank, line in enumerate(chart.series):
        end = _line(sheet, line, places, x_scale, y_scale, rank, len(chart.series))
        places_of_ends.append(series.End(at=end, label=line.label, asides=line.asides))
    series.label(sheet, places_of_ends, right=right, upper=upper, lower=lower)
    name = lettering.fit(lettering.clean(f"{chart.axis_name}, log scale"), right - left, SMALL)
    sheet.text((left + right) / 2, lower + 36, name, Ink.MUTED, size=SMALL, anchor="center")
    is_cut = any(ns.low < low or ns.high > high for ns in every)
    cut = " Intervals that reach further than the plot are cut." if is_cut else ""
    return note(sheet, lower + 40, chart.note + cut)


def _places(values: list[int], start: float, end: float) -> tuple[dict[int, float], Scale]:
    """Where each value of the axis is, zero at a place of its own, and the scale of the others."""
    above = [value for value in values if value > 0]
    places = {0: start} if 0 in values else {}
    if places:
        start += _ZERO_ROOM
    scale = Scale(low=above[0], high=max(above[-1], above[0] + 1), start=start, end=end, logarithmic=True)
    return places | {value: scale.place(value) for value in above}, scale


def _bottom_axis(sheet: Sheet, places: dict[int, float], left: float, right: float, y: float) -> None:
    if 0 in places:
        gap = places[0] + _ZERO_ROOM / 2
        sheet.line([(left, y), (gap - 4, y)], Ink.MUTED)
        sheet.line([(gap + 4, y), (right, y)], Ink.MUTED)
        for x in (gap - 4, gap + 4):
            sheet.line([(x - 3, y + 5), (x + 3, y - 5)], Ink.MUTED)
    else:
        sheet.line([(left, y), (right, y)], Ink.MUTED)
    last = -1e9
    for value, x in places.items():
        text = units.integer(value)
        half = lettering.width(text, SMALL) / 2
        sheet.line([(x, y), (x, y + 4)], Ink.MUTED)
        if x - half > last + 5:
            sheet.text(x, y + 18, text, Ink.MUTED, size=SMALL, anchor="center")
            last = x + half


def _line(
    sheet: Sheet, line: Series, places: dict[int, float], x_scale: Scale, scale: Scale, rank: int, count: int
) -> Point:
    """Draws it and returns where it ends. Later lines are thinner, so that those which they cover show."""
    ink = series.ink(rank)
    points: list[Point] = [(places[value], scale.place(ns.value)) for value, ns in line.points if value > 0]
    if line.fit is not None and len(points) > 1:
        points = _fitted(line, line.fit, x_scale, scale)
    if len(points) > 1:
        dashes = (5.0, 3.0) if rank >= len(SERIES) else ()
        sheet.line(points, ink, width=max(2.4 - 0.2 * rank, 1.4), dashes=dashes)
    apart = series.dodge(rank, count)
    marked = [(places[value] + apart, ns) for value, ns in line.points]
    sheet.lines([((x, scale.place(ns.low)), (x, scale.place(ns.high))) for x, ns in marked], ink, width=1.8)
    sheet.marks(series.mark(rank), [(x, scale.place(ns.value)) for x, ns in marked], ink, size=8.5)
    return marked[-1][0], scale.place(marked[-1][1].value)


def _fitted(line: Series, fit: tuple[float, float], x_scale: Scale, scale: Scale) -> list[Point]:
    """A straight line bends where both axes are logarithmic: so it goes by many points."""
    first = min(value for value, _ in line.points if value > 0)
    last = line.points[-1][0]
    values = [first * (last / first) ** (step / _BENDS) for step in range(_BENDS + 1)]
    return [(x_scale.place(value), scale.place(fit[0] + fit[1] * value)) for value in values]
