"""signalbench list: the questions by group, their variants and axes, and what each answers."""

from __future__ import annotations

import argparse
import itertools
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.console import columns
from bench.cli.declared import require_names
from bench.cli.options import add_verbosity

if TYPE_CHECKING:
    from bench.model import Question

GROUPS = {
    "core": "The core: measured when no question is named",
    "dispatcher": "The dispatcher",
    "models": "Models",
    "requests": "Requests and the world outside",
}
MOST_COLUMNS = 80
EXAMPLES = """\
examples:
  signalbench list
  signalbench list delete m2m
  signalbench list --quiet
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "list",
        help="questions, variants, axes, what each answers",
        description="List the questions by group, with their variants and points.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    questions = parser.add_argument(
        "questions", nargs="*", metavar="QUESTION[/VARIANT]", help="only these (default: all)"
    )
    complete(questions, completers.questions)
    parser.add_argument("--full", action="store_true", help="with the values that take very long")
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.cli.questions import questions_here
    from bench.cli.selection import select

    require_names(arguments.questions)
    offered = questions_here(full=arguments.full)
    questions = select(offered, arguments.questions, None, quick=False)
    for group, members in itertools.groupby(questions, key=lambda question: question.group):
        print(f"{GROUPS.get(group, group)}\n")
        for question in members:
            print("\n".join(_quietly(question) if arguments.quiet else _at_length(question)))
        if arguments.quiet:
            print()
    return 0


def _quietly(question: Question) -> list[str]:
    return [f"{question.slug}  {question.sentence}"]


def _at_length(question: Question) -> list[str]:
    axes = "; ".join(f"{name} {' '.join(map(str, values))}" for name, values in question.axes)
    needed = sorted({name for variant in question.variants for name in variant.needs})
    facts = [
        f"variants: {'; '.join(variant.name for variant in question.variants)}",
        f"axes: {axes or 'none'}; {len(question.cases)} cases",
        *([f"needs, where it is used: {', '.join(needed)}"] if needed else []),
    ]
    paragraphs = [*question.about.splitlines(), *facts]
    return [*_quietly(question), *(line for text in paragraphs for line in _wrapped(text)), ""]


def _wrapped(text: str) -> list[str]:
    width = min(MOST_COLUMNS, columns(sys.stdout))
    return textwrap.wrap(
        text, width, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False
    )
