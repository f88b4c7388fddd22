"""What changed, and how surely: a ratio with its interval per row, on a log axis around 1.

The band is the margin: an interval wholly inside it shows no change that matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.model import Comparison, Estimate, Verdict
from bench.render import wording
from bench.render.charts import lettering
from bench.render.charts.rows import GAP, WORDS, Header, absence, axis_name, height, label_end, lay, note
from bench.render.charts.scales import Scale, ratio_tick, ratio_ticks, span
from bench.render.charts.sheet import SMALL, Mark, Sheet
from bench.render.charts.theme import Ink
from bench.verdicts import CHANGED

LOOKS = {
    Verdict.SLOWER: (Mark.UP, Ink.SLOWER, False),
    Verdict.FASTER: (Mark.DOWN, Ink.FASTER, False),
    Verdict.SAME: (Mark.SQUARE, Ink.NEUTRAL, False),
    Verdict.UNCLEAR: (Mark.CIRCLE, Ink.NEUTRAL, True),
    Verdict.NOT_COMPARABLE: (Mark.DIAMOND, Ink.NEUTRAL, True),
    Verdict.NO_DATA: (Mark.CROSS, Ink.NEUTRAL, False),
}
"""Shape, ink, and whether the shape is hollow."""
_WIDE = 600.0
"""A sheet at least so wide has room for the intervals in figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison."""

    label: str
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """At least one row. `margin` is a share; `axis_name` says what is divided by what."""

    rows: tuple[Header | Row, ...]
    margin: float
    axis_name: str
    note: str = ""


def draw(sheet: Sheet, top: float, chart: Forest) -> float:
    """Draws the chart and returns where it ends."""
    rows = [row for row in chart.rows if isinstance(row, Row)]
    words = [_words(row.comparison, wide=sheet.width >= _WIDE) for row in rows if row.comparison.ratio]
    column = max((lettering.width(text, WORDS) for text in words), default=100.0)
    left, right = label_end(sheet, chart.rows) + GAP + 4, sheet.right - column - GAP
    scale = _scale([row.comparison.ratio for row in rows if row.comparison.ratio], chart.margin, left, right)
    bottom = top + 20 + height(sheet, chart.rows)
    _ground(sheet, scale, chart.margin, top, bottom)
    for row, middle in lay(sheet, top + 20, chart.rows):
        comparison = row.comparison
        if comparison.ratio is None:
            absence(sheet, left, middle, wording.text(comparison, chart.margin))
        else:
            _interval(sheet, scale, middle, comparison.ratio, comparison.verdict)
            words_here = _words(comparison, wide=sheet.width >= _WIDE)
            sheet.text(right + GAP, middle + 4, words_here, LOOKS[comparison.verdict][1], size=WORDS)
    axis_name(sheet, left, right, bottom + 34, chart.axis_name)
    return note(sheet, bottom + 38, chart.note)


def _ground(sheet: Sheet, scale: Scale, margin: float, top: float, bottom: float) -> None:
    """The band, the grid with its ticks, and which way is which."""
    low, high = scale.place(1 / (1 + margin)), scale.place(1 + margin)
    sheet.box(low, top + 20, high - low, bottom - top - 20, Ink.NEUTRAL, alpha=0.13)
    last = -1e9
    one = scale.place(1)
    ticks = ratio_ticks(scale.low, scale.high, min(max(3, int((scale.end - scale.start) / 38)), 9))
    sheet.lines([((x, top + 20), (x, bottom)) for x in map(scale.place, ticks)], Ink.GRID)
    sheet.line([(one, top + 20), (one, bottom)], Ink.MUTED)
    for tick in ticks:
        x, text = scale.place(tick), ratio_tick(tick)
        half = lettering.width(text, SMALL) / 2
        if x - half > last + 6:
            sheet.text(x, bottom + 16, text, Ink.MUTED, size=SMALL, anchor="center")
            last = x + half
    if lettering.width("◂ faster", SMALL) + 6 <= one - scale.start:
        sheet.text(one - 6, top + 10, "◂ faster", Ink.FASTER, size=SMALL, anchor="right")
    if lettering.width("slower ▸", SMALL) + 6 <= scale.end - one:
        sheet.text(one + 6, top + 10, "slower ▸", Ink.SLOWER, size=SMALL)


def _interval(sheet: Sheet, scale: Scale, y: float, ratio: Estimate, verdict: Verdict) -> None:
    shape, ink, hollow = LOOKS[verdict]
    ends = max(ratio.low, scale.low), min(ratio.high, scale.high)
    sheet.line([(scale.place(ends[0]), y), (scale.place(ends[1]), y)], ink, width=2.2)
    if ratio.low < scale.low:
        sheet.text(scale.start - 2, y + 4, "◂", ink, size=SMALL, anchor="center")
    if ratio.high > scale.high:
        sheet.text(scale.end + 2, y + 4, "▸", ink, size=SMALL, anchor="center")
    sheet.mark(shape, scale.place(ratio.value), y, ink, size=10, hollow=hollow)


def _scale(ratios: Sequence[Estimate], margin: float, start: float, end: float) -> Scale:
    """Shows the band with some air, every estimate, and the intervals that say something.

    One that reaches further than a factor of two from its estimate may be cut off, with an arrow.
    """
    numbers = [1 / (1 + 2 * margin), 1 + 2 * margin]
    for ratio in ratios:
        numbers += [ratio.value, max(ratio.low, ratio.value / 2), min(ratio.high, ratio.value * 2)]
    low, high = span(numbers, logarithmic=True)
    return Scale(low=low, high=high, start=start, end=end, logarithmic=True)


def _words(comparison: Comparison, *, wide: bool) -> str:
    """What stands beside the interval; where the sheet is wide, with its ends."""
    verdict, ratio = comparison.verdict, comparison.ratio
    sign = wording.mark(verdict)
    if verdict in CHANGED:
        ends = f" {wording.interval(comparison)}" if wide else ""
        return f"{sign} {wording.change(comparison)}{ends}"
    ends = f": {wording.span(ratio)}" if wide and ratio and verdict is Verdict.UNCLEAR else ""
    return f"{sign} {verdict.value}{ends}"
