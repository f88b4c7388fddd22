"""Stopping early does not make the intervals miss more often: whole runs are simulated, looks and all."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bench.analysis.intervals import joint_ratios
from bench.analysis.location import trimmed
from bench.analysis.verdict import decide
from bench.lockstep.looks import LOOKS
from bench.model import Estimate, Verdict

COMPARISONS = 40
FORKS = 32
REPORTS = 150


def stopped(chance: np.random.Generator, shares: Sequence[float]) -> bool:
    """Whether a report of comparisons, each stopped as soon as its verdict is clear, has one that misses.

    Every truth lies on the margin, where a verdict is always wrong or lucky.
    """
    truths = np.log(1.05) * chance.choice([-1.0, 1.0], COMPARISONS)
    values = truths[:, np.newaxis] + 0.03 * chance.standard_normal((COMPARISONS, FORKS))
    open_ones, found = np.ones(COMPARISONS, dtype=bool), dict[int, Estimate]()
    ends = [round(FORKS * after) for after, _ in LOOKS] + [FORKS]
    for forks, share in zip(ends, shares, strict=True):
        for index in np.flatnonzero(open_ones):
            # One by one, as plain t intervals: the level is that of all comparisons together.
            level = 1 - (1 - 0.95) / COMPARISONS
            (ratio,) = joint_ratios([trimmed(values[index, :forks])], [None], level, share)
            if forks == FORKS or decide(ratio, 0.05) is not Verdict.UNCLEAR:
                found[index], open_ones[index] = ratio, False
    return any(not ratio.low <= math.exp(truths[index]) <= ratio.high for index, ratio in found.items())


def missing(shares: Sequence[float]) -> float:
    chance = np.random.default_rng(7)
    return sum(stopped(chance, shares) for _ in range(REPORTS)) / REPORTS


def test_with_the_error_divided_among_the_looks_5_of_100_reports_miss_at_most() -> None:
    interim = [share for _, share in LOOKS]

    assert missing([*interim, 1 - sum(interim)]) <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / REPORTS)


def test_whoever_spends_the_whole_error_at_every_look_misses_far_more_often() -> None:
    assert missing([1.0] * (len(LOOKS) + 1)) > 0.05 + 3 * math.sqrt(0.05 * 0.95 / REPORTS)
