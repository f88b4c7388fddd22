"""Which comparisons are slower than a limit allows: another question asked of the intervals that are there.

A verdict says whether a change is beyond the run's margin, and stays as it was stored. A limit is
somebody's own line, for one question or for all; no change below the noise floor is beyond any line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.analysis.analyse import NOT_REACHED
from bench.analysis.divisions import NEVER_TOGETHER, ONE_FORK
from bench.analysis.verdict import exceeds
from bench.model import Comparison, Results, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From which change on a slower comparison is a regression, as shares: 0.05."""

    everywhere: float | None = None
    """For a question without a limit of its own; None: it is not asked about."""
    by_question: Mapping[str, float] = field(default_factory=dict)

    def of(self, question: str) -> float | None:
        """The limit of that question; None where it has none."""
        return self.by_question.get(question, self.everywhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A comparison beside the limit that it was held against."""

    comparison: Comparison
    limit: float
    """A share, raised to the noise floor where that is larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What came of holding a run against limits; what is surely within them is in neither."""

    regressions: tuple[Held, ...]
    """Surely slower than the limit: the whole interval lies beyond it."""
    undecided: tuple[Held, ...]
    """The interval holds the limit; or there is none, as the two cannot be compared or were not reached."""


def hold_against(results: Results, limits: Limits) -> Findings:
    """Ask of each comparison that the run was made for, and whose question has a limit, whether it is slower.

    The intervals hold jointly, so with the run's confidence none of the regressions is a false alarm. What
    has failed, or does not exist on one side, can be neither: it is left out.
    """
    regressions, undecided = [], []
    for comparison in results.comparisons:
        wanted = limits.of(comparison.question)
        if comparison.kind is not results.plan.kind or wanted is None:
            continue
        held = Held(comparison=comparison, limit=max(wanted, results.noise_floor or 0.0))
        beyond = None if comparison.ratio is None else exceeds(comparison.ratio, held.limit)
        if beyond:
            regressions.append(held)
        elif beyond is None and _is_open(comparison):
            undecided.append(held)
    return Findings(regressions=tuple(regressions), undecided=tuple(undecided))


def _is_open(comparison: Comparison) -> bool:
    return (
        comparison.ratio is not None
        or comparison.verdict is Verdict.NOT_COMPARABLE
        or comparison.reason in (NOT_REACHED, ONE_FORK, NEVER_TOGETHER)
    )
