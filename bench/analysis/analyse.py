"""From a plan and its slices to results: every cell and every comparison of the plan, none left out."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bench.analysis.divisions import ONE_FORK, Division, divide, figures_of_forks
from bench.analysis.intervals import joint_ratios, median_time
from bench.analysis.location import Location, trimmed_each
from bench.analysis.pairs import Pair, neighbours, pairs, twin_pairs
from bench.analysis.rounds import QuestionRounds, by_question, fork_medians
from bench.analysis.scaling import scalings
from bench.analysis.shares import confidence_left, shares_of_points
from bench.analysis.stacks import Floats
from bench.analysis.verdict import decide
from bench.model import (
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Estimate,
    Look,
    Outcome,
    Plan,
    Point,
    Question,
    Results,
    Slices,
    Verdict,
)

NOT_REACHED = "not reached within the budget"
FEWEST_NOISE_FORKS = 4
NOISE_SHARE = 0.95
"""The share of cells whose twins came out no further apart than the noise floor."""

_UNREACHED = Outcome(state=CellState.ABSENT, reason=NOT_REACHED)


class Compared(NamedTuple):
    """The figures of a plan."""

    noise_floor: float | None
    cells: tuple[CellResult, ...]
    comparisons: tuple[Comparison, ...]


def analyse(
    plan: Plan,
    slices: Iterable[Slices],
    outcomes: Mapping[Cell, Outcome],
    *,
    looks: Sequence[Look] = (),
    elapsed_s: float,
    warnings: Sequence[str] = (),
) -> Results:
    """All that the slices tell about the plan's cells and comparisons.

    looks: when the results were looked at while they were measured; see shares.py.
    """
    taken = list(slices)
    figures = _figures(plan, taken, outcomes, looks, pairs)
    return Results(
        plan=plan,
        noise_floor=figures.noise_floor,
        cells=figures.cells,
        comparisons=figures.comparisons,
        forks=len({s.fork for s in taken}),
        elapsed_s=elapsed_s,
        warnings=tuple(warnings),
        scalings=scalings(figures.cells, plan.confidence),
    )


def steps(
    plan: Plan, slices: Iterable[Slices], outcomes: Mapping[Cell, Outcome], *, looks: Sequence[Look] = ()
) -> tuple[Comparison, ...]:
    """Every case in each environment against the release before it, as `analyse` divides by the baseline.

    See pairs.neighbours. They are divided turn by turn like those, not made of two ratios to the baseline,
    whose errors would add up. Their intervals hold jointly among themselves.
    """
    return _figures(plan, list(slices), outcomes, looks, neighbours).comparisons


def _figures(
    plan: Plan,
    taken: Sequence[Slices],
    outcomes: Mapping[Cell, Outcome],
    looks: Sequence[Look],
    among: Callable[[Plan], Iterable[Pair]],
) -> Compared:
    settled, rest = shares_of_points(looks, taken)
    return compare_all(
        plan,
        by_question(taken),
        outcomes,
        lambda point: settled.get(point, rest),
        stated=confidence_left(plan.confidence, looks),
        among=among,
    )


def compare_all(
    plan: Plan,
    rounds: Mapping[str, QuestionRounds],
    outcomes: Mapping[Cell, Outcome],
    share: Callable[[Point], float],
    *,
    stated: float,
    among: Callable[[Plan], Iterable[Pair]] = pairs,
) -> Compared:
    """Every cell of the plan, and the comparisons of the pairs that are formed among them.

    A ratio is taken within each turn; its fork's figure is their median; forks are averaged by
    location.trimmed, and the intervals of all ratios of the plan hold jointly at `plan.confidence`, of whose
    error each may spend its point's share. stated: the confidence that they carry, which is less where the
    error was spent more than once. Verdicts use the larger of `plan.margin` and the noise floor. A planned
    cell without an outcome or without slices is absent; a failed one keeps its counters and the forks' times,
    but is divided by nothing.
    """
    cells = {
        cell.cell: cell
        for question in plan.questions
        for cell in _cells(plan, question, rounds.get(question.slug), outcomes)
    }
    floor = noise_floor(plan, rounds)
    margin = max(plan.margin, floor or 0.0)
    divisions = divide([*among(plan)], rounds, cells)
    comparisons = _comparisons(divisions, plan.confidence, margin, share, stated)
    return Compared(floor, tuple(cells.values()), comparisons)


def noise_floor(plan: Plan, rounds: Mapping[str, QuestionRounds]) -> float | None:
    """How far the same Django measured twice came out apart, as a share: 0.014.

    It is exp(x) - 1, where 95 of 100 cells of the twin have a log ratio within ±x, averaged over the forks
    as for any comparison. Only the half of the cells counts that was timed most sharply, by the standard
    error: what the others are apart is told by their own intervals, and would hide in a floor for all what
    the sharp ones show. With up to 20 such cells x is the largest. None where no twin has four
    forks: fewer agree by chance.
    """
    pairs_of_twins = (pair for question in plan.questions for pair in twin_pairs(plan, question))
    twins = trimmed_each(
        forks for forks in figures_of_forks(pairs_of_twins, rounds) if len(forks) >= FEWEST_NOISE_FORKS
    )
    if not twins:
        return None
    twins.sort(key=lambda twin: twin.variance)
    sharp = [abs(twin.value) for twin in twins[: math.ceil(len(twins) / 2)]]
    return math.expm1(float(np.quantile(sharp, NOISE_SHARE, method="higher")))


def _cells(
    plan: Plan, question: Question, rounds: QuestionRounds | None, outcomes: Mapping[Cell, Outcome]
) -> Iterable[CellResult]:
    medians = fork_medians(rounds.log_ns) if rounds else None
    for case in question.cases:
        for environment in plan.environments:
            cell = Cell(case, environment.label)
            forks, numbers, slices = np.empty(0), np.empty(0, dtype=np.intp), 0
            if rounds is not None and medians is not None and cell in rounds.row_of:
                row = rounds.row_of[cell]
                numbers = np.flatnonzero(~np.isnan(medians[row]))
                forks = medians[row, numbers]
                slices = int(rounds.turns_of[row].sum())
            yield _cell(
                cell,
                outcomes.get(cell, _UNREACHED),
                forks,
                tuple(numbers.tolist()),
                slices,
                plan.confidence,
            )


def _cell(
    cell: Cell, outcome: Outcome, log_ns: Floats, numbers: tuple[int, ...], slices: int, confidence: float
) -> CellResult:
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
        fork_numbers=numbers,
        slices=slices,
        counters=outcome.counters,
    )


def _comparisons(
    divisions: Sequence[Division],
    confidence: float,
    margin: float,
    share: Callable[[Point], float],
    stated: float,
) -> tuple[Comparison, ...]:
    locations: list[Location] = []
    groups, shares = [], []
    for division in divisions:
        if division.location is not None:
            case = division.pair.candidate.case
            locations.append(division.location)
            groups.append((division.pair.kind, division.few_turns))
            shares.append(share((case.question, case.axis)))
    joint = joint_ratios(locations, groups, confidence, shares)
    ratios = (dataclasses.replace(ratio, confidence=stated) for ratio in joint)
    return tuple(
        _comparison(division, next(ratios) if division.location is not None else None, margin)
        for division in divisions
    )


def _comparison(division: Division, ratio: Estimate | None, margin: float) -> Comparison:
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
