"""Which cases a command measures: the named questions, narrowed by -k and by --quick."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from enum import Enum

from bench.cli.declared import require_questions, require_variant
from bench.cli.expression import matcher, meant
from bench.errors import UsageError
from bench.model import Case, Question

CORE = "core"
"""The group that is measured where nothing else is asked for."""
FLOOR = "floor"
"""The question that says what measuring itself adds; it goes with every selection."""


class Scope(Enum):
    """Among which questions to choose."""

    CORE = "core"
    ALL = "all"


def scope_of(names: Sequence[str], expression: str | None, *, core: bool, everything: bool) -> Scope:
    """The core, unless all is asked for, or something that may lie outside: a question, or words to find.

    UsageError for --all beside names.
    """
    if everything and names:
        raise UsageError(f"--all measures every question; leave it out to measure {', '.join(names)}")
    anywhere = everything or bool(names) or expression is not None
    return Scope.CORE if core or not anywhere else Scope.ALL


def select(
    questions: Sequence[Question],
    names: Sequence[str],
    expression: str | None,
    *,
    quick: bool,
    scope: Scope = Scope.ALL,
) -> tuple[Question, ...]:
    """The questions with only the cases that are wanted; those that keep none are left out.

    names: QUESTION or QUESTION/VARIANT. A case whose variant is compared keeps its reference too. Raises
    UsageError for an unknown name, an expression that cannot be read, and when nothing is left.
    """
    named = _named(questions, names)
    every = [case for question in questions for case in question.cases]
    matches = matcher(expression, every) if expression else lambda case: True
    chosen = [
        question
        for question in questions
        if (not names or question.slug in named) and (scope is Scope.ALL or question.group == CORE)
    ]

    def wanted(case: Case) -> bool:
        variants = named.get(case.question)
        return matches(case) and (not variants or case.variant in variants)

    selected = _narrowed(chosen, wanted, quick=quick)
    if selected:
        return selected
    if _narrowed(chosen, wanted, quick=False):
        hint = " --quick leaves out the largest value of each axis."
    elif any(map(wanted, every)):
        hint = " Leave --core out to look elsewhere."
    else:
        hint = meant(expression or "", every)
    what = f"-k {expression!r} matches no case" if expression else "there is no such case"
    where = " of the core" if scope is Scope.CORE else ""
    raise UsageError(f"{what}{where}.{hint} See: signalbench list")


def with_floor(selected: tuple[Question, ...], offered: Sequence[Question]) -> tuple[Question, ...]:
    """The selected questions, and the floor first where it is not among them."""
    if any(question.slug == FLOOR for question in selected):
        return selected
    return (*(question for question in offered if question.slug == FLOOR), *selected)


def _named(questions: Sequence[Question], names: Sequence[str]) -> dict[str, set[str]]:
    """The variants that are named of each question that is; none stand for all of them."""
    known = {question.slug: [variant.name for variant in question.variants] for question in questions}
    named: dict[str, set[str]] = {}
    whole = set()
    for slug, slash, variant in (name.partition("/") for name in names):
        require_questions([slug], known)
        named.setdefault(slug, set())
        if slash:
            require_variant(slug, variant, known[slug])
            named[slug].add(variant)
        else:
            whole.add(slug)
    return {slug: set() if slug in whole else variants for slug, variants in named.items()}


def _narrowed(
    questions: Sequence[Question], wanted: Callable[[Case], bool], *, quick: bool
) -> tuple[Question, ...]:
    narrowed = (_narrow(question, wanted, quick=quick) for question in questions)
    return tuple(question for question in narrowed if question.cases)


def _narrow(question: Question, matches: Callable[[Case], bool], *, quick: bool) -> Question:
    largest = {
        name: max(numbers)
        for name, values in question.axes
        if quick and len(numbers := [value for value in values if isinstance(value, int)]) > 2
    }
    wanted = [
        case
        for case in question.cases
        if matches(case) and not any(largest.get(name) == value for name, value in case.axis)
    ]
    reference = {variant.name: variant.reference for variant in question.variants}
    kept = set(wanted) | {
        Case(case.question, name, case.axis) for case in wanted if (name := reference[case.variant])
    }
    return dataclasses.replace(question, cases=tuple(case for case in question.cases if case in kept))
