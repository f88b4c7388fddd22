"""signalbench merge: runs of the same plan on the same machine, added up to one."""

from __future__ import annotations

import argparse
import datetime
import shlex
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench.cli.options import add_verbosity

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
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="a run's folder; two or more")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", required=True, help="a folder that is new or empty"
    )
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench import units
    from bench.cli.reporting import build_report
    from bench.cli.terminal import print_results
    from bench.results.folder import RunFolder
    from bench.results.merging import merge

    sources = [RunFolder(run) for run in arguments.runs]
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
    results = build_report(merged)
    print_results(results, quiet=arguments.quiet)
    print(f"Report: {merged.path / 'index.html'}")
    return 0


def _say(line: str, *, quiet: bool) -> None:
    if not quiet:
        print(line, file=sys.stderr)
