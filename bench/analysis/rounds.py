"""The slices of a run, arranged so that two cells can be divided within each round.

Everything is a natural logarithm of ns per operation, in arrays of shape (forks, rounds); NaN stands for
a slice that was not taken. The fork's own figure is the median over its rounds: with three rounds or more
it ignores one that a change of the machine's speed has spoilt. In simulation it came out ahead of the
mean and of Hodges and Lehmann's estimate where slices are long, and level with the latter where they are
short. With two rounds it is their mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.model import Cell, Slice

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRounds:
    """All slices of one question: `log_ns[row_of[cell]]` has the shape (forks, rounds)."""

    row_of: dict[Cell, int]
    log_ns: Floats
    slices_of: dict[Cell, int]


def by_question(slices: Iterable[Slice]) -> dict[str, QuestionRounds]:
    """Arrange the slices by question. A cell is timed once in a round; of a repeat, the last counts.

    Raises ValueError for a slice without loops or without time, which no clock can have given.
    """
    slices_of_question: defaultdict[str, list[Slice]] = defaultdict(list)
    for taken in slices:
        if taken.loops < 1 or taken.ns < 1:
            raise ValueError(
                f"slice {taken.position} of fork {taken.fork}: {taken.ns} ns, {taken.loops} loops"
            )
        slices_of_question[taken.cell.case.question].append(taken)
    return {question: _arrange(taken) for question, taken in slices_of_question.items()}


def fork_medians(log_values: Floats) -> Floats:
    """The median over the rounds, the last axis, of what is present; NaN for a fork that holds nothing."""
    rounds = np.sort(log_values, axis=-1)
    present = np.sum(~np.isnan(rounds), axis=-1)[..., np.newaxis]
    lower = np.take_along_axis(rounds, np.maximum(present - 1, 0) // 2, axis=-1)
    upper = np.take_along_axis(rounds, np.minimum(present // 2, rounds.shape[-1] - 1), axis=-1)
    return np.asarray((lower + upper)[..., 0] / 2, dtype=np.float64)


def _arrange(slices: list[Slice]) -> QuestionRounds:
    row_of: dict[Cell, int] = {}
    fork_index: dict[int, int] = {fork: n for n, fork in enumerate(sorted({s.fork for s in slices}))}
    round_index: dict[int, int] = {number: n for n, number in enumerate(sorted({s.round for s in slices}))}
    rows = [row_of.setdefault(taken.cell, len(row_of)) for taken in slices]
    log_ns = np.full((len(row_of), len(fork_index), len(round_index)), np.nan)
    forks = [fork_index[s.fork] for s in slices]
    rounds = [round_index[s.round] for s in slices]
    log_ns[rows, forks, rounds] = np.log([s.ns / s.loops for s in slices])
    slices_of = dict(zip(row_of, np.bincount(rows).tolist(), strict=True))
    return QuestionRounds(row_of=row_of, log_ns=log_ns, slices_of=slices_of)
