"""signalbench run: one Django, signals against their alternatives."""

from __future__ import annotations

import argparse
from typing import Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.declared import require_names
from bench.cli.options import add_measuring

EXAMPLES = """\
examples:
  signalbench run
  signalbench run bulk-saves senders --budget 5m
  signalbench run --django 4.2 -k "send and not robust"
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "run",
        help="one environment: signals against their alternatives",
        description="Measure one Django: each variant of a question against its reference.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    questions = parser.add_argument(
        "questions", nargs="*", metavar="QUESTION[/VARIANT]", help="see signalbench list (default: the core)"
    )
    complete(questions, completers.cases)
    django = parser.add_argument(
        "--django", metavar="SPEC", help="as for compare (default: the newest that runs here)"
    )
    complete(django, completers.djangos)
    parser.set_defaults(handle=handle)
    add_measuring(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.cli.request import request_of

    require_names(arguments.questions)
    specs = [arguments.django or "newest"]
    request = request_of(arguments, specs=specs, names=arguments.questions)

    from bench.cli.carrying_out import measure
    from bench.model import ComparisonKind

    return measure(arguments, request, kind=ComparisonKind.VARIANT, specs=specs)
