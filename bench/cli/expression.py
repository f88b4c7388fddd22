"""What -k means: words, names and points of axes, combined by and, or, not and brackets.

A word is looked for in question and variant, or is a whole value of an axis; QUESTION/VARIANT is one variant,
and rows=10 one point of an axis, no more. A name that holds spaces or brackets, as "bulk-saves/save()", is
known as one; in quotes anything is a whole name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence

from bench.cli.did_you_mean import did_you_mean
from bench.errors import UsageError
from bench.model import Case

OPERATORS = ("and", "or", "not")
MOST_VALUES = 12
_PARTS = (ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Subscript, ast.Constant, ast.Name, ast.Load)


def matcher(expression: str, cases: Sequence[Case]) -> Callable[[Case], bool]:
    """Whether a case is meant. cases: all that there are. UsageError for what cannot be read."""
    words: list[str] = []

    def placeholder(match: re.Match[str]) -> str:
        if match[0] in OPERATORS:
            return match[0]
        words.append(match[0].lower())
        return f"w[{len(words) - 1}]"

    text = " ".join(expression.split())
    try:
        tree = ast.parse(_words_of(cases).sub(placeholder, text), mode="eval").body
    except SyntaxError:
        raise _unreadable(expression, cases) from None
    if any(not isinstance(node, _PARTS) for node in ast.walk(tree)):
        raise _unreadable(expression, cases)

    def holds(node: ast.expr, case: Case) -> bool:
        if isinstance(node, ast.BoolOp):
            combine = all if isinstance(node.op, ast.And) else any
            return combine(holds(value, case) for value in node.values)
        if isinstance(node, ast.UnaryOp):
            return not holds(node.operand, case)
        assert isinstance(node, ast.Subscript)
        assert isinstance(node.slice, ast.Constant)
        return _found(words[int(str(node.slice.value))], case)

    return lambda case: holds(tree, case)


def meant(expression: str, cases: Sequence[Case]) -> str:
    """Why an expression finds nothing, or what its first unknown word may be; with a space before it."""
    for word in (match[0].lower() for match in _words_of(cases).finditer(" ".join(expression.split()))):
        if word in OPERATORS or any(_found(word, case) for case in cases):
            continue
        return _nearest(word.strip('"'), cases)
    return " No case has all of that at once."


def _nearest(word: str, cases: Sequence[Case]) -> str:
    axis, equals, _ = word.partition("=")
    values = list(dict.fromkeys(str(value) for case in cases for name, value in case.axis if name == axis))
    if equals and values:
        more = " …" if len(values) > MOST_VALUES else ""
        return f" {axis} can be {', '.join(sorted(values, key=_by_size)[:MOST_VALUES])}{more}."
    if equals:
        return did_you_mean(word, (f"{name}={value}" for case in cases for name, value in case.axis))
    if "/" in word:
        return did_you_mean(word, (_name(case) for case in cases))
    parts = {part for case in cases for part in re.findall(r"[^\s(),]+", f"{case.question} {case.variant}")}
    return did_you_mean(word, parts | {str(value) for case in cases for _, value in case.axis})


def _by_size(value: str) -> tuple[int, str]:
    return (int(value), "") if value.isdecimal() else (0, value)


def _found(word: str, case: Case) -> bool:
    """word: one that _words_of finds; only a name that is known holds a space or a bracket."""
    if word.startswith('"') or _is_several(word):
        return word.strip('"') in _names(case)
    if "=" in word or "/" in word:
        return word in _names(case)
    return word in f"{case.question} {case.variant}".lower() or word in _values(case)


def _name(case: Case) -> str:
    return f"{case.question}/{case.variant}"


def _values(case: Case) -> set[str]:
    return {str(value).lower() for _, value in case.axis}


def _names(case: Case) -> set[str]:
    """All whole names that the case goes by, in lower case."""
    points = {f"{name}={value}".lower() for name, value in case.axis}
    return {case.question, _name(case).lower(), case.variant.lower(), *points, *_values(case)}


def _words_of(cases: Iterable[Case]) -> re.Pattern[str]:
    """What a word is: something in quotes, a name that is known, or all up to a space or a bracket."""
    names = {name for case in cases for name in _names(case) if _is_several(name) and not _is_combined(name)}
    known = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    alone = rf"(?<![^\s(])(?:{known})(?=[\s)]|$)|" if known else ""
    return re.compile(rf'"[^"]*"|{alone}[^\s()]+', re.IGNORECASE)


def _is_several(name: str) -> bool:
    return re.search(r"[\s()]", name) is not None


def _is_combined(name: str) -> bool:
    """Whether a name without its question reads as an expression: "pre_save and post_save" is two words."""
    return "/" not in name and "(" not in name and bool(set(OPERATORS) & set(name.split()))


def _unreadable(expression: str, cases: Sequence[Case]) -> UsageError:
    hint = did_you_mean(expression, {_name(case) for case in cases}) if "/" in expression else ""
    return UsageError(
        f"-k {expression!r} cannot be read.{hint} Write e.g. 'receivers and not robust', or a name in "
        "quotes: '\"delete/no receiver\"'"
    )
