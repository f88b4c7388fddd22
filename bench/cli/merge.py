"""signalbench merge: runs of the same plan on the same machine, added up to one."""

from __future__ import annotations

import argparse
import datetime
import shlex
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.options import add_results, add_verbosity

EXAMPLES = """\
examples:
  signalbench merge monday tuesday -o both
  signalbench merge runs/* -o runs/all
  signalbench merge both wednesday -o three -q
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "merge",
        help="runs of the same plan, added up to one",
        description="Add up runs of the same plan on the same machine: their forks become those of\n"
        "one run, which has its report built. The runs themselves are left as they are.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    runs = parser.add_argument(
        "runs", nargs="+", type=Path, metavar="RUN", help="a run's folder; two or more"
    )
    complete(runs, completers.runs)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", required=True, help="a folder that is new or empty"
    )
    parser.set_defaults(handle=handle)
    add_verbosity(parser)
    add_results(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench import units
    from bench.cli.conclusion import conclusion_of
    from bench.cli.reporting import build_report
    from bench.cli.request import check_folder
    from bench.results.folder import RunFolder
    from bench.results.merging import merge

    sources = [RunFolder(run) for run in arguments.runs]
    conclusion = conclusion_of(arguments)
    check_folder(arguments.output)
    conclusion.check(sources[0].plan().questions)
    merged = merge(
        sources,
        arguments.output,
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        command=shlex.join(["signalbench", *sys.argv[1:]]),
    )
    history = merged.history()
    _say(
        f"Merged {len(sources)} runs: {units.integer(history.forks)} forks, "
        f"{units.duration(history.elapsed_s)} of measuring.",
        quiet=arguments.quiet,
    )
    for seed, runs in Counter(source.plan().seed for source in sources).items():
        if runs > 1:
            _say(
                f"warning: {runs} of the runs were drawn with the same --seed {seed}, so their forks have "
                "the same hash seeds and orders, and vary less than those of other runs would.",
                quiet=False,
            )
    return conclusion.draw(build_report(merged), merged.path)


def _say(line: str, *, quiet: bool) -> None:
    from bench.cli.console import say

    if not quiet:
        say(line, sys.stderr)
