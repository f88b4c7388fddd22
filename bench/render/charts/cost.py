"""What am I paying for: a bar per variant from zero, with what it is compared with as a line."""

from __future__ import annotations

from dataclasses import dataclass

from bench import units
from bench.model import Estimate
from bench.render.charts import lettering
from bench.render.charts.rows import GAP, WORDS, Header, absence, axis_name, height, label_end, lay, note
from bench.render.charts.scales import Scale, linear_ticks, time_tick
from bench.render.charts.sheet import SMALL, Sheet
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
    ratios = max(lettering.width(row.verdict, WORDS) for row in rows) + 10
    times = max(lettering.width(units.time(row.ns.value), WORDS) for row in rows if row.ns)
    left, right = label_end(sheet, chart.rows) + GAP, sheet.right - ratios - times - GAP
    most = max(row.ns.high for row in rows if row.ns)
    scale = Scale(low=0, high=most * 1.02, start=left, end=right, logarithmic=False)
    bottom = top + height(sheet, chart.rows)
    for tick in linear_ticks(0, scale.high, max(2, int((right - left) / 62))):
        x = scale.place(tick)
        sheet.line([(x, top), (x, bottom)], Ink.GRID)
        sheet.text(x, bottom + 16, time_tick(tick), Ink.MUTED, size=SMALL, anchor="center")
    sheet.line([(left, top), (left, bottom)], Ink.MUTED)
    reference_lines: dict[float, list[float]] = {}
    for row, middle in lay(sheet, top, chart.rows):
        if row.ns is None:
            absence(sheet, left, middle, f"– no data: {row.reason or 'not measured'}")
            continue
        is_reference = row.is_reference
        end = scale.place(row.ns.value)
        ink = Ink.NEUTRAL if is_reference else Ink.SERIES_1
        sheet.box(left, middle - 7.5, end - left, 15, ink, alpha=0.55 if is_reference else 0.8)
        sheet.line([(scale.place(row.ns.low), middle), (scale.place(row.ns.high), middle)], Ink.FG, width=1.4)
        times_end = sheet.right - ratios
        sheet.text(times_end, middle + 4, units.time(row.ns.value), size=WORDS, anchor="right")
        sheet.text(sheet.right, middle + 4, row.verdict, Ink.MUTED, size=WORDS, anchor="right")
        reference_lines.setdefault(row.reference or row.ns.value, []).append(middle)
    for ns, middles in reference_lines.items():
        x = scale.place(ns)
        if len(middles) > 1:
            sheet.line([(x, min(middles) - 11), (x, max(middles) + 11)], Ink.FG, width=1.2, dashes=(3, 3))
    axis_name(
        sheet, left, right, bottom + 34, f"time per {chart.unit}; dashed: what the group is compared with"
    )
    return note(sheet, bottom + 38, chart.note)
