"""How each variant's time grows along each numeric axis: fixed cost, cost per unit, and the exponent.

Points at 0 take no part in a line: with nothing to do an operation often goes another way, as `send` does,
which returns at once without receivers. What it takes then stands in its own cell.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np

from bench.analysis.lines import FEWEST, fit_lines
from bench.analysis.location import Location, trimmed_each
from bench.analysis.timed_points import TimedPoint
from bench.model import Axis, CellResult, CellState, Estimate, Growth, Scaling

TOLERANCE = 0.1
"""Growth is called linear where the whole interval of the exponent is this close to 1."""

_UNTOLD_DEGREES = 1_000
"""Of an error that is only known from an interval, which has been widened for few forks already."""
Trend = tuple[str, str, str, str, Axis]
"""Question, variant, environment, the axis along which it goes, and the point of the other axes."""


def scalings(cells: Iterable[CellResult], confidence: float) -> tuple[Scaling, ...]:
    """Every variant that was timed at three points or more above 0 of a numeric axis, in order of the cells.

    The intervals hold one at a time, each at `confidence`.
    """
    fitting = {trend: points for trend, points in trends(cells).items() if len(points) >= FEWEST}
    lines = fit_lines(fitting.values(), confidence)
    return tuple(
        Scaling(
            question=question,
            variant=variant,
            environment=environment,
            axis=axis,
            rest=rest,
            points=tuple(point.n for point in line.points),
            fixed_ns=line.fixed_ns,
            per_unit_ns=line.per_unit_ns,
            exponent=line.exponent,
            growth=growth_of(line.exponent),
            misfit=line.misfit,
        )
        for (question, variant, environment, axis, rest), line in zip(fitting, lines, strict=True)
    )


def growth_of(exponent: Estimate | None) -> Growth:
    """The word for an exponent, as for a verdict: "linear" needs the whole interval inside the tolerance,
    anything else the whole interval outside."""
    if exponent is None:
        return Growth.NONE
    if exponent.low >= 1 - TOLERANCE and exponent.high <= 1 + TOLERANCE:
        return Growth.LINEAR
    if exponent.low > 1 + TOLERANCE:
        return Growth.FASTER
    return Growth.SLOWER if exponent.high < 1 - TOLERANCE else Growth.UNCLEAR


def trends(cells: Iterable[CellResult]) -> dict[Trend, tuple[TimedPoint, ...]]:
    """The timed points above 0 of every variant along every axis that has numbers on it."""
    placed = [place for cell in cells if cell.state is CellState.MEASURED for place in _places(cell)]
    middles = iter(trimmed_each(np.log(cell.fork_ns) for *_, cell in placed if _has_forks(cell)))
    found: defaultdict[Trend, list[TimedPoint]] = defaultdict(list)
    for trend, n, cell in placed:
        if _has_forks(cell):
            found[trend].append(_from_forks(n, next(middles), cell))
        elif cell.ns_per_op is not None:
            found[trend].append(from_estimate(n, cell.ns_per_op))
    return {trend: tuple(sorted(points, key=lambda p: p.n)) for trend, points in found.items()}


def _places(cell: CellResult) -> Iterable[tuple[Trend, int, CellResult]]:
    """Where the cell is on each axis that has numbers on it, above 0."""
    case = cell.cell.case
    for name, value in case.axis:
        if isinstance(value, int) and value > 0:
            rest = tuple(pair for pair in case.axis if pair[0] != name)
            yield (case.question, case.variant, cell.cell.environment, name, rest), value, cell


def _has_forks(cell: CellResult) -> bool:
    return len(cell.fork_ns) >= 2


def _from_forks(n: int, middle: Location, cell: CellResult) -> TimedPoint:
    """A point from the times of its forks, averaged as comparisons are."""
    logs = np.log(cell.fork_ns).tolist()
    return TimedPoint(
        n=n,
        log_ns=middle.value,
        variance=middle.variance,
        degrees=middle.degrees,
        forks=middle.forks,
        fork_log_ns=dict(zip(cell.fork_numbers, logs, strict=True)) if cell.fork_numbers else None,
    )


def from_estimate(n: int, ns_per_op: Estimate) -> TimedPoint:
    """A point of which no forks are known.

    Its interval counts as that of a normal distribution on the log scale, whose middle says more than the
    median does: where the machine has two speeds, that jumps from the one to the other.
    """
    low, high = math.log(ns_per_op.low), math.log(ns_per_op.high)
    error = (high - low) / 2 / NormalDist().inv_cdf((1 + ns_per_op.confidence) / 2)
    return TimedPoint(n=n, log_ns=(low + high) / 2, variance=error**2, degrees=_UNTOLD_DEGREES, forks=1)
