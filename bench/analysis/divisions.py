"""Pairs of cells, divided turn by turn: one log ratio for each fork, and what those say together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bench.analysis.location import Location, trimmed
from bench.analysis.pairs import Pair
from bench.analysis.rounds import Floats, QuestionRounds, fork_medians
from bench.model import Cell, CellResult, CellState

ONE_FORK = "one fork only: no interval can be given"
NEVER_TOGETHER = "never timed in the same round"
ROBUST_TURNS = 3
"""A median of three turns withstands one that is spoilt, a mean of two does not: those vary far more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A pair with what its turns say, or with the reason that they say nothing."""

    pair: Pair
    location: Location | None = None
    few_turns: bool = False
    reason: str | None = None
    forks: int = 0


def divide(pair: Pair, rounds: QuestionRounds | None, cells: Mapping[Cell, CellResult]) -> Division:
    """The pair's ratio, fork by fork, where both cells were measured."""
    if pair.not_comparable is not None:
        return Division(pair=pair, reason=pair.not_comparable)
    for side in (pair.candidate, pair.baseline):
        if side not in cells:
            return Division(pair=pair, reason=f"{side.case.variant} is not measured at this point")
        if cells[side].state is not CellState.MEASURED:
            return Division(pair=pair, reason=cells[side].reason or cells[side].state.value)
    turns = log_ratios(pair, rounds)
    forks = per_fork(turns)
    if len(forks) < 2:
        return Division(pair=pair, reason=ONE_FORK if len(forks) else NEVER_TOGETHER, forks=len(forks))
    few_turns = _turns_behind(pair, rounds) < ROBUST_TURNS
    return Division(pair=pair, location=trimmed(forks), few_turns=few_turns, forks=len(forks))


def log_ratios(pair: Pair, rounds: QuestionRounds | None) -> Floats:
    """The log ratio of every turn, of shape (forks, turns); NaN where one of the two is missing.

    Cells that were not timed at once have no turns in common: theirs is of every round, (forks, rounds), from
    the medians of what each took in units of the pacemaker. That counts only where it ran beside both: one
    side's time would be divided by it otherwise.
    """
    if rounds is None or pair.baseline not in rounds.row_of or pair.candidate not in rounds.row_of:
        return np.empty((0, 1))
    candidate, baseline = rounds.row_of[pair.candidate], rounds.row_of[pair.baseline]
    paces = rounds.log_pace[[candidate, baseline]]
    both = ~np.isnan(paces).any(axis=0)
    if np.array_equal(paces[0, both], paces[1, both]):
        return np.asarray(rounds.log_ns[candidate] - rounds.log_ns[baseline])
    paced = rounds.log_paced_by_round[candidate] - rounds.log_paced_by_round[baseline]
    plain = rounds.log_by_round[candidate] - rounds.log_by_round[baseline]
    return np.asarray(np.where(np.isnan(paced), plain, paced))


def _turns_behind(pair: Pair, rounds: QuestionRounds | None) -> float:
    """How many turns of either cell a fork's figure usually rests on, of the cell that has fewer."""
    if rounds is None:
        return 0
    counts = np.sum(
        ~np.isnan(rounds.log_ns[[rounds.row_of[pair.candidate], rounds.row_of[pair.baseline]]]), axis=-1
    ).min(axis=0)
    return float(np.median(counts[counts > 0]))


def per_fork(turns: Floats) -> Floats:
    """Each fork's figure, of those that have one."""
    forks = fork_medians(turns)
    return forks[~np.isnan(forks)]
