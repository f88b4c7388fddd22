"""A line through times: time(n) = fixed + per_unit * n^p, with what the forks say about each of the three.

Everything is done on log time, as errors are relative: a machine in a slow mood is slow by a factor. With
p = 1 the line is straight and has a fixed cost and a cost per unit; with p left open it has an exponent.

The points' errors have the covariance

    diag(v_i) + w F_ij / (F_i F_j)

where v_i is the squared error of point i, from its F_i forks, or what the forks of all points together
give for F_i of them if that is more: a few forks that met the same mood of the machine agree by chance. w is
the covariance of two points in the same fork, which shares its memory layout, and F_ij the number of forks
that timed both; it is added on top, so that it widens what depends on the level of all points and narrows
nothing. Where it is not known which fork gave which time, as in results written before these were stored, the
second term is the least of the v_i: errors that all points share can be no larger.

Intervals are those of the profile likelihood: what a parameter, or the line's height at some n, can be while
chi squared stays within t^2 S^2 of its smallest (Venzon and Moolgavkar 1988, "A method for computing
profile-likelihood-based confidence intervals"), t being Student's with Satterthwaite's degrees of freedom. S,
Birge's ratio (Birge 1932, "The calculation of errors by the method of least squares"; the scale factor of the
Particle Data Group), is the root of chi squared over its degrees of freedom, and 1 at least: points that
lie off the line by more than their errors make every interval wider. Costs are never below 0, so a fixed
cost that cannot be told from nothing has 0 at the low end of its interval.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from bench.model import Estimate

Floats = NDArray[np.float64]

FEWEST = 3
"""Points that tell whether they lie on a line; through two there is always one."""
SMALLEST_EXPONENT, LARGEST_EXPONENT = 0.1, 3.0
"""What is searched; an interval that reaches either end says no more."""
_EVEN = np.concatenate([[-np.inf], np.linspace(-16, 16, 321), [np.inf]])
"""Logits of the growing part's share of the time at the middle point; the ends are lines with one part."""
_STEPS = 200
_EVEN_SHARES = special.expit(_EVEN)
_EXPONENTS = np.linspace(SMALLEST_EXPONENT, LARGEST_EXPONENT, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedPoint:
    """A time at one point of the axis."""

    n: int
    log_ns: float
    variance: float
    """The squared standard error of `log_ns`."""
    degrees: int
    forks: int
    fork_log_ns: Mapping[int, float] | None = None
    """Each fork's own, by its number; None where that is not known."""


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
        logs = self._log_scales + np.log(_shape(self._shares, n / _middle(self.points), 1.0))
        value = math.log(self.fixed_ns.value + self.per_unit_ns.value * n)
        low, high = float((logs - self._halves).min()), float((logs + self._halves).max())
        beyond = outside(n, self.points[0].n, self.points[-1].n) if n > 0 else 0.0
        ends = (0.0, 0.0) if self.exponent is None else (self.exponent.low - 1, self.exponent.high - 1)
        grown = self._most_grown(self.points[0].n) if beyond < 0 else 1.0
        bent = [beyond * grown * end for end in ends]
        more = _quantile(self.points, self.fixed_ns.confidence) * math.sqrt(more_variance)
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
        return float((1 - (1 - self._shares) / _shape(self._shares, n / _middle(self.points), 1.0)).max())


def outside(n: float, least: float, most: float) -> float:
    """The log of how many times n exceeds the most; of how far it stays under the least, below 0."""
    return max(0.0, math.log(n / most)) + min(0.0, math.log(n / least))


def fit_line(points: Sequence[TimedPoint], confidence: float) -> Line:
    """The line through two points or more, each above 0 and at another place; ValueError otherwise."""
    ordered = tuple(sorted(points, key=lambda point: point.n))
    if len({point.n for point in ordered}) != len(ordered) or ordered[0].n <= 0 or len(ordered) < 2:
        raise ValueError(f"no line through {[point.n for point in ordered]}")
    weights: Floats = np.linalg.inv(_covariance(ordered)).astype(np.float64)
    shares, log_scales, chi_squared = _straight(ordered, weights)
    best = int(np.argmin(chi_squared))
    smallest = float(chi_squared[best])
    misfit = max(1.0, math.sqrt(smallest / max(1, len(ordered) - 2)))
    allowed = (_quantile(ordered, confidence) * misfit) ** 2
    inside = chi_squared <= smallest + allowed
    halves = np.sqrt(np.maximum(smallest + allowed - chi_squared[inside], 0) / weights.sum())
    shares_in, scales_in = shares[inside], log_scales[inside]
    middle = _middle(ordered)

    def estimate(part: Floats, best_part: float) -> Estimate:
        return Estimate(
            value=math.exp(float(log_scales[best])) * best_part,
            low=float((np.exp(scales_in - halves) * part).min()),
            high=float((np.exp(scales_in + halves) * part).max()),
            confidence=confidence,
        )

    per_unit = estimate(shares_in / middle, float(shares[best]) / middle)
    bends = per_unit.low > 0 and len(ordered) >= FEWEST
    return Line(
        points=ordered,
        fixed_ns=estimate(1 - shares_in, 1 - float(shares[best])),
        per_unit_ns=per_unit,
        exponent=_exponent(ordered, weights, confidence) if bends else None,
        misfit=misfit,
        _shares=shares_in,
        _log_scales=scales_in,
        _halves=halves,
    )


def _straight(points: Sequence[TimedPoint], weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Shares, log scales and chi squared of straight lines, closest together where they fit best."""
    coarse = _profile(points, weights, _EVEN_SHARES, 1.0)[1]
    fitting = np.flatnonzero(coarse <= coarse.min() + 50)
    first, last = max(int(fitting[0]) - 1, 1), min(int(fitting[-1]) + 1, len(_EVEN) - 2)
    best = _EVEN[np.clip(int(np.argmin(coarse)), 1, len(_EVEN) - 2)]
    logits = np.concatenate(
        [
            _EVEN[fitting],
            np.linspace(_EVEN[first], _EVEN[last], 4 * _STEPS),
            np.linspace(best - 0.11, best + 0.11, _STEPS),
        ]
    )
    shares = special.expit(np.sort(logits))
    log_scales, chi_squared = _profile(points, weights, shares, 1.0)
    return shares, log_scales, chi_squared


def _exponent(points: Sequence[TimedPoint], weights: Floats, confidence: float) -> Estimate:
    """The exponent of time(n) - fixed, whatever the fixed cost is."""
    coarse = _best(points, weights, _EXPONENTS)
    near, step = float(_EXPONENTS[np.argmin(coarse)]), float(_EXPONENTS[1] - _EXPONENTS[0])
    fine = np.clip(np.linspace(near - step, near + step, 41), SMALLEST_EXPONENT, LARGEST_EXPONENT)
    grid, first = np.unique(np.concatenate([_EXPONENTS, fine]), return_index=True)
    chi_squared = np.concatenate([coarse, _best(points, weights, fine)])[first]
    best = int(np.argmin(chi_squared))
    smallest, spare = float(chi_squared[best]), len(points) - 3
    misfit = max(1.0, math.sqrt(smallest / spare)) if spare else 1.0
    limit = smallest + (_quantile(points, confidence) * misfit) ** 2
    return Estimate(
        value=float(grid[best]),
        low=_crossing(grid[best::-1], chi_squared[best::-1], limit),
        high=_crossing(grid[best:], chi_squared[best:], limit),
        confidence=confidence,
    )


def _best(points: Sequence[TimedPoint], weights: Floats, exponents: Floats) -> Floats:
    """The smallest chi squared of any line with each exponent: three grids, each inside the last."""
    by_exponent = exponents[:, np.newaxis]
    logits = np.broadcast_to(np.linspace(-16, 16, 17), (len(exponents), 17))
    ends = _profile(points, weights, np.broadcast_to([0.0, 1.0], (len(exponents), 2)), by_exponent)[1]
    smallest = ends.min(axis=1)
    for step in (2.0, 0.2, 0.02):
        chi_squared = _profile(points, weights, special.expit(logits), by_exponent)[1]
        smallest = np.minimum(smallest, chi_squared.min(axis=1))
        centre = np.take_along_axis(logits, chi_squared.argmin(axis=1)[:, np.newaxis], axis=1)
        logits = centre + np.linspace(-step, step, 21)
    return np.asarray(smallest)


def _crossing(places: Floats, chi_squared: Floats, limit: float) -> float:
    """Where chi squared first exceeds the limit, on the way from the best place outwards; else the end."""
    beyond = np.flatnonzero(chi_squared > limit)
    if len(beyond) == 0:
        return float(places[-1])
    after = int(beyond[0])
    part = (limit - chi_squared[after - 1]) / (chi_squared[after] - chi_squared[after - 1])
    return float(places[after - 1] + part * (places[after] - places[after - 1]))


def _profile(
    points: Sequence[TimedPoint], weights: Floats, shares: Floats, exponents: Floats | float
) -> tuple[Floats, Floats]:
    """For lines of these shares of growth: the log height that fits best, and chi squared with it."""
    middle = _middle(points)
    shapes = np.stack([_shape(shares, point.n / middle, exponents) for point in points], axis=-1)
    left = np.array([point.log_ns for point in points]) - np.log(shapes)
    rows = left.reshape(-1, len(points))
    log_scales = rows @ weights.sum(axis=0) / weights.sum()
    residuals = rows - log_scales[:, np.newaxis]
    chi_squared = ((residuals @ weights) * residuals).sum(axis=-1)
    return log_scales.reshape(left.shape[:-1]), np.asarray(chi_squared).reshape(left.shape[:-1])


def _shape(shares: Floats, relative: float, exponents: Floats | float) -> Floats:
    """The line's height over its height at the middle point."""
    return np.asarray(np.maximum(1 - shares + shares * relative**exponents, 1e-300))


def _middle(points: Sequence[TimedPoint]) -> float:
    return math.exp(sum(math.log(point.n) for point in points) / len(points))


def _quantile(points: Sequence[TimedPoint], confidence: float) -> float:
    """Student's, with the degrees of freedom of a sum of the points' variances (Satterthwaite 1946)."""
    variances = _variances(points)
    degrees = np.array([point.degrees for point in points])
    both = float(variances.sum() ** 2 / (variances**2 / degrees).sum())
    return float(special.stdtrit(both, (1 + confidence) / 2))


def _variances(points: Sequence[TimedPoint]) -> Floats:
    own = np.array([point.variance for point in points])
    forks = np.array([point.forks for point in points])
    return np.asarray(np.maximum(own, (own * forks).mean() / forks))


def _covariance(points: Sequence[TimedPoint]) -> Floats:
    """See the module's docstring."""
    own = _variances(points)
    forks = [point.fork_log_ns for point in points if point.fork_log_ns is not None]
    if len(forks) < len(points):
        return np.asarray(np.diag(own) + own.min())
    products = [
        float(np.cov([one[fork] for fork in common], [other[fork] for fork in common])[0, 1])
        for one, other in itertools.combinations(forks, 2)
        if len(common := sorted(one.keys() & other.keys())) >= 2
    ]
    shared = max(0.0, sum(products) / len(products)) if products else 0.0
    each = [[len(one.keys() & other.keys()) / len(one) / len(other) for one in forks] for other in forks]
    return np.asarray(np.diag(own) + shared * np.array(each), dtype=np.float64)
