"""Since when: a line per case over the versions in their order, as a ratio to the oldest, on a log axis.

The band is the margin. A line is broken where a version has no ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.model import Estimate
from bench.render.charts import lettering, series
from bench.render.charts.rows import axis_name, note
from bench.render.charts.scales import Scale, ratio_tick, ratio_ticks, span
from bench.render.charts.sheet import SMALL, Point, Sheet
from bench.render.charts.theme import Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A ratio for each version but the oldest, None where there is none; the aside is about the last."""

    label: str
    ratios: tuple[Estimate | None, ...]
    aside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """At least two versions, the oldest first, and a line with a ratio. `margin` is a share."""

    versions: tuple[str, ...]
    lines: tuple[Line, ...]
    margin: float
    note: str = ""


def draw(sheet: Sheet, top: float, chart: Versions) -> float:
    """Draws the chart and returns where it ends."""
    labels = [(line.label, line.aside) for line in chart.lines]
    height = max(min(max(0.5 * sheet.width, 230.0), 340.0), series.label_room(labels))
    upper, lower = top + 24, top + 24 + height
    right = sheet.right - series.column(sheet, labels) - series.ROOM
    left = sheet.left + lettering.width("0.01×", SMALL) + 10
    numbers = [1 / (1 + 2 * chart.margin), 1 + 2 * chart.margin]
    for line in chart.lines:
        numbers += [end for ratio in line.ratios if ratio for end in (ratio.low, ratio.high)]
    low, high = span(numbers, logarithmic=True, room=0.04)
    scale = Scale(low=low, high=high, start=lower, end=upper, logarithmic=True)
    _ground(sheet, scale, chart.margin, left, right)
    sheet.text(
        sheet.left,
        top + 10,
        lettering.fit(
            lettering.clean(f"time ÷ that of {chart.versions[0]}, log scale"), right - sheet.left, SMALL
        ),
        Ink.MUTED,
        size=SMALL,
    )
    places = _places(chart.versions, left, right)
    room = (right - left) / len(chart.versions) - 4
    for x, version in zip(places, chart.versions, strict=True):
        sheet.line([(x, lower), (x, lower + 4)], Ink.MUTED)
        text = lettering.fit(lettering.clean(version), room, SMALL)
        sheet.text(x, lower + 18, text, Ink.MUTED, size=SMALL, anchor="center")
    ends = [
        series.End(
            at=_line(sheet, line, places, scale, rank, len(chart.lines)),
            label=line.label,
            asides=(line.aside,),
        )
        for rank, line in enumerate(chart.lines)
    ]
    series.label(sheet, ends, right=right, upper=upper, lower=lower)
    axis_name(sheet, left, right, lower + 36, "Django, oldest first")
    return note(sheet, lower + 40, chart.note)


def _ground(sheet: Sheet, scale: Scale, margin: float, left: float, right: float) -> None:
    above, below = scale.place(1 + margin), scale.place(1 / (1 + margin))
    sheet.box(left, above, right - left, below - above, Ink.NEUTRAL, alpha=0.13)
    one, last = scale.place(1), 1e9
    ticks = ratio_ticks(scale.low, scale.high, max(3, int((scale.start - scale.end) / 34)))
    sheet.lines([((left, y), (right, y)) for y in map(scale.place, ticks)], Ink.GRID)
    sheet.line([(left, one), (right, one)], Ink.MUTED)
    for tick in ticks:
        y = scale.place(tick)
        if y < last - 13:
            sheet.text(left - 8, y + 3.8, ratio_tick(tick), Ink.MUTED, size=SMALL, anchor="right")
            last = y
    sheet.text(left + 6, scale.end + 4, "▴ slower", Ink.SLOWER, size=SMALL)
    sheet.text(left + 6, scale.start - 6, "▾ faster", Ink.FASTER, size=SMALL)


def _places(versions: Sequence[str], left: float, right: float) -> list[float]:
    step = (right - left) / len(versions)
    return [left + step * (rank + 0.5) for rank in range(len(versions))]


def _line(sheet: Sheet, line: Line, places: list[float], scale: Scale, rank: int, count: int) -> Point:
    """Draws it and returns where it ends: where its last ratio is."""
    ink = series.ink(rank)
    oldest = Estimate(value=1.0, low=1.0, high=1.0, confidence=1.0)
    apart = series.dodge(rank, count)
    points: list[tuple[float, Estimate | None]] = [(places[0], oldest)]
    points += [(x + apart, ratio) for x, ratio in zip(places[1:], line.ratios, strict=True)]
    joined = [
        ((x, scale.place(ratio.value)), (next_x, scale.place(following.value)))
        for (x, ratio), (next_x, following) in pairwise(points)
        if ratio and following
    ]
    sheet.lines(joined, ink, width=2.0)
    measured = [(x, ratio) for x, ratio in points[1:] if ratio]
    sheet.lines([((x, scale.place(r.low)), (x, scale.place(r.high))) for x, r in measured], ink, width=1.5)
    sheet.marks(series.mark(rank), [(x, scale.place(r.value)) for x, r in measured], ink, size=8.5)
    sheet.mark(series.mark(0), places[0], scale.place(1.0), Ink.NEUTRAL, size=8.5)
    return measured[-1][0], scale.place(measured[-1][1].value)
