"""Where the middle of a few fork values lies, how surely, and on how many degrees of freedom.

The forks are independent of each other, slices of one fork are not: so each fork counts once, however
many rounds it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    ordered = np.sort(np.asarray(fork_values, dtype=np.float64))
    forks = len(ordered)
    if forks < 2:
        raise ValueError(f"{forks} fork: an error needs two or more")
    cut = int(TRIMMED_SHARE * forks)
    left = forks - 2 * cut
    winsorised = np.clip(ordered, ordered[cut], ordered[forks - cut - 1])
    squares = float(np.sum((winsorised - winsorised.mean()) ** 2))
    return Location(
        value=float(ordered[cut : forks - cut].mean()),
        variance=squares / (left * (left - 1)),
        degrees=left - 1,
        forks=forks,
    )
