"""Which cells a report divides by which, from the plan alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from packaging.version import Version

from bench.model import RELEASED, Case, Cell, ComparisonKind, Environment, Plan, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two cells that are timed in the same rounds: the candidate is divided by the baseline."""

    kind: ComparisonKind
    baseline: Cell
    candidate: Cell
    not_comparable: str | None = None
    """Why a ratio of the two would say nothing about Django or the variant."""


def pairs(plan: Plan) -> Iterator[Pair]:
    """Case by case: the baseline against the other versions, then the variant against its reference.

    On each database the first environment is the baseline; across databases nothing is compared. A twin takes
    part in neither; a plan of kind VARIANT has only the latter.
    """
    families = by_database(plan)
    measured = [environment for family in families for environment in family]
    for question in plan.questions:
        variants = {variant.name: variant for variant in question.variants}
        for case in question.cases:
            if plan.kind is ComparisonKind.VERSION:
                for baseline, *candidates in families:
                    for environment in candidates:
                        yield _versions(case, variants[case.variant].needs, baseline, environment)
            reference = variants[case.variant].reference
            if reference is not None:
                divisor = Case(case.question, reference, case.axis)
                for environment in measured:
                    yield Pair(
                        kind=ComparisonKind.VARIANT,
                        baseline=Cell(divisor, environment.label),
                        candidate=Cell(case, environment.label),
                    )


def neighbours(plan: Plan) -> Iterator[Pair]:
    """Case by case: on each database each release of Django against the release before it; what is no release
    against what stands before it in the plan.
    """
    steps = [step for family in by_database(plan) for step in _steps(family)]
    for question in plan.questions:
        variants = {variant.name: variant for variant in question.variants}
        for case in question.cases:
            for before, after in steps:
                yield _versions(case, variants[case.variant].needs, before, after)


def _steps(family: Sequence[Environment]) -> Iterator[tuple[Environment, Environment]]:
    releases = [each for each in family if each.source == RELEASED]
    yield from itertools.pairwise(sorted(releases, key=lambda each: Version(each.django)))
    yield from (pair for pair in itertools.pairwise(family) if pair[1].source != RELEASED)


def by_database(plan: Plan) -> list[list[Environment]]:
    """The environments without the twin, those on one database together, in the order of the plan.

    A library or server of another version is the same database: what that changes is said pair by pair.
    """
    families: dict[str, list[Environment]] = {}
    for environment in plan.environments:
        if environment.twin_of is None:
            families.setdefault(_without_version(environment.database), []).append(environment)
    return list(families.values())


def twin_pairs(plan: Plan, question: Question) -> Iterator[Pair]:
    """Each case of the question in a twin, against the environment that it is a copy of."""
    for twin in plan.environments:
        if twin.twin_of is not None:
            for case in question.cases:
                yield Pair(
                    kind=ComparisonKind.VERSION,
                    baseline=Cell(case, twin.twin_of),
                    candidate=Cell(case, twin.label),
                )


def _versions(case: Case, needs: Sequence[str], baseline: Environment, candidate: Environment) -> Pair:
    """needs: what the case is about beyond Django, which has to be of one version on both sides.

    So has the database's driver, for every case: Django before 4.2 takes psycopg2, and later ones psycopg 3.
    """
    reason = _libraries_apart(("driver", *needs), dict(baseline.details), dict(candidate.details))
    if _python_line(baseline.python) != _python_line(candidate.python):
        ours, theirs = _python_line(baseline.python), _python_line(candidate.python)
        reason = f"{' '.join(ours)} against {' '.join(theirs if ours[0] != theirs[0] else theirs[1:])}"
    elif baseline.database != candidate.database:
        reason = f"{baseline.database} against {candidate.database}"
    return Pair(
        kind=ComparisonKind.VERSION,
        baseline=Cell(case, baseline.label),
        candidate=Cell(case, candidate.label),
        not_comparable=reason,
    )


def _libraries_apart(needs: Sequence[str], ours: Mapping[str, str], theirs: Mapping[str, str]) -> str | None:
    return next(
        (f"{name} {ours[name]} against {theirs[name]}" for name in needs if _differ(ours, theirs, name)), None
    )


def _differ(ours: Mapping[str, str], theirs: Mapping[str, str], name: str) -> bool:
    return name in ours and name in theirs and ours[name] != theirs[name]


def _without_version(database: str) -> str:
    """ "SQLite, in memory" of "SQLite 3.45.1, in memory"."""
    return re.sub(r"^(\w+) [\d.]+", r"\1", database)


def _python_line(python: str) -> tuple[str, str]:
    """Implementation and minor version: ("Python", "3.12") of "3.12.1"; "PyPy 3.10.14" is no Python 3.10."""
    match = re.fullmatch(r"(?:(\S+) )?(\d+\.\d+)\S*(?: .*)?", python)
    if match is None:
        return "Python", python
    return match[1] or "Python", match[2]
