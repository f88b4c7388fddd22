"""Cliffs: where a variant sends other SQL statements than its reference does, in sentences.

The statements are counted and the same on every machine; how much longer they take is the stored verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench import units
from bench.model import (
    AxisValue,
    Case,
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Question,
    Results,
    Verdict,
)
from bench.render import wording
from bench.render.statements import Statements, in_words, without_transactions
from bench.render.table import measured_environments

MOST_FOUND = 4
"""So many are told among the findings; a question's own section has all of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cliff:
    comparison: Comparison
    reference: Statements
    variant: Statements


def cliffs(results: Results, question: Question) -> list[str]:
    """One sentence for each variant, in the newest environment that measured the question, at the largest
    point of the axes.

    Where an axis holds words, one for each of them.
    """
    return [_sentence(cliff) for cliff in _cliffs(results, [question])]


def steepest(results: Results) -> list[tuple[str, str, str]]:
    """Of all questions, a sentence each with its slug and its wording.first_look(), those whose variants are
    slower by the most."""
    found = _cliffs(results, results.plan.questions)
    slower = [cliff for cliff in found if cliff.comparison.verdict is Verdict.SLOWER]
    slower.sort(key=lambda cliff: wording.magnitude(cliff.comparison).value, reverse=True)
    steepest_of: dict[str, _Cliff] = {}
    for cliff in slower:
        steepest_of.setdefault(cliff.comparison.question, cliff)
    return [
        (slug, _sentence(cliff), wording.first_look([cliff.comparison]))
        for slug, cliff in list(steepest_of.items())[:MOST_FOUND]
    ]


def _cliffs(results: Results, questions: Sequence[Question]) -> list[_Cliff]:
    newest = _newest(results)
    cells = {result.cell: result for result in results.cells}
    largest = {question.slug: _largest(question) for question in questions}
    found = []
    for comparison in results.comparisons:
        if (
            comparison.kind is ComparisonKind.VARIANT
            and comparison.question in largest
            and (environment := newest.get(comparison.question)) is not None
            and comparison.environment == environment
            and all(largest[comparison.question].get(name, value) == value for name, value in comparison.axis)
        ):
            reference, variant = (
                _statements(cells, Cell(Case(comparison.question, name, comparison.axis), environment))
                for name in (comparison.baseline, comparison.candidate)
            )
            if reference is not None and variant is not None and reference != variant:
                found.append(_Cliff(comparison=comparison, reference=reference, variant=variant))
    return found


def _newest(results: Results) -> dict[str, str]:
    """The last environment of the plan that measured a cell of each question, by its slug."""
    rank = {environment.label: rank for rank, environment in enumerate(measured_environments(results))}
    newest: dict[str, str] = {}
    for result in results.cells:
        question, label = result.cell.case.question, result.cell.environment
        if (
            result.state is CellState.MEASURED
            and label in rank
            and rank[label] >= rank[newest.get(question, label)]
        ):
            newest[question] = label
    return newest


def _largest(question: Question) -> dict[str, AxisValue]:
    """The largest number of each axis that has numbers, of those at which cases were planned."""
    largest: dict[str, AxisValue] = {}
    for case in question.cases:
        for name, value in case.axis:
            if isinstance(value, int):
                largest[name] = max(largest.get(name, value), value)
    return largest


def _statements(cells: Mapping[Cell, CellResult], cell: Cell) -> Statements | None:
    """What the cell sends; None where that was not counted by kind."""
    found = cells.get(cell)
    if found is None or found.counters.queries is None:
        return None
    statements = dict(found.counters.statements)
    return statements if sum(statements.values()) == found.counters.queries else None


def _sentence(cliff: _Cliff) -> str:
    comparison, reference, variant = cliff.comparison, cliff.reference, cliff.variant
    if without_transactions(reference) != without_transactions(variant):
        reference, variant = without_transactions(reference), without_transactions(variant)
    at = f" at {units.point(comparison.axis)}" if comparison.axis else ""
    return (
        f"“{comparison.variant}” turns {in_words(reference)} of “{comparison.baseline}” into "
        f"{in_words(variant)}{at}, {_time(comparison)}."
    )


def _time(comparison: Comparison) -> str:
    if comparison.verdict is Verdict.SLOWER and comparison.ratio:
        if wording.is_wide(comparison.ratio):
            return f"and takes at least {units.times(comparison.ratio.low, 2)} as long"
        return f"and takes {wording.factor(comparison.ratio)} as long {wording.interval(comparison)}"
    if comparison.verdict is Verdict.FASTER:
        return f"and is {wording.change(comparison)} {wording.interval(comparison)}"
    if comparison.verdict is Verdict.SAME:
        return "in about the same time"
    return "and how long that takes is unclear"
