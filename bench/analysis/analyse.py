"""From a plan and its slices to results: every cell and every comparison of the plan, none left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.analysis.intervals import joint_ratios, median_time
from bench.analysis.location import Location, trimmed
from bench.analysis.pairs import Pair, pairs, twin_pairs
from bench.analysis.rounds import Floats, QuestionRounds, by_question, fork_medians
from bench.analysis.verdict import decide
from bench.model import (
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Estimate,
    Outcome,
    Plan,
    Question,
    Results,
    Slice,
    Verdict,
)

NOT_REACHED = "not reached within the budget"
ONE_FORK = "one fork only: no interval can be given"
NEVER_TOGETHER = "never timed in the same round"

ROBUST_ROUNDS = 3
"""A median of three rounds withstands one that is spoilt, a mean of two does not: those vary far more."""
NOISE_SHARE = 0.95
"""The share of cells whose twins came out no further apart than the noise floor."""


_UNREACHED = Outcome(state=CellState.ABSENT, reason=NOT_REACHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Division:
    """A pair with what its rounds say, or with the reason that they say nothing."""

    pair: Pair
    location: Location | None = None
    few_rounds: bool = False
    reason: str | None = None
    forks: int = 0


def analyse(
    plan: Plan,
    slices: Iterable[Slice],
    outcomes: Mapping[Cell, Outcome],
    *,
    elapsed_s: float,
    warnings: Sequence[str] = (),
) -> Results:
    """All that the slices tell about the plan's cells and comparisons.

    A ratio is taken within each round; its fork's figure is their median; forks are averaged by
    location.trimmed, and the intervals of all ratios of the plan hold jointly at `plan.confidence`.
    Verdicts use the larger of `plan.margin` and the noise floor. A planned cell without an outcome or without
    slices is absent; a failed one keeps its counters and the forks' times, but is divided by nothing.
    """
    taken = list(slices)
    rounds = by_question(taken)
    cells = {
        cell.cell: cell
        for question in plan.questions
        for cell in _cells(plan, question, rounds.get(question.slug), outcomes)
    }
    floor = noise_floor(plan, rounds)
    return Results(
        plan=plan,
        noise_floor=floor,
        cells=tuple(cells.values()),
        comparisons=_comparisons(plan, rounds, cells, max(plan.margin, floor or 0.0)),
        forks=len({s.fork for s in taken}),
        elapsed_s=elapsed_s,
        warnings=tuple(warnings),
    )


def noise_floor(plan: Plan, rounds: Mapping[str, QuestionRounds]) -> float | None:
    """How far the same Django measured twice came out apart, as a share: 0.014.

    It is exp(x) - 1, where 95 of 100 cells of the twin have a log ratio within ±x, averaged over the forks
    as for any comparison. With up to 20 cells x is the largest. Cells that are timed less than three times
    a fork have wide intervals of their own, and only count where there are no others. None without two forks
    of a twin.
    """
    apart: dict[bool, list[float]] = {True: [], False: []}
    for question in plan.questions:
        for pair in twin_pairs(plan, question):
            forks, rounds_each = _fork_log_ratios(pair, rounds.get(question.slug))
            if len(forks) > 1:
                apart[rounds_each < ROBUST_ROUNDS].append(abs(trimmed(forks).value))
    telling = apart[False] or apart[True]
    if not telling:
        return None
    return math.expm1(float(np.quantile(telling, NOISE_SHARE, method="higher")))


def _cells(
    plan: Plan, question: Question, rounds: QuestionRounds | None, outcomes: Mapping[Cell, Outcome]
) -> Iterable[CellResult]:
    medians = fork_medians(rounds.log_ns) if rounds else None
    for case in question.cases:
        for environment in plan.environments:
            cell = Cell(case, environment.label)
            forks = np.empty(0)
            if rounds is not None and medians is not None and cell in rounds.row_of:
                forks = _present(medians[rounds.row_of[cell]])
            yield _cell(
                cell,
                outcomes.get(cell, _UNREACHED),
                forks,
                rounds.slices_of.get(cell, 0) if rounds else 0,
                plan.confidence,
            )


def _cell(cell: Cell, outcome: Outcome, log_ns: Floats, slices: int, confidence: float) -> CellResult:
    state, reason, time = outcome.state, outcome.reason, None
    if state is CellState.MEASURED:
        if len(log_ns) == 0:
            state, reason = CellState.ABSENT, NOT_REACHED
        elif len(log_ns) == 1:
            reason = ONE_FORK
        else:
            time = median_time(log_ns, confidence)
    return CellResult(
        cell=cell,
        state=state,
        reason=reason,
        ns_per_op=time,
        fork_ns=tuple(np.exp(log_ns).tolist()),
        slices=slices,
        counters=outcome.counters,
    )


def _comparisons(
    plan: Plan, rounds: Mapping[str, QuestionRounds], cells: Mapping[Cell, CellResult], margin: float
) -> tuple[Comparison, ...]:
    divisions = [_divide(pair, rounds.get(pair.candidate.case.question), cells) for pair in pairs(plan)]
    locations, groups = [], []
    for division in divisions:
        if division.location is not None:
            locations.append(division.location)
            groups.append((division.pair.kind, division.few_rounds))
    ratios = iter(joint_ratios(locations, groups, plan.confidence))
    return tuple(
        _comparison(division, next(ratios) if division.location is not None else None, margin)
        for division in divisions
    )


def _divide(pair: Pair, rounds: QuestionRounds | None, cells: Mapping[Cell, CellResult]) -> _Division:
    if pair.not_comparable is not None:
        return _Division(pair=pair, reason=pair.not_comparable)
    for side in (pair.candidate, pair.baseline):
        if side not in cells:
            return _Division(pair=pair, reason=f"{side.case.variant} is not measured at this point")
        if cells[side].state is not CellState.MEASURED:
            return _Division(pair=pair, reason=cells[side].reason or cells[side].state.value)
    forks, rounds_each = _fork_log_ratios(pair, rounds)
    if len(forks) < 2:
        return _Division(pair=pair, reason=ONE_FORK if len(forks) else NEVER_TOGETHER, forks=len(forks))
    few_rounds = rounds_each < ROBUST_ROUNDS
    return _Division(pair=pair, location=trimmed(forks), few_rounds=few_rounds, forks=len(forks))


def _fork_log_ratios(pair: Pair, rounds: QuestionRounds | None) -> tuple[Floats, float]:
    """One log ratio for each fork in which the two share a round, and how many rounds they usually share."""
    if rounds is None or pair.baseline not in rounds.row_of or pair.candidate not in rounds.row_of:
        return np.empty(0), 0.0
    log_ratios = rounds.log_ns[rounds.row_of[pair.candidate]] - rounds.log_ns[rounds.row_of[pair.baseline]]
    forks = fork_medians(log_ratios)
    counts = np.sum(~np.isnan(log_ratios), axis=-1)
    usual = float(np.median(counts[counts > 0])) if counts.any() else 0.0
    return _present(forks), usual


def _present(fork_values: Floats) -> Floats:
    return fork_values[~np.isnan(fork_values)]


def _comparison(division: _Division, ratio: Estimate | None, margin: float) -> Comparison:
    pair = division.pair
    if ratio is not None:
        verdict = decide(ratio, margin)
    else:
        verdict = Verdict.NOT_COMPARABLE if pair.not_comparable else Verdict.NO_DATA
    between_versions = pair.kind is ComparisonKind.VERSION
    return Comparison(
        kind=pair.kind,
        question=pair.candidate.case.question,
        variant=pair.candidate.case.variant,
        axis=pair.candidate.case.axis,
        baseline=pair.baseline.environment if between_versions else pair.baseline.case.variant,
        candidate=pair.candidate.environment if between_versions else pair.candidate.case.variant,
        environment=None if between_versions else pair.candidate.environment,
        ratio=ratio,
        verdict=verdict,
        reason=division.reason,
        forks=division.forks,
    )
