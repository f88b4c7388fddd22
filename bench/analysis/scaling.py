"""How each variant's time grows along each numeric axis: fixed cost, cost per unit, and the exponent.

Points at 0 take no part in a line: with nothing to do an operation often goes another way, as `send` does,
which returns at once without receivers. What it takes then stands in its own cell.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import NormalDist

import numpy as np

from bench.analysis.lines import FEWEST, fit_lines
from bench.analysis.location import trimmed
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
    found: defaultdict[Trend, list[TimedPoint]] = defaultdict(list)
    for cell in cells:
        if cell.state is not CellState.MEASURED or cell.ns_per_op is None:
            continue
        case = cell.cell.case
        for name, value in case.axis:
            if isinstance(value, int) and value > 0:
                rest = tuple(pair for pair in case.axis if pair[0] != name)
                trend = case.question, case.variant, cell.cell.environment, name, rest
                found[trend].append(timed_point(value, cell.ns_per_op, cell.fork_ns, cell.fork_numbers))
    return {trend: tuple(sorted(points, key=lambda p: p.n)) for trend, points in found.items()}


def timed_point(
    n: int, ns_per_op: Estimate, fork_ns: Sequence[float], fork_numbers: Sequence[int]
) -> TimedPoint:
    """A point from the times of its forks, averaged as comparisons are; without those, from the estimate.

    fork_numbers: of those forks; empty where they are not known.

    Its interval then counts as that of a normal distribution on the log scale, whose middle says more than
    the median does: where the machine has two speeds, that jumps from the one to the other.
    """
    if len(fork_ns) >= 2:
        logs = np.log(fork_ns)
        middle = trimmed(logs)
        return TimedPoint(
            n=n,
            log_ns=middle.value,
            variance=middle.variance,
            degrees=middle.degrees,
            forks=middle.forks,
            fork_log_ns=dict(zip(fork_numbers, logs.tolist(), strict=True)) if fork_numbers else None,
        )
    low, high = math.log(ns_per_op.low), math.log(ns_per_op.high)
    error = (high - low) / 2 / NormalDist().inv_cdf((1 + ns_per_op.confidence) / 2)
    return TimedPoint(n=n, log_ns=(low + high) / 2, variance=error**2, degrees=_UNTOLD_DEGREES, forks=1)
