"""A line through times: time(n) = fixed + per_unit * n^p, with what the forks say about each of the three.

Everything is done on log time, as errors are relative: a machine in a slow mood is slow by a factor. With
p = 1 the line is straight and has a fixed cost and a cost per unit; with p left open it has an exponent.

What the errors of the points are is told in timed_points.py.

Intervals are those of the profile likelihood: what a parameter, or the line's height at some n, can be while
chi squared stays within t^2 S^2 of its smallest (Venzon and Moolgavkar 1988, "A method for computing
profile-likelihood-based confidence intervals"), t being Student's with Satterthwaite's degrees of freedom. S,
Birge's ratio (Birge 1932, "The calculation of errors by the method of least squares"; the scale factor of the
Particle Data Group), is the root of chi squared over its degrees of freedom, and 1 at least: points that
lie off the line by more than their errors make every interval wider. Costs are never below 0, so a fixed
cost that cannot be told from nothing has 0 at the low end of its interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bench.analysis.line_profiles import by_exponent, fitted, shape, straight
from bench.analysis.stacks import Floats, in_batches
from bench.analysis.timed_points import TimedPoint, middle_of, quantile_of
from bench.model import Estimate

FEWEST = 3
"""Points that tell whether they lie on a line; through two there is always one."""
_AT_ONCE = 32
"""Lines; more would be no faster, and take more memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fitted straight line and what its points leave open."""

    points: tuple[TimedPoint, ...]
    fixed_ns: Estimate
    per_unit_ns: Estimate
    exponent: Estimate | None
    """None where no growth is sure, so that there is nothing that could have one, and with two points."""
    misfit: float
    """How much further the points lie from the line than their errors explain; 1 where they do not."""
    _shares: Floats
    _log_scales: Floats
    _halves: Floats
    """The lines that the data allow: each one's share of growth, its log height and how far that may go."""

    def at(self, n: float, *, more_variance: float = 0.0) -> Estimate:
        """The time at n, in ns; its interval is wider outside of the points, as far as the exponent is open.

        more_variance: of log time, for an interval that holds what one more measurement would show.
        """
        logs = self._log_scales + np.log(shape(self._shares, n / middle_of(self.points), 1.0))
        value = math.log(self.fixed_ns.value + self.per_unit_ns.value * n)
        low, high = float((logs - self._halves).min()), float((logs + self._halves).max())
        beyond = outside(n, self.points[0].n, self.points[-1].n) if n > 0 else 0.0
        ends = (0.0, 0.0) if self.exponent is None else (self.exponent.low - 1, self.exponent.high - 1)
        grown = self._most_grown(self.points[0].n) if beyond < 0 else 1.0
        bent = [beyond * grown * end for end in ends]
        more = quantile_of(self.points, self.fixed_ns.confidence) * math.sqrt(more_variance)
        down = math.hypot(max(0.0, value - low), more, min(0.0, *bent))
        up = math.hypot(max(0.0, high - value), more, max(0.0, *bent))
        return Estimate(
            value=math.exp(value),
            low=math.exp(value - down),
            high=math.exp(value + up),
            confidence=self.fixed_ns.confidence,
        )

    def _most_grown(self, n: float) -> float:
        """The largest share of the time at n that may not be fixed, and so is all that an exponent moves."""
        return float((1 - (1 - self._shares) / shape(self._shares, n / middle_of(self.points), 1.0)).max())


def outside(n: float, least: float, most: float) -> float:
    """The log of how many times n exceeds the most; of how far it stays under the least, below 0."""
    return max(0.0, math.log(n / most)) + min(0.0, math.log(n / least))


def fit_line(points: Sequence[TimedPoint], confidence: float) -> Line:
    """The line through two points or more, each above 0 and at another place; ValueError otherwise."""
    (line,) = fit_lines([points], confidence)
    return line


def fit_lines(every: Iterable[Sequence[TimedPoint]], confidence: float) -> list[Line]:
    """The line through each of these, as fit_line finds it."""
    return in_batches(lambda some: _fit(some, confidence), map(_ordered, every), alike=len, at_once=_AT_ONCE)


def _ordered(points: Sequence[TimedPoint]) -> tuple[TimedPoint, ...]:
    ordered = tuple(sorted(points, key=lambda point: point.n))
    if len({point.n for point in ordered}) != len(ordered) or len(ordered) < 2 or ordered[0].n <= 0:
        raise ValueError(f"no line through {[point.n for point in ordered]}")
    return ordered


def _fit(every: Sequence[tuple[TimedPoint, ...]], confidence: float) -> list[Line]:
    """The lines through as many points each."""
    arrays = fitted(every)
    lines = [
        _straight(points, float(weights.sum()), *grid, confidence)
        for points, weights, grid in zip(every, arrays.weights, straight(arrays), strict=True)
    ]
    bent = [
        place for place, line in enumerate(lines) if line.per_unit_ns.low > 0 and len(line.points) >= FEWEST
    ]
    if bent:
        for place, grid in zip(bent, by_exponent(arrays.of(bent)), strict=True):
            lines[place] = replace(lines[place], exponent=_exponent(every[place], *grid, confidence))
    return lines


def _straight(
    points: tuple[TimedPoint, ...],
    total_weight: float,
    shares: Floats,
    log_scales: Floats,
    chi_squared: Floats,
    confidence: float,
) -> Line:
    """Without its exponent, from the straight lines that were tried."""
    best = int(np.argmin(chi_squared))
    smallest = float(chi_squared[best])
    misfit = max(1.0, math.sqrt(smallest / max(1, len(points) - 2)))
    allowed = (quantile_of(points, confidence) * misfit) ** 2
    inside = chi_squared <= smallest + allowed
    halves = np.sqrt(np.maximum(smallest + allowed - chi_squared[inside], 0) / total_weight)
    shares_in, scales_in = shares[inside], log_scales[inside]
    lowest, highest = np.exp(scales_in - halves), np.exp(scales_in + halves)

    def estimate(part: Floats, best_part: float) -> Estimate:
        return Estimate(
            value=math.exp(float(log_scales[best])) * best_part,
            low=float((lowest * part).min()),
            high=float((highest * part).max()),
            confidence=confidence,
        )

    middle = middle_of(points)
    return Line(
        points=points,
        fixed_ns=estimate(1 - shares_in, 1 - float(shares[best])),
        per_unit_ns=estimate(shares_in / middle, float(shares[best]) / middle),
        exponent=None,
        misfit=misfit,
        _shares=shares_in,
        _log_scales=scales_in,
        _halves=halves,
    )


def _exponent(points: Sequence[TimedPoint], grid: Floats, chi_squared: Floats, confidence: float) -> Estimate:
    """The exponent of time(n) - fixed, from the exponents that were tried."""
    best = int(np.argmin(chi_squared))
    smallest, spare = float(chi_squared[best]), len(points) - 3
    misfit = max(1.0, math.sqrt(smallest / spare)) if spare else 1.0
    limit = smallest + (quantile_of(points, confidence) * misfit) ** 2
    return Estimate(
        value=float(grid[best]),
        low=_crossing(grid[best::-1], chi_squared[best::-1], limit),
        high=_crossing(grid[best:], chi_squared[best:], limit),
        confidence=confidence,
    )


def _crossing(places: Floats, chi_squared: Floats, limit: float) -> float:
    """Where chi squared first exceeds the limit, on the way from the best place outwards; else the end."""
    beyond = np.flatnonzero(chi_squared > limit)
    if len(beyond) == 0:
        return float(places[-1])
    after = int(beyond[0])
    part = (limit - chi_squared[after - 1]) / (chi_squared[after] - chi_squared[after - 1])
    return float(places[after - 1] + part * (places[after] - places[after - 1]))
