"""The frozen records of two runs side by side, which were measured at different times.

As in bench.model: they hold data and no behaviour, times are nanoseconds, a ratio is after / before, and what
is not known is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.model import Case, Comparison, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How far apart the same thing comes out when this machine measures it at two times.

    analysis/drift.py says how each is found, and what none of them can know.
    """

    within: float | None
    """A factor from 1 on: from fork to fork, in the run that moved more; None where neither has two forks."""
    controls: float
    """A factor from 1 on: between the runs, of what cannot have changed; 1 where there is none of that."""
    control_cells: int
    common: float
    """Between the runs, in the middle of all cells: the machine and Django together. A ratio after / before,
    so it may be below 1."""
    factor: float
    """The largest of these, or of their reciprocals, by which every interval is widened at either end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpairedCell:
    """One case in the two runs."""

    case: Case
    before_ns: float | None
    """What the ratio divides by: the mean of the forks on the log scale, its ends trimmed."""
    after_ns: float | None
    comparison: Comparison
    """Never slower, faster or same. Its sides are the labels of the environments."""
    counters: tuple[tuple[str, int, int], ...] | None
    """The fields of model.Counters that differ, before and after; None where they cannot be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpairedRuns:
    """Two runs of which nothing was in lockstep."""

    before: Plan
    after: Plan
    environments: tuple[tuple[str, str], ...]
    """The labels that were matched, twins left out."""
    drift: Drift | None
    """None where no time can be compared."""
    cells: tuple[UnpairedCell, ...]
    """Every case that both runs planned, in each matched pair of environments."""
    left_out: int
    """How many cases only one of the runs planned."""
