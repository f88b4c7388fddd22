"""signalbench: what Django signals cost, measured in lockstep."""

# PYTHON_ARGCOMPLETE_OK

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from bench.cli import (
    audit,
    bisect,
    claims,
    compare,
    completion,
    doctor,
    list_questions,
    merge,
    predict,
    profile,
    publish,
    recheck,
    report,
    run,
    trace,
)
from bench.cli.parser import Parser
from bench.errors import SignalbenchError

COMMANDS = (
    list_questions,
    doctor,
    run,
    compare,
    bisect,
    report,
    merge,
    predict,
    claims,
    publish,
    recheck,
    profile,
    audit,
    trace,
    completion,
)

EXAMPLES = """\
exit codes:
  0 fine; 1 a confirmed regression under --fail-on; 2 wrong use; 3 something
  failed; 4 undecided under --fail-on-unclear; 130 interrupted

examples:
  signalbench list
  signalbench run bulk-saves
  signalbench compare 4.2 5.2 --budget 5m
"""


class ShowVersion(argparse.Action):
    """Looks the version up only when asked: that takes longer than all the rest of the help."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version

        print(f"signalbench {version('signalbench')}")
        parser.exit()


def parser() -> Parser:
    """The whole command line."""
    made = Parser(
        prog="signalbench",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action=ShowVersion, nargs=0, help="show the version and exit")
    commands = made.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True, parser_class=Parser
    )
    for command in COMMANDS:
        command.add_to(commands)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 1 a confirmed regression under --fail-on and nothing
    else, 2 wrong use, 3 a failure, 4 undecided under --fail-on-unclear, 130 interrupted."""
    line = parser()
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(line)
    arguments = line.parse(sys.argv[1:] if argv is None else argv)
    color(arguments.color)
    try:
        code: int = arguments.handle(arguments)
        sys.stdout.flush()
    except SignalbenchError as error:
        return failed(str(error), error.exit_code, verbose=arguments.verbose)
    except BrokenPipeError:  # whoever read our output, such as head, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  or the flush at exit would fail too
        return 0
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except OSError as error:  # such as a full disk under standard output
        return failed(str(error.strerror or error), 3, verbose=arguments.verbose)
    except Exception as error:  # a defect of ours, but exit code 1 would call it a regression
        told = f"unexpected {type(error).__name__}: {error}; -v shows where"
        return failed(told, 3, verbose=arguments.verbose)
    return code


def failed(told: str, code: int, *, verbose: bool) -> int:
    """Say in one line what went wrong, after the traceback if wanted; the code."""
    from bench.render.inert import one_line

    if verbose:
        import traceback

        traceback.print_exc()
    print(f"error: {one_line(told)}", file=sys.stderr)
    return code


def color(when: str) -> None:
    """Put the choice where every console looks: https://no-color.org and https://force-color.org."""
    if when != "auto":
        wanted, other = ("FORCE_COLOR", "NO_COLOR") if when == "always" else ("NO_COLOR", "FORCE_COLOR")
        os.environ[wanted] = "1"
        os.environ.pop(other, None)


def entry_point() -> NoReturn:
    """What the installed command calls."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a mark less is no failure
    sys.exit(main())


if __name__ == "__main__":
    entry_point()
