"""How long does it take, how surely: a dot per fork, with the median and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.model import Estimate
from bench.render.charts import lettering, time_axis
from bench.render.charts.rows import GAP, WORDS, Header, absence, height, label_end, lay, note
from bench.render.charts.scales import Scale
from bench.render.charts.sheet import Sheet
from bench.render.charts.theme import Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One cell: the median time of each fork, and the estimate from them; `reason` says why there is none."""

    label: str
    ns_per_op: Estimate | None
    fork_ns: tuple[float, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """At least one row with an estimate. `unit` is what one operation is."""

    rows: tuple[Header | Row, ...]
    unit: str
    note: str = ""


def draw(sheet: Sheet, top: float, chart: Dots) -> float:
    """Draws the chart and returns where it ends."""
    rows = [row for row in chart.rows if isinstance(row, Row)]
    column = max(lettering.width(units.time(row.ns_per_op.value), WORDS) for row in rows if row.ns_per_op)
    left, right = label_end(sheet, chart.rows) + GAP + 4, sheet.right - column - GAP
    measured = [(row.ns_per_op, row.fork_ns) for row in rows if row.ns_per_op]
    numbers = [ns for each, fork_ns in measured for ns in (each.low, each.high, *fork_ns)]
    scale = time_axis.time_scale(numbers, left, right)
    bottom = top + height(sheet, chart.rows)
    time_axis.draw(sheet, scale, top, bottom, f"time per {chart.unit}")
    for row, middle in lay(sheet, top, chart.rows):
        if row.ns_per_op is None:
            absence(sheet, left, middle, f"– no data: {row.reason or 'not measured'}")
            continue
        _cell(sheet, scale, middle, row.ns_per_op, row.fork_ns)
        sheet.text(sheet.right, middle + 4, units.time(row.ns_per_op.value), size=WORDS, anchor="right")
    return note(sheet, bottom + 38, chart.note)


def _cell(sheet: Sheet, scale: Scale, y: float, estimate: Estimate, fork_ns: Sequence[float]) -> None:
    low, high = scale.place(estimate.low), scale.place(estimate.high)
    sheet.box(low, y - 7, max(high - low, 1.5), 14, Ink.SERIES_1, alpha=0.16)
    dots = [(scale.place(ns), y + (rank % 3 - 1) * 3.2) for rank, ns in enumerate(fork_ns)]
    sheet.dots(dots, Ink.SERIES_1, size=4.2, alpha=0.5)
    x = scale.place(estimate.value)
    sheet.line([(x, y - 8), (x, y + 8)], Ink.FG, width=2)
