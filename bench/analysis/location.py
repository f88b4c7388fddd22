"""Where the middle of a few fork values lies, how surely, and on how many degrees of freedom.

The forks are independent of each other, slices of one fork are not: so each fork counts once, however
many rounds it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.analysis.stacks import Floats, per_array

TRIMMED_SHARE = 0.15
"""Cut from either end. So up to 6 forks give their plain mean, 7 lose one at either end, 20 lose three.

Chosen by simulation of a machine whose speed flips (tests/analysis/simulation.py): a plain t interval
grows several times too wide there, 20% cut from five forks leaves two degrees of freedom, and the signed
rank interval of Wilcoxon cannot reach the joint level of 200 comparisons with fewer than 13 forks.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """An estimate, the squared standard error of it, and that error's degrees of freedom."""

    value: float
    variance: float
    degrees: int
    forks: int


def trimmed(fork_values: Sequence[float] | NDArray[np.float64]) -> Location:
    """The trimmed mean, with the error of Yuen 1974, "The two-sample trimmed t for unequal population
    variances": the winsorised sum of squares over h (h - 1), where h values are left.

    scipy.stats.ttest_ind(trim=...) takes the same error. Raises ValueError for fewer than two forks.
    """
    (location,) = trimmed_each([np.asarray(fork_values, dtype=np.float64)])
    return location


def trimmed_each(samples: Iterable[Floats]) -> list[Location]:
    """The trimmed mean of each of the samples, in their order."""
    return per_array(_trimmed_rows, samples)


def _trimmed_rows(fork_values: Floats) -> list[Location]:
    """Of each row."""
    ordered = np.sort(fork_values)
    forks = ordered.shape[1]
    if forks < 2:
        raise ValueError(f"{forks} fork: an error needs two or more")
    cut = int(TRIMMED_SHARE * forks)
    left = forks - 2 * cut
    winsorised = np.clip(ordered, ordered[:, [cut]], ordered[:, [forks - cut - 1]])
    squares = np.sum((winsorised - winsorised.mean(axis=1, keepdims=True)) ** 2, axis=1)
    middles = ordered[:, cut : forks - cut].mean(axis=1)
    return [
        Location(value=value, variance=variance, degrees=left - 1, forks=forks)
        for value, variance in zip(middles.tolist(), (squares / (left * (left - 1))).tolist(), strict=True)
    ]
