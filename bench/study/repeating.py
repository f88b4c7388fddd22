"""Whether another run contradicts a study: slower against faster, or either of them against the same.

What is the same lies within a run's own margin, which its noise may widen: "1.07× slower" and "same within
10%" may both be true. So against the same it is a contradiction only where the two intervals lie apart.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench import units
from bench.claims.estimates import told
from bench.model import Comparison, ComparisonKind, Environment, Estimate, Verdict
from bench.results.stored_results import StoredResults
from bench.verdicts import DECIDED

Place = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One comparison, in the study and in the other run."""

    published: Comparison
    repeated: Comparison

    @property
    def contradicts(self) -> bool:
        """Whether both are decided, and cannot both be true."""
        verdicts = {self.published.verdict, self.repeated.verdict}
        if len(verdicts) < 2 or not verdicts.issubset(DECIDED):
            return False
        return Verdict.SAME not in verdicts or _apart(self.published.ratio, self.repeated.ratio)

    @property
    def confirms(self) -> bool:
        """Whether both are decided, and alike."""
        return self.published.verdict is self.repeated.verdict and self.published.verdict in DECIDED


def pairs(published: StoredResults, repeated: StoredResults) -> list[Pair]:
    """The comparisons that both have: of the same case, Djangos, Python and database."""
    again = by_place(repeated)
    return [
        Pair(published=comparison, repeated=again[place])
        for place, comparison in by_place(published).items()
        if place in again
    ]


def pairs_with(published: Iterable[StoredResults], repeated: StoredResults) -> list[Pair]:
    """The comparisons that a run has in common with any of these: with each that has it, a pair."""
    return [pair for results in published for pair in pairs(results, repeated)]


class Tally(NamedTuple):
    """How many comparisons were both published and measured again, and what became of them."""

    common: int
    confirmed: int
    contradicted: int
    untold: int


def tally(found: Sequence[Pair]) -> Tally:
    """Of a repetition's comparisons, each once, with whatever runs it has them in common."""
    published: dict[Comparison, list[Pair]] = {}
    for pair in found:
        published.setdefault(pair.repeated, []).append(pair)
    return tally_each(published.values())


def tally_each(comparisons: Collection[Sequence[Pair]]) -> Tally:
    """Each, with all its pairs: contradicted in one of them, else confirmed in one, else not to be told."""
    contradicted = sum(any(pair.contradicts for pair in found) for found in comparisons)
    decided = sum(any(pair.contradicts or pair.confirms for pair in found) for found in comparisons)
    return Tally(len(comparisons), decided - contradicted, contradicted, len(comparisons) - decided)


def is_same_run(published: StoredResults, repeated: StoredResults) -> bool:
    """Whether the two are one run, perhaps at two times of it: it would confirm itself."""
    if published.created is None:
        one, other = (
            dataclasses.replace(each, path=Path(), cells=(), forks=0) for each in (published, repeated)
        )
        return one == other  # of a repetition no cells are kept
    return (published.created, published.command) == (repeated.created, repeated.command)


def _apart(one: Estimate | None, other: Estimate | None) -> bool:
    return one is not None and other is not None and (one.high < other.low or other.high < one.low)


def by_place(results: StoredResults) -> dict[Place, Comparison]:
    """The comparisons that have a ratio, by what makes two runs' comparisons the same one."""
    environments = {each.label: each for each in results.environments}
    return {_place(each, environments): each for each in _with_ratio(results.comparisons)}


def _with_ratio(comparisons: Iterable[Comparison]) -> Iterable[Comparison]:
    return (each for each in comparisons if each.ratio is not None)


def _place(comparison: Comparison, environments: dict[str, Environment]) -> Place:
    case = comparison.question, comparison.variant, frozenset(comparison.axis)
    if comparison.kind is ComparisonKind.VERSION:
        sides = comparison.baseline, comparison.candidate
        return (*case, *(_identity(environments[side]) for side in sides))
    return (*case, comparison.baseline, _identity(environments[str(comparison.environment)]))


def _identity(environment: Environment) -> tuple[str, ...]:
    """A checkout without its commit would be two things under one name."""
    source = environment.source, environment.commit or ""
    return environment.django, environment.python, environment.database, *source


def contradiction(pair: Pair) -> str:
    """Both sides in a line."""
    one, other = pair.published, pair.repeated
    at = f" at {units.axis(one.axis)}" if one.axis else ""
    where = f" in {one.environment}" if one.environment else ""
    return (
        f"{one.question}/{one.variant}{at}{where}, {one.candidate} against {one.baseline}: published was "
        f"{one.verdict.value} {_told(one)}, now it is {other.verdict.value} {_told(other)}"
    )


def summary_of(found: Sequence[Pair]) -> str:
    """ "612 comparisons in common: 300 confirmed, 0 contradicted, 312 cannot be told." """
    common, confirmed, contradicted, untold = tally(found)
    return (
        f"{units.plural(common, 'comparison')} in common: {units.integer(confirmed)} confirmed, "
        f"{units.integer(contradicted)} contradicted, {units.integer(untold)} cannot be told."
    )


def _told(comparison: Comparison) -> str:
    return "" if comparison.ratio is None else told(comparison.ratio)
