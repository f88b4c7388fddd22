"""Results that hold just what a claim asks for, made up: each figure is what the test says, or 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from bench.claims.claim import Claim
from bench.claims.evidence import Evidence, django_version
from bench.model import (
    Case,
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Environment,
    Estimate,
    Verdict,
)
from bench.scenarios.catalogue import catalogue

Said = TypeVar("Said")
NOTHING: Mapping[tuple[str, ...], Any] = MappingProxyType({})
Ratios = Mapping[tuple[str, ...], float]
"""By variant and any of: an environment's label, points such as "rows=120"; the last that fits counts."""


def environment(django: str) -> Environment:
    return Environment(
        label=django,
        django=f"{django}.9",
        python="3.12.1",
        database="SQLite 3.45.1, in memory",
        source="PyPI",
    )


def about(value: float, spread: float = 1.02) -> Estimate:
    """A sharp interval, unless told otherwise."""
    return Estimate(value=value, low=value / spread, high=value * spread, confidence=0.95)


def evidence(
    claim: Claim,
    *,
    djangos: Sequence[str] = ("5.2",),
    ratios: Ratios = NOTHING,
    versions: Ratios = NOTHING,
    times: Ratios = NOTHING,
    counts: Mapping[tuple[str, ...], Counters] = NOTHING,
    spread: float = 1.02,
) -> Evidence:
    """ratios: variant ÷ its reference; versions: this Django ÷ the first; times: ns. All are 1 by default."""
    environments = [environment(django) for django in djangos]
    cells, comparisons = [], []
    for one in claim.cells:
        scenario = catalogue()[one.question]
        for where in environments:
            if django_version(where) < one.since:
                continue
            for axis in one.points():
                for variant in one.variants:
                    case = Case(one.question, variant, axis)
                    names = {variant, where.label, *(f"{name}={value}" for name, value in axis)}
                    cells.append(
                        CellResult(
                            cell=Cell(case, where.label),
                            state=CellState.MEASURED,
                            ns_per_op=about(_said(times, names, 1.0), spread),
                            counters=_said(counts, names, Counters()),
                        )
                    )
                    reference = scenario.variants[variant].reference
                    if reference is not None:
                        ratio = about(_said(ratios, names, 1.0), spread)
                        comparisons.append(_compared(case, reference, variant, ratio, where.label))
                    if where is not environments[0]:
                        ratio = about(_said(versions, names, 1.0), spread)
                        comparisons.append(_compared(case, djangos[0], where.label, ratio))
    return Evidence(environments, cells, comparisons)


def _said(by_names: Mapping[tuple[str, ...], Said], names: set[str], otherwise: Said) -> Said:
    fitting = [value for key, value in by_names.items() if names.issuperset(key)]
    return fitting[-1] if fitting else otherwise


def _compared(
    case: Case, baseline: str, candidate: str, ratio: Estimate, within: str | None = None
) -> Comparison:
    return Comparison(
        kind=ComparisonKind.VERSION if within is None else ComparisonKind.VARIANT,
        question=case.question,
        variant=case.variant,
        axis=case.axis,
        baseline=baseline,
        candidate=candidate,
        environment=within,
        ratio=ratio,
        verdict=Verdict.UNCLEAR,
        forks=8,
    )
