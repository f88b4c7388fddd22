"""The slices of a run, arranged so that two cells can be divided within each turn.

Everything is a natural logarithm of ns per operation, in arrays of shape (forks, turns), the turns of all
rounds of a fork one after another; NaN stands for a slice that was not taken. The fork's own figure is the
median over its turns: with three or more it ignores one that a change of the machine's speed has spoilt. In
simulation it came out ahead of the mean and of Hodges and Lehmann's estimate where slices are long, and level
with the latter where they are short. With two turns it is their mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.model import Cell, Slices

Floats = NDArray[np.float64]


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
    slices_of: dict[Cell, int]


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
    fork_index: dict[int, int] = {fork: n for n, fork in enumerate(sorted({s.fork for s in slices}))}
    turns = np.zeros(1 + max(s.round for s in slices), dtype=np.intp)
    for taken in slices:
        turns[taken.round] = max(turns[taken.round], len(taken.ns))
    offset = np.cumsum(turns) - turns
    rows = [row_of.setdefault(taken.cell, len(row_of)) for taken in slices]
    ns = np.full((len(row_of), len(fork_index), int(turns.sum())), np.nan)
    pace_ns = np.full_like(ns, np.nan)
    for row, taken in zip(rows, slices, strict=True):
        start, fork = offset[taken.round], fork_index[taken.fork]
        of_round = row, fork, slice(start, start + turns[taken.round])
        ns[of_round] = pace_ns[of_round] = np.nan
        where = row, fork, slice(start, start + len(taken.ns))
        ns[where] = np.asarray(taken.ns, dtype=np.float64) / taken.loops
        if taken.pace_ns is not None:
            pace_ns[where] = taken.pace_ns
    log_ns, log_pace = np.log(ns), np.log(pace_ns)
    counts = np.sum(~np.isnan(log_ns), axis=(1, 2)).tolist()
    return QuestionRounds(
        row_of=row_of,
        log_ns=log_ns,
        log_pace=log_pace,
        log_by_round=_by_round(log_ns, offset),
        log_paced_by_round=_by_round(log_ns - log_pace, offset),
        slices_of=dict(zip(row_of, counts, strict=True)),
    )


def _by_round(log_values: Floats, offset: NDArray[np.intp]) -> Floats:
    """The medians over the turns of each round, which begin at the offsets."""
    return np.stack([fork_medians(turns) for turns in np.split(log_values, offset[1:], axis=-1)], axis=-1)
