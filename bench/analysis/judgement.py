"""A look at a run that is not over: which points need no more forks, and where the variance sits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bench.analysis.analyse import NOT_REACHED, compare_all
from bench.analysis.divisions import NEVER_TOGETHER, ONE_FORK
from bench.analysis.rounds import by_question
from bench.analysis.spreads import spreads_of_points
from bench.model import (
    Cell,
    Comparison,
    Judgement,
    Outcome,
    Plan,
    Point,
    Slices,
)
from bench.verdicts import DECIDED

FEWEST_FORKS = 4
"""A comparison of fewer is not taken for settled."""


def judge(plan: Plan, slices: Sequence[Slices], outcomes: Mapping[Cell, Outcome], share: float) -> Judgement:
    """Look at what was measured so far. To settle spends this share of the error; at 0 nothing is settled."""
    rounds = by_question(slices)
    comparisons = compare_all(
        plan, rounds, outcomes, lambda point: share or 1.0, stated=plan.confidence
    ).comparisons
    compared = [comparison for comparison in comparisons if comparison.ratio is not None]
    clear = sum(comparison.verdict in DECIDED for comparison in compared)
    return Judgement(
        settled=_settled(plan, comparisons) if share else (),
        spreads=spreads_of_points(plan, rounds),
        decided=clear,
        undecided=len(compared) - clear,
    )


def _settled(plan: Plan, comparisons: Sequence[Comparison]) -> tuple[Point, ...]:
    """A point where nothing is compared, as "floor" of a single Django, would keep the run going."""
    needs: dict[Point, list[bool]] = {
        (case.question, case.axis): [] for question in plan.questions for case in question.cases
    }
    for comparison in comparisons:
        needs[comparison.question, comparison.axis].append(_needs_more(comparison, plan.precision))
    return tuple(point for point, each in needs.items() if not any(each))


def _needs_more(comparison: Comparison, precision: float) -> bool:
    """Never for cells that have failed, are absent or are not comparable: more forks would change nothing."""
    ratio = comparison.ratio
    if ratio is None:
        return comparison.reason in (NOT_REACHED, ONE_FORK, NEVER_TOGETHER)
    wide = math.sqrt(ratio.high / ratio.low) > 1 + precision
    return wide or comparison.forks < FEWEST_FORKS or comparison.verdict not in DECIDED
