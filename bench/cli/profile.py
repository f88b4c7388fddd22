"""signalbench profile: where the time of a question's operation goes."""

from __future__ import annotations

import argparse
import signal
from pathlib import Path
from typing import Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.declared import require_names
from bench.cli.options import add_point, add_target, add_verbosity, seconds

DESCRIPTION = """\
Run a scenario's own operation under pyinstrument, and say whose code the time
goes to: the dispatcher's, the receivers', the ORM's, the database driver's.
With two variants, or two Djangos, say what differs, the largest first."""
EXAMPLES = """\
examples:
  signalbench profile receivers/send -k receivers=10
  signalbench profile "senders/this sender, miss" --django 4.2 6.1
  signalbench profile "bulk-saves/save()" "bulk-saves/1 post_save receiver"
"""
DEFAULT_SECONDS = 20.0


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "profile",
        help="where the time goes, under pyinstrument",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_target(parser, "targets", nargs="+")
    add_point(parser)
    django = parser.add_argument(
        "--django",
        nargs="+",
        action="extend",
        metavar="SPEC",
        help="as for compare (default: the newest that runs here); name it after the questions",
    )
    complete(django, completers.djangos)
    parser.add_argument(
        "--python", metavar="X.Y", help="the interpreter to profile on (default: the newest that fits)"
    )
    database = parser.add_argument(
        "--db",
        default="sqlite",
        metavar="DATABASE",
        help="sqlite (in memory, the default), sqlite-file, postgres (embedded), or a URL",
    )
    complete(database, completers.databases)
    parser.add_argument(
        "--seconds",
        type=seconds,
        default=DEFAULT_SECONDS,
        metavar="TIME",
        help="how long each variant is sampled on each Django (default: 20s)",
    )
    folder = parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="a run's folder, whose page shows it then, or any other folder (default: a new folder)",
    )
    complete(folder, completers.runs)
    parser.add_argument("--json", action="store_true", help="print attribution.json instead of the table")
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    """Raises UsageError for what does not exist, SignalbenchError for what cannot be profiled."""
    from bench.cli.request import check_folder

    require_names(arguments.targets)
    check_folder(arguments.output)

    from bench.cli.console import announcer
    from bench.cli.profile_table import next_commands, print_profile
    from bench.cli.profiling import profile
    from bench.results.profiles_json import profile_to_text

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        found, folder = profile(
            arguments.targets,
            expression=arguments.expression,
            specs=arguments.django or ["newest"],
            python=arguments.python,
            database=arguments.db,
            seconds=arguments.seconds,
            output=arguments.output,
            quiet=arguments.quiet,
            announce=announcer(quiet=arguments.quiet),
        )
    finally:
        signal.signal(signal.SIGTERM, before)
    if arguments.json:
        print(profile_to_text(found), end="")
        return 0
    print_profile(found, quiet=arguments.quiet)
    print("\n".join(next_commands(found, folder, quiet=arguments.quiet)))
    return 0
