"""The slices of a run, arranged so that two cells can be divided within each turn.

Everything is a natural logarithm of ns per operation, in arrays of shape (forks, turns), the turns of all
rounds of a fork one after another; NaN stands for a slice that was not taken. The fork's own figure is the
median over its turns: with three or more it ignores one that a change of the machine's speed has spoilt. In
simulation it came out ahead of the mean and of Hodges and Lehmann's estimate where slices are long, and level
with the latter where they are short. With two turns it is their mean.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bench.analysis.stacks import Floats
from bench.model import Cell, Slices


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRounds:
    """All slices of one question: `log_ns[row_of[cell]]` has the shape (forks, turns)."""

    row_of: dict[Cell, int]
    log_ns: Floats
    log_pace: Floats
    """The pacemaker's, of the same shape; NaN without one. Cells that were not timed at once differ in it."""
    log_by_round: Floats
    """The medians over the turns of each round: (cells, forks, rounds)."""
    log_paced_by_round: Floats
    """The same, less the pacemaker's in each turn; NaN without one."""
    turns_of: NDArray[np.intp]
    """How many turns there are of each cell in each fork: (cells, forks)."""


def by_question(slices: Iterable[Slices]) -> dict[str, QuestionRounds]:
    """Arrange the slices by question. A cell is timed once in a round; of a repeat, the last counts.

    Raises ValueError for a slice without loops or without time, which no clock can have given.
    """
    slices_of_question: defaultdict[str, list[Slices]] = defaultdict(list)
    for taken in slices:
        if taken.loops < 1 or min(taken.ns) < 1:
            raise ValueError(
                f"position {taken.position} of fork {taken.fork}: {taken.ns} ns, {taken.loops} loops"
            )
        slices_of_question[taken.cell.case.question].append(taken)
    return {question: _arrange(taken) for question, taken in slices_of_question.items()}


def fork_medians(log_values: Floats) -> Floats:
    """The median over the turns, the last axis, of what is present; NaN for a fork that holds nothing."""
    turns = np.sort(log_values, axis=-1)
    present = np.sum(~np.isnan(turns), axis=-1)[..., np.newaxis]
    lower = np.take_along_axis(turns, np.maximum(present - 1, 0) // 2, axis=-1)
    upper = np.take_along_axis(turns, np.minimum(present // 2, turns.shape[-1] - 1), axis=-1)
    return np.asarray((lower + upper)[..., 0] / 2, dtype=np.float64)


def _arrange(slices: list[Slices]) -> QuestionRounds:
    row_of: dict[Cell, int] = {}
    rows = [row_of.setdefault(taken.cell, len(row_of)) for taken in slices]
    fork_index = {fork: n for n, fork in enumerate(sorted({taken.fork for taken in slices}))}
    latest = {
        (row, fork_index[taken.fork], taken.round): taken for row, taken in zip(rows, slices, strict=True)
    }
    row, fork, round_ = np.array(list(latest)).T
    lengths = np.array([len(taken.ns) for taken in latest.values()])
    turns = np.zeros(1 + max(taken.round for taken in slices), dtype=np.intp)
    np.maximum.at(turns, [taken.round for taken in slices], [len(taken.ns) for taken in slices])
    offset = np.cumsum(turns) - turns
    shape = len(row_of), len(fork_index), int(turns.sum())
    first = np.ravel_multi_index((row, fork, offset[round_]), shape)
    places = np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    loops = np.repeat([taken.loops for taken in latest.values()], lengths)
    untold = (math.nan,)
    log_ns = np.log(_filled(shape, places, (taken.ns for taken in latest.values()), loops))
    paces = (taken.pace_ns or untold * len(taken.ns) for taken in latest.values())
    log_pace = np.log(_filled(shape, places, paces))
    return QuestionRounds(
        row_of=row_of,
        log_ns=log_ns,
        log_pace=log_pace,
        log_by_round=_by_round(log_ns, offset),
        log_paced_by_round=_by_round(log_ns - log_pace, offset),
        turns_of=np.sum(~np.isnan(log_ns), axis=2),
    )


def _filled(
    shape: tuple[int, ...],
    places: NDArray[np.intp],
    values: Iterable[Sequence[float]],
    divisors: NDArray[np.intp] | int = 1,
) -> Floats:
    """An array of NaN but for the values, one after another, over their divisors, at these places of it."""
    filled = np.full(math.prod(shape), np.nan)
    filled[places] = np.fromiter(chain.from_iterable(values), np.float64, len(places)) / divisors
    return filled.reshape(shape)


def _by_round(log_values: Floats, offset: NDArray[np.intp]) -> Floats:
    """The medians over the turns of each round, which begin at the offsets."""
    return np.stack([fork_medians(turns) for turns in np.split(log_values, offset[1:], axis=-1)], axis=-1)
