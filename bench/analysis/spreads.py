"""Where the variance sits, from turn to turn or from fork to fork: it decides on the rounds of a fork."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from bench.analysis.divisions import log_ratios
from bench.analysis.pairs import pairs, twin_pairs
from bench.analysis.rounds import QuestionRounds, fork_medians
from bench.analysis.stacks import Floats
from bench.model import ComparisonKind, Plan, Point, Spread

MAD_TO_SD = 1.4826
"""For a normal distribution; a median absolute deviation ignores the turns that are spoilt."""


def spreads_of_points(plan: Plan, rounds: Mapping[str, QuestionRounds]) -> dict[Point, Spread]:
    """The middle of the variances of a point's pairs between environments, twins among them.

    A point has none before two forks that hold two turns.
    """
    found: defaultdict[Point, list[Spread]] = defaultdict(list)
    versions = [pair for pair in pairs(plan) if pair.kind is ComparisonKind.VERSION]
    twins = [pair for question in plan.questions for pair in twin_pairs(plan, question)]
    for pair in (*versions, *twins):
        case = pair.candidate.case
        spread = spread_of(log_ratios(pair, rounds.get(case.question)))
        if spread is not None:
            found[case.question, case.axis].append(spread)
    return {
        point: Spread(
            turn=float(np.median([spread.turn for spread in spreads])),
            fork=float(np.median([spread.fork for spread in spreads])),
        )
        for point, spreads in found.items()
    }


def spread_of(turns: Floats) -> Spread | None:
    """The two variances in log ratios of shape (forks, turns); None where they cannot be told apart.

    A fork's figure is the median of its turns, whose variance is pi / 2 times that of their mean; what the
    forks' figures vary beyond that is the forks' own, which is never taken for less than a tenth of the
    whole, since a few forks may be alike by chance.
    """
    counts = np.sum(~np.isnan(turns), axis=-1)
    if np.sum(counts >= 2) < 2:
        return None
    forks = turns[counts >= 2]
    figures = fork_medians(forks)
    deviations = np.abs(forks - figures[:, np.newaxis])
    turn = float((MAD_TO_SD * np.nanmedian(deviations)) ** 2)
    explained = math.pi / 2 * turn / float(np.median(counts[counts >= 2]))
    total = float(figures.var(ddof=1))
    return Spread(turn=turn, fork=max(total - explained, total / 10))
