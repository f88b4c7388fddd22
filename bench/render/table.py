"""The rows of a report's tables: every case with its time and verdict in each environment.

No row is left out. What was not measured has a reason in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench import units
from bench.model import (
    Case,
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Environment,
    Question,
    Results,
    Verdict,
)
from bench.render import wording
from bench.render.statements import in_words
from bench.verdicts import CHANGED

COUNTERS = (
    ("queries", "queries"),
    ("receiver_calls", "receiver calls"),
    ("python_calls", "Python calls"),
    ("bytecodes", "bytecodes"),
    ("peak_bytes", "peak memory"),
    ("retained_bytes", "memory kept"),
    ("threads_started", "threads started"),
)
"""Fields of model.Counters with their headings. All are exact."""
_SELDOM = ("threads_started",)
"""Counters that most runs have nowhere above 0."""
STATEMENTS = ("statements", "statements")
INSTRUCTIONS = ("instructions", "machine instructions")
"""Repeats to a few digits only, and is counted only where it was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One case in one environment, as text."""

    environment: str
    ns: float | None
    time: str
    """ "1.24 µs", or why there is none."""
    interval: str
    """ "1.22 µs to 1.26 µs"; empty where there is no time."""
    comparison: Comparison | None
    verdict: str
    """As wording.text gives it; empty for a side that is only compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case with its entries in the order of the environments."""

    case: Case
    point: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRow:
    """What one operation of a case does: a text for each of COUNTERS, "–" where it was not counted."""

    case: Case
    point: str
    environments: str
    values: tuple[str, ...]


def measured_environments(results: Results) -> tuple[Environment, ...]:
    """The environments of the plan without the baseline's twin."""
    return tuple(e for e in results.plan.environments if e.twin_of is None)


def main_comparisons(results: Results) -> list[Comparison]:
    """The comparisons that the run was made for: between versions, or between variants."""
    return [comparison for comparison in results.comparisons if comparison.kind is results.plan.kind]


def counts(results: Results) -> dict[Verdict, int]:
    """How many of the main comparisons have each verdict; every verdict is there."""
    found = Counter(comparison.verdict for comparison in main_comparisons(results))
    return {verdict: found[verdict] for verdict in Verdict}


def environment_of(comparison: Comparison) -> str:
    """The label of the environment that the candidate was measured in."""
    return comparison.environment or comparison.candidate


def case_of(comparison: Comparison, variant: str) -> Case:
    """The case of a variant at the comparison's point."""
    return Case(comparison.question, variant, comparison.axis)


def rows(results: Results, question: Question, kind: ComparisonKind) -> list[Row]:
    """Every case of the question, with the comparisons of one kind."""
    margin = wording.margin(results)
    cells = _cells_of(results, question)
    compared = {
        (c.variant, c.axis, environment_of(c)): c
        for c in results.comparisons
        if c.kind is kind and c.question == question.slug
    }
    return [
        Row(
            case=case,
            point=units.axis(case.axis),
            entries=tuple(
                _entry(
                    environment.label,
                    cells.get(Cell(case, environment.label)),
                    compared.get((case.variant, case.axis, environment.label)),
                    margin,
                )
                for environment in measured_environments(results)
            ),
        )
        for case in question.cases
    ]


def counters_shown(results: Results) -> tuple[tuple[str, str], ...]:
    """COUNTERS, the queries by kind after their number, and INSTRUCTIONS where a cell has them.

    A counter of _SELDOM is shown where it is above 0 in a cell.
    """
    queries, *others = COUNTERS
    shown = [
        (field, heading)
        for field, heading in others
        if field not in _SELDOM or any(getattr(cell.counters, field) for cell in results.cells)
    ]
    counted = any(cell.counters.instructions is not None for cell in results.cells)
    return (queries, STATEMENTS, *shown, *((INSTRUCTIONS,) if counted else ()))


def counter_rows(results: Results, question: Question) -> list[CounterRow]:
    """A row per case, or several where environments count differently; uncounted cases have dashes."""
    cells = _cells_of(results, question)
    everywhere, shown = measured_environments(results), counters_shown(results)
    made = []
    for case in question.cases:
        alike: dict[tuple[str, ...], list[str]] = {}
        for environment in everywhere:
            result = cells.get(Cell(case, environment.label))
            if result and result.state is CellState.MEASURED:
                alike.setdefault(_counted(result.counters, shown), []).append(environment.label)
        for values, labels in (alike or {_counted(Counters(), shown): []}).items():
            where = "all" if len(labels) == len(everywhere) else ", ".join(labels) or "–"
            made.append(CounterRow(case=case, point=units.axis(case.axis), environments=where, values=values))
    return made


def most_telling(group: Sequence[Comparison]) -> Comparison:
    """The one to show for a group: the largest sure change, else the first of the least decided."""
    changed = [c for c in group if c.verdict in CHANGED]
    if changed:
        return max(changed, key=lambda c: wording.magnitude(c).low)
    order = (Verdict.UNCLEAR, Verdict.SAME, Verdict.NOT_COMPARABLE, Verdict.NO_DATA)
    return min(group, key=lambda c: order.index(c.verdict))


def tally(group: Iterable[Comparison]) -> list[tuple[Verdict, int]]:
    """How many comparisons have each verdict, in the order of the verdicts; those with none left out."""
    found = Counter(c.verdict for c in group)
    return [(verdict, found[verdict]) for verdict in Verdict if found[verdict]]


def _cells_of(results: Results, question: Question) -> dict[Cell, CellResult]:
    return {result.cell: result for result in results.cells if result.cell.case.question == question.slug}


def _entry(
    environment: str, result: CellResult | None, comparison: Comparison | None, margin: float
) -> Entry:
    verdict = wording.text(comparison, margin) if comparison else ""
    if result is None or result.ns_per_op is None:
        state = "not measured" if result is None else result.state.value
        reason = result.reason if result else None
        time = f"– {state}: {reason}" if reason else f"– {state}"
        return Entry(
            environment=environment, ns=None, time=time, interval="", comparison=comparison, verdict=verdict
        )
    ns = result.ns_per_op
    digits = units.digits(ns)
    return Entry(
        environment=environment,
        ns=ns.value,
        time=units.time(ns.value, digits),
        interval=f"{units.time(ns.low, max(2, digits))} to {units.time(ns.high, max(2, digits))}",
        comparison=comparison,
        verdict=verdict,
    )


def _counted(counters: Counters, shown: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    texts = []
    for field, _ in shown:
        if field == "statements":
            texts.append(in_words(dict(counters.statements)) if counters.statements else "–")
            continue
        value = getattr(counters, field)
        number = units.size if field.endswith("_bytes") else units.integer
        texts.append("–" if value is None else number(value))
    return tuple(texts)
