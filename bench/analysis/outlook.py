"""What a trace of a machine's speed lets expect of a comparison: neighbouring slices, and interval widths.

An outlook, not a promise: it takes the machine to go on as in the trace, an operation to feel its speed as
the traced work did, and the forks to differ as PROCESS_BIAS says, which no trace can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.analysis.intervals import joint_ratios
from bench.analysis.location import trimmed

Floats = NDArray[np.float64]

MATTERS = 0.05
"""Neighbouring slices further apart than this count as spoilt: the default margin of a comparison."""
TURNS = 60
"""Of a case in a fork, when it is the only one."""
PROCESS_BIAS = 0.01
"""Standard deviation of a fork's lasting deviation, as memory falls into place anew: an assumption."""
CONFIDENCE = 0.95
MANY = 1_000
POOL = 4_000
REPORTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Half of the interval that is expected of a ratio, as a share: 0.004 is ±0.4%."""

    alone: float
    """As the only comparison of a report."""
    among_many: float
    """As one of a thousand, from as many forks each."""


def slices(ns_per_unit: Sequence[float], piece_ns: float, slice_ns: float, pause_ns: float) -> Floats:
    """The log time per unit of slices, cut from a trace with a pause after each.

    A slice is a fixed number of pieces, as a real one is a fixed number of loops: so many as fit into
    slice_ns where a piece takes piece_ns.
    """
    length = max(1, round(slice_ns / piece_ns))
    step = length + round(pause_ns / piece_ns)
    whole = len(ns_per_unit) // step
    pieces = np.asarray(ns_per_unit[: whole * step], dtype=np.float64).reshape(whole, step)
    return np.asarray(np.log(pieces[:, :length].mean(axis=1)), dtype=np.float64)


def spoilt_share(log_slices: Floats) -> float:
    """The share of neighbouring slices that are further apart than 5%. ValueError without two slices."""
    if len(log_slices) < 2:
        raise ValueError(f"{len(log_slices)} slices: neighbours are two or more")
    return float(np.mean(np.abs(np.diff(log_slices)) > np.log1p(MATTERS)))


def precision(log_slices: Floats, forks: int, chance: np.random.Generator) -> Precision:
    """How wide an interval to expect from so many forks, by simulating reports from the slices.

    A fork is a stretch of neighbouring pairs as they followed each other in the trace, from a random
    place, round the end if need be (the circular block bootstrap of Politis and Romano 1992), in random
    order within a pair; its median gets the bias of its processes. Interval and joint correction are
    those of a report. The median over the simulated reports is returned.
    """
    first = chance.integers(len(log_slices), size=(POOL, 1)) + 2 * np.arange(TURNS)
    pairs = log_slices[(first + 1) % len(log_slices)] - log_slices[first % len(log_slices)]
    pool = np.median(pairs * chance.choice([-1.0, 1.0], size=pairs.shape), axis=1)
    drawn = chance.choice(pool, (MANY, forks)) + PROCESS_BIAS * chance.standard_normal((MANY, forks))
    locations = [trimmed(row) for row in drawn]
    alone = [joint_ratios([location], [""], CONFIDENCE)[0] for location in locations[:REPORTS]]
    many = joint_ratios(locations, [""] * MANY, CONFIDENCE)
    return Precision(
        alone=float(np.median([np.sqrt(one.high / one.low) - 1 for one in alone])),
        among_many=float(np.median([np.sqrt(one.high / one.low) - 1 for one in many])),
    )
