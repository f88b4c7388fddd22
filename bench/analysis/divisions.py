"""Pairs of cells, divided turn by turn: one log ratio for each fork, and what those say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.analysis.location import Location, trimmed_each
from bench.analysis.pairs import Pair
from bench.analysis.rounds import QuestionRounds, fork_medians
from bench.analysis.stacks import Floats, per_array
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


def divide(
    pairs: Sequence[Pair], rounds: Mapping[str, QuestionRounds], cells: Mapping[Cell, CellResult]
) -> list[Division]:
    """Each pair's ratio, fork by fork, where both cells were measured. rounds: by question."""
    reasons = [_why_not(pair, cells) for pair in pairs]
    timed = [pair for pair, reason in zip(pairs, reasons, strict=True) if reason is None]
    forks = figures_of_forks(timed, rounds)
    located = iter(trimmed_each(figures for figures in forks if len(figures) > 1))
    usual = per_array(fork_medians, (_turns_behind(pair, rounds) for pair in timed))
    divided = (
        Division(pair=pair, location=next(located), few_turns=bool(turns < ROBUST_TURNS), forks=len(figures))
        if len(figures) > 1
        else Division(pair=pair, reason=ONE_FORK if len(figures) else NEVER_TOGETHER, forks=len(figures))
        for pair, figures, turns in zip(timed, forks, usual, strict=True)
    )
    return [
        next(divided) if reason is None else Division(pair=pair, reason=reason)
        for pair, reason in zip(pairs, reasons, strict=True)
    ]


def figures_of_forks(pairs: Iterable[Pair], rounds: Mapping[str, QuestionRounds]) -> list[Floats]:
    """The log ratio of each pair in each fork that has one: the median over the turns."""
    turns = (log_ratios(pair, rounds.get(pair.candidate.case.question)) for pair in pairs)
    return [forks[~np.isnan(forks)] for forks in per_array(fork_medians, turns)]


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


def _turns_behind(pair: Pair, rounds: Mapping[str, QuestionRounds]) -> Floats:
    """How many turns the figure of each fork rests on, of the cell that has fewer; NaN for none."""
    of_question = rounds[pair.candidate.case.question]
    rows = [of_question.row_of[pair.candidate], of_question.row_of[pair.baseline]]
    fewer = of_question.turns_of[rows].min(axis=0)
    return np.where(fewer > 0, fewer, np.nan)


def _why_not(pair: Pair, cells: Mapping[Cell, CellResult]) -> str | None:
    """Why there is nothing to divide; None where both cells were measured."""
    if pair.not_comparable is not None:
        return pair.not_comparable
    for side in (pair.candidate, pair.baseline):
        if side not in cells:
            return f"{side.case.variant} is not measured at this point"
        if cells[side].state is not CellState.MEASURED:
            return cells[side].reason or cells[side].state.value
    return None
