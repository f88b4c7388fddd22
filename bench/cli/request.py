"""What `run` and `compare` are asked for, refused where it is wrong before anything slow is begun."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cli.conclusion import Conclusion, conclusion_of
from bench.cli.selection import scope_of, select, with_floor
from bench.errors import UsageError

if TYPE_CHECKING:
    from bench.lockstep.databases import Database
    from bench.model import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """All that does not take an interpreter, a server or a package index to know."""

    conclusion: Conclusion
    questions: tuple[Question, ...]
    databases: Sequence[Database]


def request_of(arguments: argparse.Namespace, *, specs: Sequence[str], names: Sequence[str]) -> Request:
    """What the options of `add_measuring` ask for. specs: Djangos. names: QUESTION or QUESTION/VARIANT.

    Raises UsageError for what does not exist, fit or match.
    """
    from bench.lockstep.choices import check_specs
    from bench.lockstep.databases import parse_all

    conclusion = conclusion_of(arguments)
    databases = parse_all(arguments.db)
    check_specs(specs)
    check_folder(arguments.output)
    questions = wanted(arguments, names)
    conclusion.check(questions)
    return Request(conclusion=conclusion, questions=questions, databases=databases)


def wanted(arguments: argparse.Namespace, names: Sequence[str]) -> tuple[Question, ...]:
    """The questions with the cases to measure, the floor among them. Raises UsageError as select does."""
    from bench.cli.questions import questions_here

    scope = scope_of(names, arguments.expression, core=arguments.core, everything=arguments.everything)
    offered = questions_here(full=arguments.full)
    try:
        selected = select(offered, names, arguments.expression, quick=arguments.quick, scope=scope)
    except UsageError:
        if not arguments.full and _is_in(questions_here(full=True), names, arguments.expression):
            raise UsageError(
                f"-k {arguments.expression!r} asks for what takes very long; add --full to measure it"
            ) from None
        raise
    return with_floor(selected, offered)


def check_folder(output: Path | None) -> None:
    """Raises UsageError for what can be no folder of a run, or not be written."""
    if output is None:
        return
    there = next(path for path in (output, *output.absolute().parents) if path.exists())
    if not there.is_dir():
        raise UsageError(f"-o {output}: {there} is a file; name a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"-o {output}: {there} cannot be written; name another folder")


def _is_in(questions: Sequence[Question], names: Sequence[str], expression: str | None) -> bool:
    try:
        return bool(select(questions, names, expression, quick=False))
    except UsageError:
        return False
