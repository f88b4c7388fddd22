"""What an upgrade does to what is counted, in sentences: SQL queries and receiver calls, which are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.model import Comparison, ComparisonKind, Counters, Results
from bench.render.answers import at
from bench.render.effects import listed
from bench.render.table import main_comparisons
from bench.render.work import sides

_COUNTED = (("queries", "sends as many SQL queries"), ("receiver_calls", "calls as many receivers"))
_OTHERWISE = {"queries": "SQL queries", "receiver_calls": "receiver calls"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    comparison: Comparison
    before: int
    after: int


def counted_otherwise(results: Results) -> list[tuple[str | None, str]]:
    """For each candidate, what it counts otherwise than its baseline, with the question of the case that is
    named; and a sentence, about no question, on the candidates that count the same in as many cases.

    Empty where variants were compared, or where nothing was counted on both sides.
    """
    if results.plan.kind is not ComparisonKind.VERSION:
        return []
    told: list[tuple[str | None, str]] = []
    counters = {result.cell: result.counters for result in results.cells}
    for field, as_many in _COUNTED:
        pairs: dict[tuple[str, str], list[_Pair]] = {}
        for comparison in main_comparisons(results):
            before, after = (getattr(counters.get(cell, Counters()), field) for cell in sides(comparison))
            if before is not None and after is not None:
                pair = comparison.baseline, comparison.candidate
                pairs.setdefault(pair, []).append(_Pair(comparison=comparison, before=before, after=after))
        for sides_named, counted in pairs.items():
            if differing := [pair for pair in counted if pair.before != pair.after]:
                told.append(_otherwise(_OTHERWISE[field], sides_named, differing, len(counted)))
        alike = {
            sides_named: len(counted)
            for sides_named, counted in pairs.items()
            if all(pair.before == pair.after for pair in counted)
        }
        together: dict[tuple[str, int], list[str]] = {}
        for (baseline, candidate), number in alike.items():
            together.setdefault((baseline, number), []).append(candidate)
        for (baseline, number), candidates in together.items():
            every = "The only case" if number == 1 else f"Each of the {units.plural(number, 'case')}"
            told.append((None, f"{every} counted {as_many} in {listed(candidates)} as in {baseline}."))
    return told


def _otherwise(
    noun: str, named: tuple[str, str], differing: Sequence[_Pair], counted: int
) -> tuple[str, str]:
    most = max(differing, key=_factor)
    baseline, candidate = named
    case = f"“{most.comparison.variant}”{at(most.comparison.axis)}"
    which = "namely in" if len(differing) == 1 else "the most in"
    return (
        most.comparison.question,
        f"From {baseline} to {candidate} the number of {noun} differs in {units.integer(len(differing))} of "
        f"{units.plural(counted, 'case')}, {which} {case} ({most.comparison.question}): "
        f"{units.integer(most.before)} → {units.integer(most.after)}.",
    )


def _factor(pair: _Pair) -> float:
    low, high = sorted((pair.before, pair.after))
    return (high + 1) / (low + 1)
