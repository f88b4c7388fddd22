"""Which cases a command measures: the named questions, narrowed by -k and by --quick."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Callable, Sequence
from enum import Enum

from bench.cli.declared import require_questions
from bench.cli.did_you_mean import did_you_mean
from bench.errors import UsageError
from bench.model import Case, Question

CORE = "core"
"""The group that is measured where nothing else is asked for."""


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

    A case whose variant is compared keeps its reference too. Raises UsageError for an unknown question,
    an expression that cannot be read, and when nothing is left.
    """
    require_questions(names, [question.slug for question in questions])
    matches = _matcher(expression) if expression else lambda case: True
    narrowed = (
        _narrow(question, matches, quick=quick)
        for question in questions
        if (not names or question.slug in names) and (scope is Scope.ALL or question.group == CORE)
    )
    selected = tuple(question for question in narrowed if question.cases)
    if not selected:
        where = " of the core" if scope is Scope.CORE else ""
        what = f"-k {expression!r} matches no case{where}" if expression else "--core leaves no question"
        raise UsageError(f"{what}.{_meant(questions, expression or '')} See: signalbench list")
    return selected


def _meant(questions: Sequence[Question], expression: str) -> str:
    """What the first word of the expression may stand for that is in no name; see did_you_mean."""
    names = [f"{case.question} {case.variant}".lower() for each in questions for case in each.cases]
    points = {
        f"{name}={value}".lower() for each in questions for name, values in each.axes for value in values
    }
    words = {word for name in names for word in re.findall(r"[^\s()]+", name)}
    for word in re.findall(r"[^\s()]+", expression):
        if "=" in word:
            if word.lower() not in points:
                return did_you_mean(word, points)
        elif word not in ("and", "or", "not") and not any(word.lower() in name for name in names):
            return did_you_mean(word, words)
    return ""


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


def _matcher(expression: str) -> Callable[[Case], bool]:
    """Words are looked for in question and variant; rows=10 is one point of an axis, no more.

    In quotes stands a whole "question", "question/variant", or an axis with a value such as
    "operation=add new".
    and, or, not and brackets combine them.
    """
    words: list[str] = []

    def placeholder(match: re.Match[str]) -> str:
        if match[0] in ("and", "or", "not"):
            return match[0]
        words.append(match[0].lower())
        return f"w[{len(words) - 1}]"

    code = re.sub(r'"[^"]*"|[^\s()]+', placeholder, " ".join(expression.split()))
    try:
        tree = ast.parse(code, mode="eval").body
    except SyntaxError:
        raise UsageError(f"-k {expression!r} cannot be read; write e.g. 'receivers and not robust'") from None

    def holds(node: ast.expr, case: Case) -> bool:
        if isinstance(node, ast.BoolOp):
            combine = all if isinstance(node.op, ast.And) else any
            return combine(holds(value, case) for value in node.values)
        if isinstance(node, ast.UnaryOp):
            return not holds(node.operand, case)
        assert isinstance(node, ast.Subscript)
        assert isinstance(node.slice, ast.Constant)
        return _found(words[int(str(node.slice.value))], case)

    if any(not isinstance(node, _PARTS) for node in ast.walk(tree)):
        raise UsageError(f"-k {expression!r} cannot be read; write e.g. 'receivers and not robust'")
    return lambda case: holds(tree, case)


_PARTS = (ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Subscript, ast.Constant, ast.Name, ast.Load)


def _found(word: str, case: Case) -> bool:
    quoted = word.startswith('"')
    word = word.strip('"')
    points = {f"{name}={value}".lower() for name, value in case.axis}
    if quoted:
        return word in {case.question, f"{case.question}/{case.variant}".lower(), *points}
    if "=" in word:
        return word in points
    return word in f"{case.question} {case.variant}".lower()
