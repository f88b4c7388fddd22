"""What does one cost in each variant: a point with its interval per variant, joined to what it is compared
with, which stands in its group as a dashed line.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench import units
from bench.model import Estimate
from bench.render.charts import lettering, time_axis
from bench.render.charts.rows import GAP, WORDS, Header, absence, height, label_end, lay, note
from bench.render.charts.scales import Scale
from bench.render.charts.sheet import Mark, Sheet
from bench.render.charts.theme import Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One variant's cost. `reference` is that of what it is compared with, None where not measured; `verdict`
    says how the two compare, "" for a reference."""

    label: str
    ns: Estimate | None
    reference: float | None
    verdict: str
    is_reference: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """At least one row with an estimate. `unit` is what the cost is of: "row"."""

    rows: tuple[Header | Row, ...]
    unit: str
    note: str = ""


def draw(sheet: Sheet, top: float, chart: Cost) -> float:
    """Draws the chart and returns where it ends."""
    rows = [row for row in chart.rows if isinstance(row, Row)]
    verdicts = max(lettering.width(row.verdict, WORDS) for row in rows) + 10
    times = max(lettering.width(units.time(row.ns.value), WORDS) for row in rows if row.ns)
    left, right = label_end(sheet, chart.rows) + GAP, sheet.right - verdicts - times - GAP
    numbers = [end for row in rows if row.ns for end in (row.ns.low, row.ns.high)]
    scale = time_axis.time_scale(numbers, left, right)
    bottom = top + height(sheet, chart.rows)
    time_axis.draw(sheet, scale, top, bottom, f"time per {chart.unit}")
    placed = lay(sheet, top, chart.rows)
    groups: dict[float, list[float]] = {}
    for row, middle in placed:
        if row.ns:
            groups.setdefault(row.reference or row.ns.value, []).append(middle)
    for ns, middles in groups.items():
        if len(middles) > 1:
            x = scale.place(ns)
            sheet.line([(x, min(middles) - 11), (x, max(middles) + 11)], Ink.MUTED, dashes=(3, 3))
    for row, middle in placed:
        if row.ns is None:
            absence(sheet, left, middle, f"– no data: {row.reason or 'not measured'}")
            continue
        _cost(sheet, scale, middle, row, row.ns)
        sheet.text(sheet.right - verdicts, middle + 4, units.time(row.ns.value), size=WORDS, anchor="right")
        sheet.text(sheet.right, middle + 4, row.verdict, Ink.MUTED, size=WORDS, anchor="right")
    return note(sheet, bottom + 38, chart.note)


def _cost(sheet: Sheet, scale: Scale, y: float, row: Row, ns: Estimate) -> None:
    x = scale.place(ns.value)
    if row.is_reference or row.reference is None:
        ink, shape = Ink.NEUTRAL, Mark.SQUARE
    else:
        ink, shape = Ink.SERIES_1, Mark.CIRCLE
        start = scale.place(row.reference)
        sheet.box(min(start, x), y - 4, abs(x - start), 8, ink, alpha=0.28)
    sheet.line([(scale.place(ns.low), y), (scale.place(ns.high), y)], ink, width=1.6)
    sheet.mark(shape, x, y, ink, size=9.5)
