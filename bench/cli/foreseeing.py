"""What a run is going to measure, in words: for its first line, and all of it for --dry-run."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence

from bench import units
from bench.cli.measuring import default_budget_s, requirements
from bench.cli.request import Request
from bench.lockstep.environments import foresee
from bench.model import ComparisonKind, Question
from bench.results.folder import RunFolder


def what(kind: ComparisonKind, questions: Sequence[Question], families: Sequence[Sequence[str]]) -> str:
    """ "12 cases of 2 questions on Django 4.2 against 5.2". families: labels by database."""
    cases = sum(len(question.cases) for question in questions)
    djangos = " and ".join(_against(kind, labels) for labels in families)
    return f"{units.plural(cases, 'case')} of {units.plural(len(questions), 'question')} on Django {djangos}"


def foreseen(
    arguments: argparse.Namespace,
    request: Request,
    *,
    kind: ComparisonKind,
    specs: Sequence[str],
    announce: Callable[[str], None],
) -> Iterator[str]:
    """What would be measured, what would be made for it, and where, in lines. Nothing is made or started."""
    libraries = requirements(request.questions, request.databases)
    environments = foresee(
        specs,
        python=arguments.python,
        allow_mixed=arguments.allow_mixed,
        libraries=libraries,
        announce=announce,
    )
    budget_s = arguments.budget or default_budget_s(quick=arguments.quick, everything=arguments.everything)
    pythons = " and ".join(dict.fromkeys(each.python for each in environments))
    measured = what(kind, request.questions, [[each.label for each in environments]])
    yield f"Would measure {measured}, Python {pythons}: about {units.duration(budget_s)}."
    for question in request.questions:
        yield f"  {question.slug}: {units.plural(len(question.cases), 'case')}"
    yield f"On: {', '.join(database.label for database in request.databases)}"
    along = f" with {', '.join(libraries)}" if libraries else ""
    for title, python in dict.fromkeys((each.title, each.python) for each in environments if not each.kept):
        yield f"Would make: {title} on Python {python}{along}"
    if all(each.kept for each in environments):
        yield "Would make: nothing, all environments are kept from earlier runs"
    if arguments.output is not None and RunFolder(arguments.output).has_journal():
        forks = units.plural(RunFolder(arguments.output).history().forks, "fork")
        begun = "thrown away" if arguments.fresh else "gone on with, if its plan is the same"
        yield f"{arguments.output} holds {forks} already; they would be {begun}"


def _against(kind: ComparisonKind, labels: Sequence[str]) -> str:
    """In words, what is measured on one database."""
    if kind is ComparisonKind.VARIANT:
        return " and ".join(labels)
    return " against ".join(labels[:2]) + "".join(f" and {label}" for label in labels[2:])
