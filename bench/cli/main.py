"""signalbench: what Django signals cost, measured in lockstep."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import NoReturn

from bench.cli import bisect, claims, compare, doctor, list_questions, merge, predict, report, run
from bench.errors import SignalbenchError

COMMANDS = (list_questions, doctor, run, compare, bisect, report, merge, predict, claims)

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
        if unknown := re.match(r"unrecognized arguments: (\S+)", message):
            options = {option for parser in self._all() for option in parser._option_string_actions}
            hint = _suggestion(unknown[1], options, "{}")
        elif unknown := re.match(r"argument COMMAND: (invalid choice: '(.*?)')", message):
            message = unknown[1]
            hint = _suggestion(unknown[2], [command for each in self._commands() for command in each], "{!r}")
        self.exit(2, f"error: {message}.{hint} See: {self.prog} --help\n")

    def _commands(self) -> list[dict[str, Parser]]:
        return [action.choices for action in self._actions if isinstance(action, argparse._SubParsersAction)]

    def _all(self) -> list[Parser]:
        """This parser and those of its commands; only the first hears of an option that none knows."""
        return [self, *(parser for commands in self._commands() for parser in commands.values())]


def _suggestion(wrong: str, known: Iterable[str], form: str) -> str:
    close = difflib.get_close_matches(wrong, list(known), 1)
    return f" Did you mean {form.format(close[0])}?" if close else ""


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
    except BrokenPipeError:  # whoever read our output, such as head, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  or the flush at exit would fail too
        return 0
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except OSError as error:  # such as a full disk under standard output
        print(f"error: {error.strerror or error}", file=sys.stderr)
        return 3
    except Exception as error:  # a defect of ours, but exit code 1 would call it a regression
        if arguments.verbose:
            traceback.print_exc()
        print(f"error: unexpected {type(error).__name__}: {error}; -v shows where", file=sys.stderr)
        return 3
    return code


def entry_point() -> NoReturn:
    """What the installed command calls."""
    sys.exit(main())


if __name__ == "__main__":
    entry_point()
