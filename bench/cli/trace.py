"""signalbench trace: what receivers do while a command of a user's own project runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bench.cli.audit import add_project
from bench.cli.options import add_verbosity

EXAMPLES = """\
examples:
  signalbench trace --settings mysite.settings -- import_orders today.csv
  signalbench trace --json trace.json -- pytest tests/shop
  signalbench trace --without-signal post_init -- python scripts/nightly.py
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "trace",
        help="a command of your project: each receiver's calls, time and SQL queries",
        description="Run a management command, a script, python -m MODULE or pytest in your project's\n"
        "own Python, and say what its signals' receivers did: calls, time, SQL queries,\n"
        "exceptions, nested sends, bulk operations that sent none. The command's output\n"
        "and exit code are its own; the report goes to standard error.\n"
        "A management command needs the settings; the others name their own, or are\n"
        "started with those that --settings names.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_project(parser)
    parser.add_argument(
        "--json",
        nargs="?",
        const="-",
        metavar="FILE",
        help="as JSON, into a file; without one, as one line after the command's own standard output and a\n"
        "line break, since that may end without one",
    )
    for option, text in (("--signal", "trace only"), ("--without-signal", "leave out")):
        parser.add_argument(
            option,
            action="append",
            default=[],
            metavar="NAME",
            help=f"{text} this signal: post_save, or shop.signals.paid; may be repeated",
        )
    parser.takes_late_words = False
    parser.add_argument("traced", nargs="+", metavar="COMMAND", help="what to run, after --")
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    """The command's own exit code. Raises UsageError and SignalbenchError for what cannot begin."""
    import json
    import os
    import sys

    from bench.audit.project_folder import find_interpreter, find_project, find_settings
    from bench.audit.trace_record import read_trace
    from bench.audit.trace_report import trace_report
    from bench.audit.traced_command import run_traced, starts_itself
    from bench.output_file import check_writable, write

    project = find_project(arguments.project.expanduser())
    settings = arguments.settings
    if not settings and not starts_itself(arguments.traced):
        settings = find_settings(project, os.environ)
    file = Path(arguments.json) if arguments.json not in (None, "-") else None
    if file is not None:
        check_writable(file)
    named = arguments.python and arguments.python.expanduser().absolute()
    record, code = run_traced(
        named or find_interpreter(project, os.environ),
        arguments.traced,
        project=project,
        settings=settings,
        only=arguments.signal,
        without=arguments.without_signal,
    )
    if record is None:
        print(
            "signalbench: nothing to report: the command was killed, or left by os._exit()", file=sys.stderr
        )
        return code
    if arguments.json == "-":
        print(f"\n{json.dumps(record, ensure_ascii=False)}")
    print(f"\n{trace_report(read_trace(record), short=arguments.quiet)}", file=sys.stderr)
    if file is not None:
        write(file, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    return code
