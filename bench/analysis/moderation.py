"""Variances that lend each other strength: what five forks cannot tell, two hundred comparisons can.

Five forks give a variance four degrees of freedom, and at a joint level over hundreds of comparisons
Student's t then asks for more than ten standard errors. Comparisons of one kind vary alike, so each
variance is moved towards the common one: empirical Bayes, after Smyth 2004, "Linear models and empirical
Bayes methods for assessing differential expression in microarray experiments" (squeezeVar in limma).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]

FEWEST = 12
"""Variances that a prior needs. In simulation, priors fitted to five left 6 to 10 of 100 reports with an
interval that missed, at a nominal 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """A scaled inverse chi-squared distribution of variances; degrees are inf if they do not differ."""

    variance: float
    degrees: float


def moderate(variances: Sequence[float], degrees: Sequence[int]) -> tuple[Floats, Floats]:
    """The moderated variances and their degrees of freedom; unchanged if fewer than `FEWEST` are given.

    Degrees are never more than those of all the comparisons together.
    """
    own_variances = np.asarray(variances, dtype=np.float64)
    own_degrees = np.asarray(degrees, dtype=np.float64)
    if len(own_variances) < FEWEST or not own_variances.any():
        return own_variances, own_degrees
    prior = fit_prior(own_variances, own_degrees)
    total = np.minimum(own_degrees + prior.degrees, own_degrees.sum())
    if math.isinf(prior.degrees):
        return np.full_like(own_variances, prior.variance), total
    weighted = prior.degrees * prior.variance + own_degrees * own_variances
    return weighted / (prior.degrees + own_degrees), total


def fit_prior(variances: Floats, degrees: Floats) -> Prior:
    """Fit the moments of log variance (Smyth 2004, section 6.2), with its spread taken one standard
    error larger than it came out, so that a few variances alike by chance are not taken for equal ones.

    A variance far below the rest, as a coarse clock can give, counts as 1e-5 of their median, as in limma.
    """
    floor = 1e-5 * float(np.median(variances[variances > 0]))
    half = degrees / 2
    logs = np.log(np.maximum(variances, floor)) - special.digamma(half) + np.log(half)
    centre = float(logs.mean())
    spread = float(logs.var(ddof=1)) * (1 + math.sqrt(2 / (len(logs) - 1)))
    excess = spread - float(special.polygamma(1, half).mean())
    if excess <= 0:
        return Prior(variance=math.exp(centre), degrees=math.inf)
    prior_half = _inverse_trigamma(excess)
    scale = centre + float(special.digamma(prior_half)) - math.log(prior_half)
    return Prior(variance=math.exp(scale), degrees=2 * prior_half)


def _inverse_trigamma(value: float) -> float:
    """Since 1/x + 1/(2 x^2) < trigamma(x) < 1/x + 1/x^2, the answer lies between the roots of the two."""
    low = (1 + math.sqrt(1 + 2 * value)) / (2 * value)
    high = (1 + math.sqrt(1 + 4 * value)) / (2 * value)
    return float(optimize.brentq(lambda x: float(special.polygamma(1, x)) - value, low, high))
