"""What receivers added to loops of save(), as shares of the loops' times, and how far these scatter.

A share is a ratio of two cells less 1. In every row a signal that has receivers costs something once,
pre_save and post_save each its own, and something more for each receiver.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bench.model import Axis, Comparison, Estimate

Floats = NDArray[np.float64]

IN_PLACE, ROWS = "bulk-saves", "rows"
CONNECTED = {
    "1 post_save receiver": (0, 1),
    "10 post_save receivers": (0, 10),
    "pre_save and post_save": (1, 1),
}
"""How many receivers the variants have on pre_save and on post_save."""
LEAST_RATIO = 0.5
"""Of scatter to errors. Those are too large for few forks, by up to a half; agreeing better is chance."""
PARTS = 3
"""Of the cost: see `parts`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What receivers added to one loop: a share of its time, with the squared standard error of that."""

    pre_save: int
    post_save: int
    """Receivers."""
    rows: int
    share: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """How far the shares of a whole run lie from the models of its environments."""

    ratio: float
    """Over their errors: those come from joint intervals, and say less about themselves than this does."""
    degrees: int
    trend: Estimate
    """The exponent of rows that the share goes with, 0 if it is the same for few rows and for many."""


def additions(comparisons: Iterable[Comparison]) -> dict[tuple[str, Axis], tuple[Addition, ...]]:
    """What the comparisons say about the variants in CONNECTED, by environment and point of the other axes.

    A joint interval counts as that of a normal distribution at the level of Šidák (intervals.py).

    The shares of one point are divided by the same loop, so that an error in that moves all of them. Here
    they count as independent. So what the kinds have in common is less sure than the fit takes it to be, by
    up to the root of their number, and what tells them apart is surer. `Scatter.ratio` sees how large those
    errors are, from rows to rows, and not that they come together.
    """
    compared = [comparison for comparison in comparisons if comparison.ratio is not None]
    made: defaultdict[tuple[str, Axis], list[Addition]] = defaultdict(list)
    for comparison in compared:
        rows, ratio = dict(comparison.axis).get(ROWS), comparison.ratio
        if (
            ratio is None
            or comparison.environment is None
            or comparison.question != IN_PLACE
            or comparison.candidate not in CONNECTED
            or not isinstance(rows, int)
        ):
            continue
        miss = -math.expm1(math.log(ratio.confidence) / len(compared))
        error = math.log(ratio.high / ratio.low) / 2 / NormalDist().inv_cdf(1 - miss / 2)
        pre_save, post_save = CONNECTED[comparison.candidate]
        rest = tuple(pair for pair in comparison.axis if pair[0] != ROWS)
        made[comparison.environment, rest].append(
            Addition(
                pre_save=pre_save,
                post_save=post_save,
                rows=rows,
                share=ratio.value - 1,
                variance=(ratio.value * error) ** 2,
            )
        )
    return {where: tuple(each) for where, each in made.items()}


def enough(every: Sequence[Addition]) -> bool:
    """Whether all kinds are among them, at two numbers of rows at least."""
    kinds = {(each.pre_save, each.post_save) for each in every}
    return kinds == set(CONNECTED.values()) and len({each.rows for each in every}) >= 2 and len(every) > PARTS


def parts(pre_save: int, post_save: int) -> Floats:
    """What is paid once for pre_save, once for post_save, and for each receiver."""
    return np.array([pre_save > 0, post_save > 0, pre_save + post_save], dtype=np.float64)


def least_squares(every: Sequence[Addition]) -> tuple[Floats, Floats]:
    """The three parts of the cost, and their covariance as far as the errors of the shares tell it."""
    design, shares, errors = _weighted(every)
    covariance = np.linalg.inv(design.T @ design)
    return np.asarray(covariance @ design.T @ (shares / errors)), np.asarray(covariance)


def _weighted(every: Sequence[Addition]) -> tuple[Floats, Floats, Floats]:
    counts = np.array([parts(each.pre_save, each.post_save) for each in every])
    errors = np.sqrt([each.variance for each in every])
    return counts / errors[:, np.newaxis], np.array([each.share for each in every]), errors


def scatter_of(groups: Sequence[Sequence[Addition]], confidence: float) -> Scatter:
    """Birge's ratio over all groups, with a model for each, and the trend with rows that they have in common.

    groups: environments at points of the other axes, each with additions that are `enough`.
    The trend is the weighted regression of the residuals on share * log(rows), the latter from its middle.
    """
    residuals, slopes, spare = [], [], 0
    for group in groups:
        design, shares, errors = _weighted(group)
        costs, _ = least_squares(group)
        fitted = design @ costs
        log_rows = np.log([each.rows for each in group])
        residuals.append(shares / errors - fitted)
        slopes.append(fitted * (log_rows - log_rows.mean()))
        spare += len(group) - PARTS
    off, slope = np.concatenate(residuals), np.concatenate(slopes)
    ratio = max(LEAST_RATIO, math.sqrt(float(off @ off) / spare))
    trend = float(off @ slope) / float(slope @ slope)
    quantile = float(stats.t.ppf((1 + confidence) / 2, spare))
    half = quantile * ratio / math.sqrt(float(slope @ slope))
    return Scatter(
        ratio=ratio,
        degrees=spare,
        trend=Estimate(value=trend, low=trend - half, high=trend + half, confidence=confidence),
    )
