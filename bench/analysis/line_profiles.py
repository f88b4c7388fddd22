"""How well lines of every kind fit to points: chi squared, with the height that fits best.

A line's height is fixed + per_unit * n^p. Here it is a scale, its height at the middle point, times a shape:
the share of growth at the middle point, and the exponent p. Lines through as many points are worked on
together, as each alone is too small for numpy; the first axis of every array is the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from bench.analysis.stacks import Floats
from bench.analysis.timed_points import TimedPoint, covariance_of, middle_of

SMALLEST_EXPONENT, LARGEST_EXPONENT = 0.1, 3.0
"""What is searched; an interval that reaches either end says no more."""
_EVEN = np.concatenate([[-np.inf], np.linspace(-16, 16, 321), [np.inf]])
"""Logits of the growing part's share of the time at the middle point; the ends are lines with one part."""
_STEPS = 200
_EVEN_SHARES = special.expit(_EVEN)
_STRAIGHT = np.ones((1, 1))
_EXPONENTS = np.linspace(SMALLEST_EXPONENT, LARGEST_EXPONENT, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The points of some lines, as many for each."""

    relative: Floats
    """Where they lie over where the middle one does: (lines, points)."""
    log_ns: Floats
    weights: Floats
    """The inverse of the covariance of their errors: (lines, points, points)."""

    def of(self, lines: Sequence[int]) -> Fitted:
        """Some of the lines."""
        return Fitted(relative=self.relative[lines], log_ns=self.log_ns[lines], weights=self.weights[lines])


def fitted(lines: Sequence[Sequence[TimedPoint]]) -> Fitted:
    """The points of each line, as arrays."""
    return Fitted(
        relative=np.array([[point.n / middle_of(points) for point in points] for points in lines]),
        log_ns=np.array([[point.log_ns for point in points] for points in lines]),
        weights=np.linalg.inv(np.stack([covariance_of(points) for points in lines])).astype(np.float64),
    )


def straight(points: Fitted) -> list[tuple[Floats, Floats, Floats]]:
    """Shares, log scales and chi squared of straight lines, closest together where they fit best."""
    lines = len(points.log_ns)
    coarse = profile(points, np.broadcast_to(_EVEN_SHARES, (lines, len(_EVEN))), _STRAIGHT)[1]
    shares = special.expit(np.stack([_finer(chi_squared) for chi_squared in coarse]))
    log_scales, chi_squared = profile(points, shares, _STRAIGHT)
    return [*zip(shares, log_scales, chi_squared, strict=True)]


def by_exponent(points: Fitted) -> list[tuple[Floats, Floats]]:
    """Exponents, ascending, and the chi squared of the best line with each, whatever the fixed cost is."""
    lines = len(points.log_ns)
    coarse = _best(points, np.broadcast_to(_EXPONENTS, (lines, len(_EXPONENTS))))
    step = float(_EXPONENTS[1] - _EXPONENTS[0])
    nearest = _EXPONENTS[coarse.argmin(axis=1)].tolist()
    fine = np.clip(
        [np.linspace(near - step, near + step, 41) for near in nearest], SMALLEST_EXPONENT, LARGEST_EXPONENT
    )
    made = []
    for exponents, both in zip(fine, np.concatenate([coarse, _best(points, fine)], axis=1), strict=True):
        grid = np.concatenate([_EXPONENTS, exponents])
        order = grid.argsort()
        made.append((grid[order], both[order]))
    return made


def profile(points: Fitted, shares: Floats, exponents: Floats) -> tuple[Floats, Floats]:
    """For lines of these shares of growth: the log height that fits best, and chi squared with it.

    Generalised least squares with one parameter: with weights W and residuals r from a line of height 1, the
    log height is 1'Wr / 1'W1, and chi squared r'Wr less (1'Wr)^2 / 1'W1.
    """
    relative = points.relative.reshape(*points.relative.shape, *[1] * (shares.ndim - 1))
    shapes = shape(shares[:, np.newaxis], relative, exponents[:, np.newaxis])
    rows = points.log_ns[..., np.newaxis] - np.log(shapes).reshape(*points.log_ns.shape, -1)
    sums = points.weights.sum(axis=1, keepdims=True)
    log_scales = (sums @ rows) / sums.sum(axis=2, keepdims=True)
    rows -= log_scales
    chi_squared = ((points.weights @ rows) * rows).sum(axis=1)
    return log_scales.reshape(shares.shape), chi_squared.reshape(shares.shape)


def shape(shares: Floats, relative: Floats | float, exponents: Floats | float) -> Floats:
    """The line's height over its height at the middle point."""
    return np.asarray(np.maximum(1 - shares + shares * relative**exponents, 1e-300))


def _finer(coarse: Floats) -> Floats:
    """Logits of shares, from the chi squared of the even ones, which are among them."""
    fitting = np.flatnonzero(coarse <= coarse.min() + 50)
    first, last = max(int(fitting[0]) - 1, 1), min(int(fitting[-1]) + 1, len(_EVEN) - 2)
    best = _EVEN[np.clip(int(np.argmin(coarse)), 1, len(_EVEN) - 2)]
    logits = [
        _EVEN,
        np.linspace(_EVEN[first], _EVEN[last], 4 * _STEPS),
        np.linspace(best - 0.11, best + 0.11, _STEPS),
    ]
    return np.sort(np.concatenate(logits))


def _best(points: Fitted, exponents: Floats) -> Floats:
    """The smallest chi squared of any line with each exponent: three grids, each inside the last."""
    each = exponents[..., np.newaxis]
    logits = np.broadcast_to(np.linspace(-16, 16, 17), (*exponents.shape, 17))
    smallest = profile(points, np.broadcast_to([0.0, 1.0], (*exponents.shape, 2)), each)[1].min(axis=-1)
    for step in (2.0, 0.2, 0.02):
        chi_squared = profile(points, special.expit(logits), each)[1]
        smallest = np.minimum(smallest, chi_squared.min(axis=-1))
        centre = np.take_along_axis(logits, chi_squared.argmin(axis=-1)[..., np.newaxis], axis=-1)
        logits = centre + np.linspace(-step, step, 21)
    return np.asarray(smallest)
