"""Times at points of an axis, to lay a line through, and the errors of them.

The points' errors have the covariance

    diag(v_i) + w F_ij / (F_i F_j)

where v_i is the squared error of point i, from its F_i forks, or what the forks of all points together
give for F_i of them if that is more: a few forks that met the same mood of the machine agree by chance. w is
the covariance of two points in the same fork, which shares its memory layout, and F_ij the number of forks
that timed both; it is added on top, so that it widens what depends on the level of all points and narrows
nothing. Where it is not known which fork gave which time, as in results written before these were stored, the
second term is the least of the v_i: errors that all points share can be no larger.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from bench.analysis.stacks import Floats


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


def middle_of(points: Sequence[TimedPoint]) -> float:
    return math.exp(sum(math.log(point.n) for point in points) / len(points))


def quantile_of(points: Sequence[TimedPoint], confidence: float) -> float:
    """Student's, with the degrees of freedom of a sum of the points' variances (Satterthwaite 1946)."""
    variances = _variances(points)
    degrees = np.array([point.degrees for point in points])
    both = float(variances.sum() ** 2 / (variances**2 / degrees).sum())
    return float(special.stdtrit(both, (1 + confidence) / 2))


def _variances(points: Sequence[TimedPoint]) -> Floats:
    own = np.array([point.variance for point in points])
    forks = np.array([point.forks for point in points])
    return np.asarray(np.maximum(own, (own * forks).mean() / forks))


def covariance_of(points: Sequence[TimedPoint]) -> Floats:
    """Of the errors: see the module's docstring."""
    own = _variances(points)
    forks = [point.fork_log_ns for point in points if point.fork_log_ns is not None]
    if len(forks) < len(points):
        return np.asarray(np.diag(own) + own.min())
    products = [
        statistics.covariance([one[fork] for fork in common], [other[fork] for fork in common])
        for one, other in itertools.combinations(forks, 2)
        if len(common := sorted(one.keys() & other.keys())) >= 2
    ]
    shared = max(0.0, sum(products) / len(products)) if products else 0.0
    each = [[len(one.keys() & other.keys()) / len(one) / len(other) for one in forks] for other in forks]
    return np.asarray(np.diag(own) + shared * np.array(each), dtype=np.float64)
