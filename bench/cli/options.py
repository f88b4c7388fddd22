"""Options that several commands share, and the conversions of their values."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NamedTuple

from bench.cli import completers
from bench.cli.did_you_mean import did_you_mean

UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0}


def seconds(text: str) -> float:
    """A duration: "90", "90s", "3m", "1.5h"."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smh]?)", text.strip())
    if not match or float(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no duration; write 90s, 3m or 1h")
    return float(match[1]) * UNITS_S[match[2] or "s"]


def seed(text: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"-?\d+", text.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is no seed; write a whole number, such as 1")
    return int(text)


def share(text: str) -> float:
    """A share: "5%" or "0.05"."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", text.strip())
    value = float(match[1]) / (100 if match[2] else 1) if match else 0.0
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share between 0 and 1; write 5% or 0.05")
    return value


class Condition(NamedTuple):
    """What --fail-on asks: whether anything, or anything of a question, is slower by more than a share.

    No dataclass: --help should not have to wait for `inspect`.
    """

    question: str | None = None
    share: float | None = None
    """None: the threshold of pyproject.toml, or the margin."""


def condition(text: str) -> Condition:
    """ "slower", "slower=5%", "slower:QUESTION" or "slower:QUESTION=5%"."""
    match = re.fullmatch(r"([^:=]*)(?::([^=]*))?(?:=(.*))?", text)
    if match is None or match[1] != "slower" or match[2] == "":
        hint = did_you_mean(match[1], ["slower"]) if match and match[1] != "slower" else ""
        raise argparse.ArgumentTypeError(
            f"{text!r} is no condition.{hint or ' It can be slower, slower:QUESTION or slower:QUESTION=5%'}"
        )
    return Condition(question=match[2], share=None if match[3] is None else share(match[3]))


def add_verbosity(parser: argparse.ArgumentParser) -> None:
    """-q, -v and --color."""
    parser.add_argument("-q", "--quiet", action="store_true", help="print results and errors only")
    parser.add_argument("-v", "--verbose", action="store_true", help="print tracebacks with errors")
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="auto (on a terminal, and as NO_COLOR says), always or never",
    )


def add_target(parser: argparse.ArgumentParser, name: str, *, nargs: str | None) -> None:
    """QUESTION[/VARIANT], under that name."""
    target = parser.add_argument(
        name,
        nargs=nargs,
        metavar="QUESTION[/VARIANT]",
        help="see signalbench list (default: the first variant that is compared)",
    )
    completers.complete(target, completers.cases)


def add_point(parser: argparse.ArgumentParser) -> None:
    """-k, where it narrows one question down to one case."""
    expression = parser.add_argument(
        "-k",
        metavar="EXPR",
        dest="expression",
        help="the point of the axes, such as receivers=10 (default: a middle one)",
    )
    completers.complete(expression, completers.words)


def add_results(parser: argparse.ArgumentParser) -> None:
    """What becomes of a run's results: outputs.outputs_of and gate.gate_of read these."""
    group = parser.add_argument_group("results")
    for form, what in (
        ("json", "as results.json"),
        ("markdown", "for a pull request: findings, changes, the rest folded"),
        ("csv", "a line for each case in each environment"),
    ):
        group.add_argument(
            f"--{form}", nargs="?", const="-", metavar="FILE", help=f"{what}; without FILE on standard output"
        )
    folder = group.add_argument(
        "--pytest-benchmark",
        type=Path,
        metavar="DIR",
        help="a file for each environment, for pytest-benchmark compare",
    )
    completers.complete(folder, completers.folders)
    failing = group.add_argument(
        "--fail-on",
        action="append",
        default=[],
        type=condition,
        metavar="slower[:QUESTION[=5%]]",
        help="exit with 1 if anything is surely slower by more than this (default: as pyproject.toml says, "
        "or the margin); may be repeated",
    )
    completers.complete(failing, completers.conditions)
    group.add_argument(
        "--fail-on-unclear", action="store_true", help="exit with 4 if it cannot be told whether anything is"
    )


def add_measuring(parser: argparse.ArgumentParser) -> None:
    """The options of every command that measures."""
    expression = parser.add_argument(
        "-k",
        metavar="EXPR",
        dest="expression",
        help="only cases that match, as in pytest: 'send and not robust'; also receivers/send, receivers=10 "
        "or atomic",
    )
    completers.complete(expression, completers.words)
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument(
        "--core", action="store_true", help="only the core questions (default without names and -k)"
    )
    scope.add_argument(
        "--all", action="store_true", dest="everything", help="every question, in 12 minutes by default"
    )
    parser.add_argument(
        "--python", metavar="X.Y", help="the interpreter to measure on (default: the newest that fits)"
    )
    database = parser.add_argument(
        "--db",
        action="append",
        default=[],
        metavar="DATABASE",
        help="sqlite (in memory, the default), sqlite-file, postgres (embedded), or a URL; may be repeated",
    )
    completers.complete(database, completers.databases)
    parser.add_argument(
        "--budget", type=seconds, metavar="TIME", help="how long to measure, such as 10m (default: 3m)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="one minute, and without the largest value of each axis"
    )
    parser.add_argument("--full", action="store_true", help="with the values that take very long")
    parser.add_argument(
        "--margin",
        type=share,
        default=0.05,
        metavar="SHARE",
        help="the smallest change that matters (default: 5%%)",
    )
    parser.add_argument(
        "--precision",
        type=share,
        metavar="SHARE",
        help="stop measuring what is decided to within this (default: a fifth of the margin; with --all the "
        "margin)",
    )
    parser.add_argument(
        "--instructions",
        action="store_true",
        help="also count machine instructions; needs valgrind, and takes seconds for each case",
    )
    parser.add_argument("--seed", type=seed, metavar="N", help="of all random order (default: drawn)")
    folder = parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="the run's folder; one that holds this run is gone on with",
    )
    completers.complete(folder, completers.runs)
    parser.add_argument("--fresh", action="store_true", help="begin anew in a folder that holds a run")
    parser.add_argument("--dry-run", action="store_true", help="say what would be measured, and stop")
    parser.set_defaults(allow_mixed=False)
    add_verbosity(parser)
    add_results(parser)


def add_mixing(parser: argparse.ArgumentParser) -> None:
    """The option of those commands that measure several Djangos."""
    parser.add_argument(
        "--allow-mixed",
        action="store_true",
        help="where no one Python runs all Djangos, give each its own: then only counters compare",
    )
