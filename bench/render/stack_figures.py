"""What the same work consists of in several places, as layers of the time, from results.

A layer is the difference of two variants. Differences are taken fork by fork, where both were timed side by
side, and their median is shown: the moods of the machine move two variants of one fork alike. The range over
the forks is told in words; it is no interval. Where the layers of a bar do not add up to its time within the
run's margin, there is nothing to cut: no figure is drawn.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bench import units
from bench.model import Axis, CellResult, Question, Results
from bench.render import wording
from bench.render.charts import stack
from bench.render.figure import Figure, footer, safe_name, short
from bench.render.layers import LAYERS, Layered, Layers
from bench.render.selection import FEWEST
from bench.render.table import measured_environments

Times = Mapping[int, float]
"""A variant's time in ns, by fork."""
_FEWEST_FORKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """Of a variant's time: the median over the forks, and the least and the most of them."""

    value: float
    low: float
    high: float


def stack_figures(results: Results, question: Question) -> list[Figure]:
    """One at the largest point of the axes that was measured, in the newest environment.

    None for a question whose layers no variants measure, and where they do not add up.
    """
    newest = measured_environments(results)[-1].label
    for layers in LAYERS:
        if layers.question != question.slug:
            continue
        for point in reversed(dict.fromkeys(case.axis for case in question.cases)):
            cells = {
                result.cell.case.variant: result
                for result in results.cells
                if result.cell.environment == newest
                and (result.cell.case.question, result.cell.case.axis) == (question.slug, point)
                and result.ns_per_op
            }
            bars = [(each, shares) for each in layers.variants if (shares := _shares(layers, each, cells))]
            if len(bars) >= FEWEST:
                margin = wording.margin(results)
                if not all(_add_up(shares, margin) for _, shares in bars):
                    return []
                return [_figure(results, question, layers, point, cells, dict(bars))]
    return []


def _figure(
    results: Results,
    question: Question,
    layers: Layers,
    point: Axis,
    cells: Mapping[str, CellResult],
    bars: Mapping[Layered, tuple[_Share, ...]],
) -> Figure:
    newest = measured_environments(results)[-1].label
    rows = dict(point).get("rows")
    parts, unit = (rows, "row") if isinstance(rows, int) and rows else (1, question.unit)
    names = (layers.base_name, layers.place_name, layers.work_name)
    drawn = []
    for each, shares in bars.items():
        total = statistics.median(cells[each.whole].fork_ns) / parts
        drawn.append(
            stack.Bar(
                label=each.whole, total_ns=total, layers_ns=tuple(share.value * total for share in shares)
            )
        )
    told = "; ".join(
        f"{short(each.whole)}: {', '.join(map(_told, names, shares))}, unexplained {_rest(shares)}"
        for each, shares in bars.items()
    )
    where = ", ".join(filter(None, (f"On {short(newest)}", units.axis(point))))
    note = f"{where}. Layers: differences of variants, medians of forks."
    if any(bar.unexplained_ns < 0 for bar in drawn):
        note += " Beyond the line: measured apart, the layers take more than the whole."
    chart = stack.Stack(bars=tuple(drawn), layers=names, unit=unit, note=note)
    title = _title(layers, bars, wording.margin(results))
    return Figure(
        name=safe_name(question.slug, "layers"),
        slug=question.slug,
        question=question.sentence,
        asks="What am I paying for?",
        title=title,
        alt=f"{title}. Time per {unit} by layer, with the range over the forks. {told}. {note}",
        footer=footer(results, None, [results.forks]),
        draw=partial(stack.draw, chart=chart),
    )


def _title(layers: Layers, bars: Mapping[Layered, tuple[_Share, ...]], margin: float) -> str:
    """About the variant that the layers name, or the first with a place of its own."""
    placed = [each for each in bars if each.place]
    each = next((each for each in placed if each.whole == layers.headline), placed[0])
    names = (f"{layers.base_name} takes", f"{layers.place_name} takes", layers.work_name)
    base, place, work = (
        f"{name} {_taken(share, margin)}" for name, share in zip(names, bars[each], strict=True)
    )
    return f"Of the time of “{short(each.whole)}”, {base}, {place}, {work}"


def _taken(share: _Share, margin: float) -> str:
    """In every fork less than the margin, or the median; with the range where that holds 0."""
    if share.high < margin:
        return f"less than {units.share(margin)}"
    span = f" ({units.share(share.low)} to {units.share(share.high)} in the forks)" if share.low <= 0 else ""
    return f"{units.share(share.value)}{span}"


def _add_up(shares: tuple[_Share, ...], margin: float) -> bool:
    """Whether the layers and the whole agree, and no layer takes less than nothing, within the margin."""
    return abs(1 - sum(share.value for share in shares)) <= margin and all(
        share.value >= -margin for share in shares
    )


def _shares(layers: Layers, each: Layered, cells: Mapping[str, CellResult]) -> tuple[_Share, ...] | None:
    """The base's, the place's and the work's; None where a variant is missing or too few forks have all."""
    needed = {each.whole, each.base, layers.work, layers.plain, *filter(None, (each.place, each.bare))}
    if not needed <= set(cells):
        return None
    times: dict[str, Times] = {
        name: dict(zip(cells[name].fork_numbers, cells[name].fork_ns, strict=False)) for name in needed
    }
    forks = set.intersection(*(set(of) for of in times.values()))
    if len(forks) < _FEWEST_FORKS:
        return None

    def share(more: str | None, less: str | None) -> _Share:
        values = [
            ((times[more][fork] if more else 0.0) - (times[less][fork] if less else 0.0))
            / times[each.whole][fork]
            for fork in sorted(forks)
        ]
        return _Share(value=statistics.median(values), low=min(values), high=max(values))

    return share(each.base, None), share(each.place, each.bare), share(layers.work, layers.plain)


def _told(name: str, share: _Share) -> str:
    return f"{name} {units.share(share.value)} ({units.share(share.low)} to {units.share(share.high)})"


def _rest(shares: tuple[_Share, ...]) -> str:
    return units.share(1 - sum(share.value for share in shares))
