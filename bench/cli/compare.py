"""signalbench compare: Djangos in lockstep, releases and checkouts alike."""

from __future__ import annotations

import argparse
from typing import Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.options import add_measuring, add_mixing

EXAMPLES = """\
examples:
  signalbench compare 4.2 5.2 6.1
  signalbench compare ~/django@main ~/django -k "receivers and send"
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
    specs = parser.add_argument(
        "specs",
        nargs="*",
        metavar="DJANGO",
        help="4.2 (newest 4.2.x), 5.2.19, 6.1rc1, newest, installed, a folder with a Django checkout, or "
        "FOLDER@REF: a commit, branch or tag of it; the same one twice is an A/A run "
        "(default: 4.2, 5.2 and the newest, as far as one interpreter here runs them)",
    )
    complete(specs, completers.djangos)
    parser.set_defaults(handle=handle)
    add_measuring(parser)
    add_mixing(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.cli.conclusion import conclusion_of

    conclusion = conclusion_of(arguments)

    from bench.cli.carrying_out import measure
    from bench.cli.console import announcer
    from bench.errors import UsageError
    from bench.lockstep.environments import default_specs
    from bench.model import ComparisonKind

    if len(arguments.specs) == 1:
        raise UsageError(
            f"compare needs two Djangos or more, got {arguments.specs[0]}. To measure one: signalbench run"
        )
    specs = arguments.specs or default_specs(
        python=arguments.python, announce=announcer(quiet=arguments.quiet)
    )
    return measure(arguments, conclusion, kind=ComparisonKind.VERSION, specs=specs, names=())
