"""signalbench compare: Djangos in lockstep, releases and checkouts alike."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.declared import declared, require_names
from bench.cli.did_you_mean import did_you_mean
from bench.cli.options import add_measuring, add_mixing
from bench.errors import UsageError

DJANGOS = ("newest", "installed")
"""The names of Djangos that are words."""

EXAMPLES = """\
examples:
  signalbench compare 4.2 5.2 6.1
  signalbench compare ~/django@main ~/django receivers/send
  signalbench compare 5.2 5.2 --budget 5m -o reports/local/mine
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "compare",
        help="Django versions, in lockstep",
        description="Measure Djangos in lockstep and say what changed since the first of them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words = parser.add_argument(
        "words",
        nargs="*",
        metavar="DJANGO",
        help="4.2 (newest 4.2.x), 5.2.19, 6.1rc1, newest, installed, a folder with a Django checkout, or "
        "FOLDER@REF: a commit, branch or tag of it; the same one twice is an A/A run "
        "(default: 4.2, 5.2 and the newest, as far as one interpreter here runs them); a QUESTION[/VARIANT] "
        "among them is measured instead of the core",
    )
    complete(words, completers.djangos_and_questions)
    parser.set_defaults(handle=handle)
    add_measuring(parser)
    add_mixing(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.cli.request import request_of

    djangos, names = told_apart(arguments.words)
    require_names(names)
    if len(djangos) == 1:
        raise UsageError(
            f"compare needs two Djangos or more, got {djangos[0]}. To measure one: signalbench run"
        )
    request = request_of(arguments, specs=djangos, names=names)

    from bench.cli.carrying_out import measure
    from bench.cli.console import announcer
    from bench.lockstep.choices import default_specs
    from bench.model import ComparisonKind

    announce = announcer(quiet=arguments.quiet)
    specs = djangos or default_specs(python=arguments.python, announce=announce)
    return measure(arguments, request, kind=ComparisonKind.VERSION, specs=specs)


def told_apart(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Djangos, and questions: QUESTION or QUESTION/VARIANT, where no file or folder has that name.

    Raises UsageError for a word that is nothing of that.
    """
    questions = [word for word in words if word.partition("/")[0] in declared() and not _is_path(word)]
    djangos = [word for word in words if word not in questions]
    for word in djangos:
        if word[:1].isalpha() and "@" not in word and not _is_path(word) and word not in DJANGOS:
            hint = did_you_mean(word, [*declared(), *DJANGOS])
            raise UsageError(f"{word!r} is no Django and no question.{hint} See: signalbench list")
    return djangos, questions


def _is_path(word: str) -> bool:
    return "/" in word and Path(word).exists()
