"""signalbench: what Django signals cost, measured in lockstep."""

from __future__ import annotations

import argparse
import difflib
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from bench.cli import compare, list_questions, report, run
from bench.errors import SignalbenchError

COMMANDS = (list_questions, run, compare, report)

EXAMPLES = """\
examples:
  signalbench list
  signalbench run bulk-saves
  signalbench compare 4.2 5.2 --budget 5m
"""


class Parser(argparse.ArgumentParser):
    """Errors are one line that names the problem and the way out."""

    def error(self, message: str) -> NoReturn:
        hint = ""
        if message.startswith("unrecognized arguments: "):
            wrong = message.removeprefix("unrecognized arguments: ").split()[0]
            options = [option for action in self._actions for option in action.option_strings]
            close = difflib.get_close_matches(wrong, options, 1)
            hint = f" Did you mean {close[0]}?" if close else ""
        self.exit(2, f"error: {message}.{hint} See: {self.prog} --help\n")


def parser() -> Parser:
    """The whole command line."""
    made = Parser(
        prog="signalbench",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    for command in COMMANDS:
        command.add_to(commands)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 2 wrong use, 3 a failure, 130 interrupted."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.handle(arguments)
    except SignalbenchError as error:
        if arguments.verbose:
            traceback.print_exc()
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    return code


def entry_point() -> NoReturn:
    """What the installed command calls."""
    sys.exit(main())
