"""What results hold of the cells that a claim asks for. Whatever is missing is named, never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench import units
from bench.claims.claim import Cells
from bench.claims.estimates import quotient
from bench.errors import SignalbenchError
from bench.model import (
    Axis,
    AxisValue,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Environment,
    Estimate,
)

Point = frozenset[tuple[str, AxisValue]]


class NoDataError(SignalbenchError):
    """A cell that a claim needs, or a Django that it is about, is missing; the text names it."""


class Evidence:
    """Cells and comparisons by name, whatever results they come from; twins have no say."""

    def __init__(
        self,
        environments: Iterable[Environment],
        cells: Iterable[CellResult],
        comparisons: Iterable[Comparison],
    ) -> None:
        self.environments = sorted((e for e in environments if e.twin_of is None), key=django_version)
        """The oldest Django first."""
        self._cells = {
            (each.cell.environment, case.question, case.variant, _point(case.axis)): each
            for each in cells
            for case in (each.cell.case,)
        }
        self._variants: dict[tuple[str, str, str, Point], Comparison] = {}
        self._versions: dict[tuple[str, str, str, Point], dict[str, Comparison]] = {}
        """By baseline: of two comparisons with one, the first counts."""
        for each in comparisons:
            spot = each.question, each.variant, _point(each.axis)
            if each.kind is ComparisonKind.VERSION:
                self._versions.setdefault((each.candidate, *spot), {}).setdefault(each.baseline, each)
            else:
                self._variants[(str(each.environment), *spot)] = each

    def across(self, release: tuple[int, int]) -> Sequence[Environment]:
        """The newest Django before the release and the oldest from it on, in pairs, one for each database.

        NoDataError where there is no such pair.
        """
        pairs: list[Environment] = []
        for database in dict.fromkeys(each.database for each in self.environments):
            family = [each for each in self.environments if each.database == database]
            before = [each for each in family if django_version(each) < release]
            after = [each for each in family if django_version(each) >= release]
            if before and after:
                pairs += (before[-1], after[0])
        if not pairs:
            name = ".".join(map(str, release))
            raise NoDataError(f"it takes a Django before {name} and one from {name} on, on one database")
        return pairs

    def require(self, wanted: Sequence[Cells], environments: Sequence[Environment]) -> None:
        """NoDataError for the first cell that is not in the results, and where no Django can have any."""
        spots = [(spot, one.variants) for one in wanted for spot in self.spots(one, environments)]
        if not spots:
            oldest = ".".join(map(str, min(one.since for one in wanted)))
            raise NoDataError(f"it takes Django {oldest} or newer, and there is none")
        for spot, variants in spots:
            for variant in variants:
                spot.cell(variant)

    def spots(self, wanted: Cells, environments: Sequence[Environment] | None = None) -> Iterator[Spot]:
        """Every point of the cells in every environment that can have them, the oldest Django first."""
        for environment in self.environments if environments is None else environments:
            if django_version(environment) >= wanted.since:
                for axis in wanted.points():
                    yield Spot(evidence=self, environment=environment, question=wanted.question, axis=axis)

    def cell(self, environment: str, question: str, variant: str, axis: Axis) -> CellResult:
        """NoDataError for one that is not there or was not measured."""
        found = self._cells.get((environment, question, variant, _point(axis)))
        if found is None or found.state is not CellState.MEASURED:
            reason = "is not in these results" if found is None else f"is {found.state.value}: {found.reason}"
            raise NoDataError(f"{_named(environment, question, variant, axis)} {reason}")
        return found

    def against_reference(self, environment: str, question: str, variant: str, axis: Axis) -> Comparison:
        """The variant divided by its reference. NoDataError where there is no ratio."""
        return _with_ratio(
            self._variants.get((environment, question, variant, _point(axis))),
            _named(environment, question, variant, axis),
        )

    def between(
        self, before: Environment, after: Environment, question: str, variant: str, axis: Axis
    ) -> Estimate:
        """Time in the later environment / time in the earlier. NoDataError where that was not compared.

        Where the two were not divided by each other, it is made of their ratios to one baseline.
        """
        later = self._compared(after, question, variant, axis)
        name = _named(after.label, question, variant, axis)
        if before.label in later:
            return _ratio(_with_ratio(later[before.label], name))
        earlier = self._compared(before, question, variant, axis)
        common = next((baseline for baseline in later if baseline in earlier), None)
        if common is None:
            raise NoDataError(f"{before.label} and {after.label} were compared with different baselines")
        below = _with_ratio(earlier[common], _named(before.label, question, variant, axis))
        return quotient(_ratio(_with_ratio(later[common], name)), _ratio(below), jointly=True)

    def _compared(
        self, environment: Environment, question: str, variant: str, axis: Axis
    ) -> dict[str, Comparison]:
        found = self._versions.get((environment.label, question, variant, _point(axis)))
        if found is None:
            name = _named(environment.label, question, variant, axis)
            raise NoDataError(f"{name} is compared with nothing in these results")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One question at one point of its axes in one environment."""

    evidence: Evidence
    environment: Environment
    question: str
    axis: Axis

    @property
    def label(self) -> str:
        """The point of the axes: "rows 1,000, commit atomic"; empty without axes."""
        return units.axis(self.axis)

    def cell(self, variant: str) -> CellResult:
        """Raises NoDataError."""
        return self.evidence.cell(self.environment.label, self.question, variant, self.axis)

    def count(self, counter: str, variant: str) -> int:
        """A counter, by its name in model.Counters. NoDataError where it was not counted."""
        value: int | None = getattr(self.cell(variant).counters, counter)
        if value is None:
            name = _named(self.environment.label, self.question, variant, self.axis)
            raise NoDataError(f"{name} has no count of {counter.replace('_', ' ')}")
        return value

    def time(self, variant: str) -> Estimate:
        """Nanoseconds for one operation, whose interval holds by itself. Raises NoDataError."""
        result = self.cell(variant)
        if result.ns_per_op is None:
            name = _named(self.environment.label, self.question, variant, self.axis)
            raise NoDataError(f"{name} has no time: {result.reason}")
        return result.ns_per_op

    def ratio(self, variant: str, to: str) -> Estimate:
        """Time of the variant / time of the other. NoDataError where they share no reference.

        Of two variants with the same reference it is the quotient of their ratios.
        """
        environment = self.environment.label
        above = self.evidence.against_reference(environment, self.question, variant, self.axis)
        if above.baseline == to:
            return _ratio(above)
        below = self.evidence.against_reference(environment, self.question, to, self.axis)
        if above.baseline != below.baseline:
            raise NoDataError(f"{self.question}: {variant!r} and {to!r} are divided by different references")
        return quotient(_ratio(above), _ratio(below), jointly=True)


def django_version(environment: Environment) -> tuple[int, int]:
    """(5, 2) of "5.2.19", "5.2rc1" and "5.2.dev20260101"."""
    match = re.match(r"(\d+)\.(\d+)", environment.django)
    if match is None:
        raise NoDataError(f"Django {environment.django!r} is no version that can be put in order")
    return int(match[1]), int(match[2])


def _point(axis: Axis) -> Point:
    return frozenset(axis)


def _named(environment: str, question: str, variant: str, axis: Axis) -> str:
    at = " and ".join(f"{name}={value}" for name, value in axis)
    return f"{question}/{variant}{f' at {at}' if at else ''} in {environment}"


def _with_ratio(comparison: Comparison | None, name: str) -> Comparison:
    if comparison is None:
        raise NoDataError(f"{name} is compared with nothing in these results")
    if comparison.ratio is None:
        raise NoDataError(f"{name} has no ratio: {comparison.reason or comparison.verdict.value}")
    return comparison


def _ratio(comparison: Comparison) -> Estimate:
    assert comparison.ratio is not None  # or _with_ratio() had raised
    return comparison.ratio
