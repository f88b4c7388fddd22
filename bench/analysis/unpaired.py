"""Two runs that were measured at different times, side by side: ratios, but never a verdict.

Nothing was in lockstep, so every interval is widened by the machine's drift (drift.py), and whatever it
says, the verdict stays "unclear". Counters do not depend on the machine's speed: they differ or do not.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bench.analysis.divisions import ONE_FORK
from bench.analysis.drift import cannot_have_changed, estimate_drift
from bench.analysis.intervals import joint_ratios
from bench.analysis.location import Location, trimmed
from bench.analysis.matching import Match, count_alike, environments_apart, matched, runs_apart
from bench.model import (
    Case,
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Estimate,
    Plan,
    Results,
    Verdict,
)
from bench.unpaired import Drift, UnpairedCell, UnpairedRuns

NOT_IN_LOCKSTEP = "the runs were not in lockstep"
_NOT_COMPARED = ("statements", "instructions")
"""The queries say how many statements there are; instructions do not repeat to the last digit."""
_COUNTERS = tuple(field.name for field in dataclasses.fields(Counters) if field.name not in _NOT_COMPARED)
"""The exact ones: instructions repeat to a few digits only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """Where the log times of a case lie in either run, and how far apart."""

    before: Location
    after: Location
    shift: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairing:
    """A case in a pair of matched environments, with its times or with the reason that there are none."""

    case: Case
    match: Match
    before: CellResult
    after: CellResult
    times: _Times | None = None
    not_comparable: str | None = None
    no_data: str | None = None


def compare_unpaired(before: Results, after: Results) -> UnpairedRuns:
    """Every case that both runs planned, in every environment that both have (matching.py).

    Times are not comparable where machine, Python, database or measured code differ; counters are even then,
    where Python's minor version and the scenario agree. Before they are widened, the intervals hold jointly
    at the lower of the two runs' confidences.
    """
    pairings = list(_pairings(before, after))
    timed = [pairing for pairing in pairings if pairing.times]
    shown = [pairing for pairing in pairings if pairing.match[0].twin_of is None]
    drift = _drift(before, after, timed) if timed else None
    confidence = min(before.plan.confidence, after.plan.confidence)
    cases = [{case for question in run.plan.questions for case in question.cases} for run in (before, after)]
    return UnpairedRuns(
        before=before.plan,
        after=after.plan,
        environments=tuple((ours.label, theirs.label) for ours, theirs in _shown(before.plan, after.plan)),
        drift=drift,
        cells=tuple(
            _cell(pairing, ratio, before.plan, after.plan)
            for pairing, ratio in zip(shown, _ratios(shown, confidence, drift), strict=True)
        ),
        left_out=len(cases[0] ^ cases[1]),
    )


def welch(before: Location, after: Location) -> Location:
    """after - before, of two samples that may vary unequally.

    Error and degrees of freedom are those of Welch 1947, "The generalization of 'Student's' problem when
    several different population variances are involved"; with the trimmed means of location.py they are
    Yuen's, 1974. scipy.stats.ttest_ind(equal_var=False, trim=...) gives the same for one pair; here many
    pairs are to lend each other strength (moderation.py). Degrees are rounded down.
    """
    variance = before.variance + after.variance
    degrees = before.degrees + after.degrees
    if variance > 0:
        parts = before.variance**2 / before.degrees + after.variance**2 / after.degrees
        degrees = int(variance**2 / parts)
    return Location(
        value=after.value - before.value,
        variance=variance,
        degrees=degrees,
        forks=min(before.forks, after.forks),
    )


def _shown(before: Plan, after: Plan) -> list[Match]:
    return [match for match in matched(before, after) if match[0].twin_of is None]


def _pairings(before: Results, after: Results) -> Iterator[_Pairing]:
    """Twins among them: they are not shown, but tell of the drift."""
    ours, theirs = ({result.cell: result for result in run.cells} for run in (before, after))
    apart = runs_apart(before.plan, after.plan)
    for match in matched(before.plan, after.plan):
        not_comparable = apart or environments_apart(*match)
        for question in before.plan.questions:
            for case in question.cases:
                mine, yours = (Cell(case, environment.label) for environment in match)
                if yours in theirs:
                    yield _pairing(case, match, ours[mine], theirs[yours], not_comparable)


def _pairing(
    case: Case, match: Match, before: CellResult, after: CellResult, not_comparable: str | None
) -> _Pairing:
    no_data = _missing("A", before) or _missing("B", after)
    times = None
    if not_comparable is None and no_data is None:
        located = trimmed(np.log(before.fork_ns)), trimmed(np.log(after.fork_ns))
        times = _Times(before=located[0], after=located[1], shift=welch(*located))
    return _Pairing(
        case=case,
        match=match,
        before=before,
        after=after,
        times=times,
        not_comparable=not_comparable,
        no_data=no_data,
    )


def _missing(side: str, result: CellResult) -> str | None:
    if result.state is not CellState.MEASURED:
        return f"{side}: {result.reason or result.state.value}"
    return f"{side}: {ONE_FORK}" if len(result.fork_ns) < 2 else None


def _drift(before: Results, after: Results, timed: Sequence[_Pairing]) -> Drift:
    shifts = [(pairing, pairing.times.shift.value) for pairing in timed if pairing.times]
    return estimate_drift(
        before.cells,
        after.cells,
        controls=[shift for pairing, shift in shifts if cannot_have_changed(pairing.case, *pairing.match)],
        shifts=[shift for _, shift in shifts],
    )


def _ratios(
    pairings: Sequence[_Pairing], confidence: float, drift: Drift | None
) -> Iterator[Estimate | None]:
    """One for each pairing, widened by the drift; None for those without times."""
    shifts = [pairing.times.shift for pairing in pairings if pairing.times]
    ratios = iter(joint_ratios(shifts, [None] * len(shifts), confidence))
    for pairing in pairings:
        if pairing.times is None or drift is None:
            yield None
        else:
            ratio = next(ratios)
            yield dataclasses.replace(ratio, low=ratio.low / drift.factor, high=ratio.high * drift.factor)


def _cell(pairing: _Pairing, ratio: Estimate | None, before: Plan, after: Plan) -> UnpairedCell:
    verdict = Verdict.NO_DATA if ratio is None else Verdict.UNCLEAR
    ours, theirs = pairing.match
    return UnpairedCell(
        case=pairing.case,
        before_ns=math.exp(pairing.times.before.value) if pairing.times else None,
        after_ns=math.exp(pairing.times.after.value) if pairing.times else None,
        comparison=Comparison(
            kind=ComparisonKind.VERSION,
            question=pairing.case.question,
            variant=pairing.case.variant,
            axis=pairing.case.axis,
            baseline=ours.label,
            candidate=theirs.label,
            ratio=ratio,
            verdict=Verdict.NOT_COMPARABLE if pairing.not_comparable else verdict,
            reason=pairing.not_comparable or pairing.no_data or NOT_IN_LOCKSTEP,
            forks=min(len(pairing.before.fork_ns), len(pairing.after.fork_ns)),
        ),
        counters=_counters(pairing, before, after),
    )


def _counters(pairing: _Pairing, before: Plan, after: Plan) -> tuple[tuple[str, int, int], ...] | None:
    """Those that differ; None where another Python or scenario, or no count, leaves nothing to compare."""
    if not count_alike(*pairing.match) or _source(before, pairing.case) != _source(after, pairing.case):
        return None
    ours, theirs = pairing.before.counters, pairing.after.counters
    counted = [(name, getattr(ours, name), getattr(theirs, name)) for name in _COUNTERS]
    known = [(name, mine, yours) for name, mine, yours in counted if mine is not None and yours is not None]
    return tuple(count for count in known if count[1] != count[2]) if known else None


def _source(plan: Plan, case: Case) -> str:
    return next(question.source for question in plan.questions if question.slug == case.question)
