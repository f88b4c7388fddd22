"""Which environment of one run is which of another, and what keeps their figures from being compared."""

from __future__ import annotations

from bench.model import Environment, Plan

PYTHON = ("implementation", "build", "compiler", "build_options", "debug_build")
"""The details of an environment that belong to its Python; the others are libraries that go with Django."""

Match = tuple[Environment, Environment]


def matched(before: Plan, after: Plan) -> list[Match]:
    """By label; where each run has a single environment, these, whatever their labels.

    The twins of matched environments come last.
    """
    ours, theirs = ([e for e in plan.environments if e.twin_of is None] for plan in (before, after))
    by_label = {environment.label: environment for environment in theirs}
    if len(ours) == len(theirs) == 1:
        found = [(ours[0], theirs[0])]
    else:
        found = [(mine, by_label[mine.label]) for mine in ours if mine.label in by_label]
    labels = {(mine.label, yours.label) for mine, yours in found}
    twins = [
        (mine, yours)
        for mine in before.environments
        for yours in after.environments
        if mine.twin_of is not None and (mine.twin_of, yours.twin_of) in labels
    ]
    return found + twins


def runs_apart(before: Plan, after: Plan) -> str | None:
    """Why no time of the one run can be compared with any of the other; None if nothing is known."""
    ours, theirs = dict(before.machine), dict(after.machine)
    for name in {**ours, **theirs}:
        if ours.get(name) != theirs.get(name):
            return f"other machine: {name} {ours.get(name, 'unknown')} against {theirs.get(name, 'unknown')}"
    return None if before.code == after.code else "the measured code differs"


def environments_apart(before: Environment, after: Environment) -> str | None:
    """Why times in these two cannot be compared, though the machine is the same; None if nothing is known."""
    if before.python != after.python:
        return f"Python {before.python} against {after.python}"
    if before.database != after.database:
        return f"{before.database} against {after.database}"
    ours, theirs = dict(before.details), dict(after.details)
    for name in PYTHON:
        if ours.get(name) != theirs.get(name):
            told = f"{ours.get(name, 'unknown')} against {theirs.get(name, 'unknown')}"
            return f"another build of Python: {name.replace('_', ' ')} {told}"
    return None


def count_alike(before: Environment, after: Environment) -> bool:
    """Whether counters of the same scenario mean the same in both: implementation and minor version agree."""
    return _python_line(before) == _python_line(after)


def _python_line(environment: Environment) -> tuple[str | None, str]:
    return dict(environment.details).get("implementation"), environment.python.rpartition(".")[0]
