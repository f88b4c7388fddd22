"""signalbench bisect: the first release of Django, or the first commit of a checkout, that changed a case."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.declared import require_names
from bench.cli.options import add_point, add_target, add_verbosity, seconds, share

if TYPE_CHECKING:
    from bench.lockstep.history import Candidate, History

DESCRIPTION = """\
Search the releases of Django, or the commits of a checkout, for the first one
that changed a case: by its counters (queries, calls, bytecodes), and where
these are equal by measuring in lockstep."""
EXAMPLES = """\
examples:
  signalbench bisect receivers/send --good 4.2 --bad 6.1
  signalbench bisect "senders/one per class" -k caching=on --good 5.2 --bad 6.1
  signalbench bisect receivers --checkout ~/django --good 5.2 --bad main
"""
DEFAULT_BUDGET_S = 60.0
DEFAULT_MARGIN = 0.05


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "bisect",
        help="the first Django release or commit that changed a case",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_target(parser, "target", nargs=None)
    good = parser.add_argument(
        "--good", required=True, metavar="DJANGO", help="where the search begins: 4.2, 5.2.19, or a commit"
    )
    bad = parser.add_argument(
        "--bad",
        required=True,
        metavar="DJANGO",
        help="where it is known, or feared, to be changed: 6.1, main",
    )
    checkout = parser.add_argument(
        "--checkout",
        type=Path,
        metavar="PATH",
        help="a git checkout of Django, whose commits --good and --bad are",
    )
    complete(good, completers.series)
    complete(bad, completers.series)
    complete(checkout, completers.folders)
    add_point(parser)
    parser.add_argument(
        "--python", metavar="X.Y", help="the interpreter to measure on (default: the newest that fits)"
    )
    parser.add_argument(
        "--budget",
        type=seconds,
        default=DEFAULT_BUDGET_S,
        metavar="TIME",
        help="how long each comparison takes (default: 60s)",
    )
    parser.add_argument(
        "--margin",
        type=share,
        default=DEFAULT_MARGIN,
        metavar="SHARE",
        help="the smallest change that matters (default: 5%%)",
    )
    parser.add_argument("--seed", type=int, metavar="N", help="of all random order (default: drawn)")
    parser.add_argument("--dry-run", action="store_true", help="print what would be searched, and stop")
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    require_names([arguments.target])
    from bench.cli.one_case import one_case, point
    from bench.cli.questions import questions_here

    chosen = one_case(
        questions_here(full=arguments.expression is not None), arguments.target, arguments.expression
    )

    if arguments.checkout is None:
        _require_releases(arguments)

    from bench.cli.bisecting import Bisecting, describe, listing, print_table
    from bench.cli.carrying_out import INTERRUPTED
    from bench.cli.console import WIDTH, announcer, invocation, say
    from bench.cli.laboratory import Laboratory

    announce = announcer(quiet=arguments.quiet)
    history = _history(arguments, announce)
    announce(describe(chosen, history, arguments.budget))
    if arguments.dry_run:
        say(listing(history), sys.stdout)
        return 0

    def again(good: Candidate, bad: Candidate) -> str:
        """The command that searches between these two."""
        options = {
            "-k": point(chosen.case.axis),
            "--good": good.ref,
            "--bad": bad.ref,
            "--checkout": str(arguments.checkout or ""),
            "--python": arguments.python or "",
            "--budget": f"{arguments.budget:g}s" if arguments.budget != DEFAULT_BUDGET_S else "",
            "--margin": f"{arguments.margin:g}" if arguments.margin != DEFAULT_MARGIN else "",
        }
        given = [word for option, value in options.items() if value for word in (option, value)]
        return shlex.join([invocation(), "bisect", f"{chosen.case.question}/{chosen.case.variant}", *given])

    laboratory = Laboratory(
        chosen=chosen,
        history=history,
        python=arguments.python,
        margin=arguments.margin,
        seed=arguments.seed,
        quiet=arguments.quiet,
        announce=announce,
    )
    bisecting = Bisecting(laboratory, arguments.budget, announce)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        found = bisecting.find()
    except KeyboardInterrupt:
        reached = bisecting.bracket
        known = (
            f"so far: changed after {reached.unchanged.title} and no later than {reached.changed.name}"
            if bisecting.steps
            else "no step was finished"
        )
        command = again(reached.unchanged, reached.changed)
        say(f"\nInterrupted; {known}. Go on with:\n  {command}", sys.stderr)
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, before)
    told = textwrap.fill(found, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
    say(told, sys.stdout)
    if not arguments.quiet:
        print()
        print_table(bisecting, laboratory)
    if bisecting.moves_again:
        changed = bisecting.bracket.changed
        announce(f"Counters move again after {changed.name}:\n  {again(changed, history.bad)}")
    return 0


def _require_releases(arguments: argparse.Namespace) -> None:
    from bench.errors import UsageError
    from bench.lockstep.django_specs import Checkout, Installed, parse

    for option, text in (("--good", arguments.good), ("--bad", arguments.bad)):
        if isinstance(parse(text), Checkout | Installed):
            raise UsageError(
                f"{option} {text} is no release; name one, such as 5.2, or search commits: "
                "--checkout PATH --good REF --bad REF"
            )


def _history(arguments: argparse.Namespace, announce: Callable[[str], None]) -> History:
    from bench.lockstep.choices import choose
    from bench.lockstep.environment_content import Packaged
    from bench.lockstep.history import Commits, Releases

    if arguments.checkout is not None:
        return Commits(arguments.checkout, arguments.good, arguments.bad)
    ends = choose([arguments.good, arguments.bad], python=arguments.python, announce=announce)
    good, bad = (end.content.version for end in ends if isinstance(end.content, Packaged))
    return Releases(good, bad)
