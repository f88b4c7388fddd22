"""Whether two plans measure the same thing, so that the forks of one may be added to the other's."""

from __future__ import annotations

from collections.abc import Iterator

from bench import units
from bench.model import ComparisonKind, Environment, Plan

COMMANDS = {ComparisonKind.VERSION: "compare", ComparisonKind.VARIANT: "run"}


def plan_difference(one: Plan, other: Plan) -> str | None:
    """What makes these two different measurements, the most telling thing first; None if nothing does.

    When, where, how long and in which random order was measured makes no difference: for where, see
    machine_difference.
    """
    return next(_differences(one, other), None)


def machine_difference(one: Plan, other: Plan) -> str | None:
    """In what the two machines differ: "the machines differ: cores 2 against 4"; None if in nothing."""
    return _of_facts("the machines differ: ", one.machine, other.machine)


def _differences(one: Plan, other: Plan) -> Iterator[str]:
    if one.kind is not other.kind:
        yield f"the commands differ: {COMMANDS[one.kind]} against {COMMANDS[other.kind]}"
    if one.environments != other.environments:
        yield f"the environments differ: {_of_environments(one.environments, other.environments)}"
    if one.questions != other.questions:
        yield f"the questions differ: {_of_questions(one, other)}"
    if one.margin != other.margin:
        yield f"the margins differ: {units.share(one.margin)} against {units.share(other.margin)}"
    if one.precision != other.precision:
        ours, theirs = units.share(one.precision), units.share(other.precision)
        yield f"the precisions differ: ±{ours} against ±{theirs}"
    if one.confidence != other.confidence:
        ours, theirs = units.share(one.confidence), units.share(other.confidence)
        yield f"the confidences differ: {ours} against {theirs}"
    if one.code != other.code:
        yield f"the measured code differs: {one.code[:8]} against {other.code[:8]}"
    if one.version != other.version:
        yield f"the versions of signalbench differ: {one.version} against {other.version}"


def _of_environments(ours: tuple[Environment, ...], theirs: tuple[Environment, ...]) -> str:
    labels = [environment.label for environment in ours if environment.twin_of is None]
    other_labels = [environment.label for environment in theirs if environment.twin_of is None]
    if labels != other_labels:
        return f"{', '.join(labels)} against {', '.join(other_labels)}"
    one, other = next((pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]), (None, None))
    if one is None or other is None:
        return "the baseline has a twin in one of them only"
    facts = ("Django", "Python", "database", "source", "commit")
    return (
        _of_facts(
            "",
            tuple((fact, str(getattr(one, fact.lower()) or "none")) for fact in facts) + one.details,
            tuple((fact, str(getattr(other, fact.lower()) or "none")) for fact in facts) + other.details,
        )
        or f"{one.label} against {other.label}"
    )


def _of_questions(one: Plan, other: Plan) -> str:
    ours = {question.slug: question for question in one.questions}
    theirs = {question.slug: question for question in other.questions}
    if apart := [slug for slug in {**ours, **theirs} if (slug in ours) != (slug in theirs)]:
        return f"only one of them has {', '.join(apart)}"
    for slug, question in ours.items():
        if question.source != theirs[slug].source:
            return f"the scenario of {slug} has changed"
        if set(question.cases) != set(theirs[slug].cases):
            return f"{slug} is measured in other cases"
    return "they are put in another way or order"


def _of_facts(
    heading: str, ours: tuple[tuple[str, str], ...], theirs: tuple[tuple[str, str], ...]
) -> str | None:
    mine, yours = dict(ours), dict(theirs)
    for name in {**mine, **yours}:
        if mine.get(name) != yours.get(name):
            return f"{heading}{name} {mine.get(name, 'unknown')} against {yours.get(name, 'unknown')}"
    return None
