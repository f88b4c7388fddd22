"""signalbench report: the report again, from manifest and journal; or two older runs side by side."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.options import add_results, add_verbosity
from bench.errors import UsageError

if TYPE_CHECKING:
    from bench.cli.conclusion import Conclusion
    from bench.results.folder import RunFolder

EXAMPLES = """\
examples:
  signalbench report reports/local/latest
  signalbench report reports/local/latest --fail-on slower=10% --json
  signalbench report before after --markdown comment.md
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "report",
        help="the report again, from the files; of two runs, side by side",
        description="Rebuild results.json, page, figures and summary from manifest.json and\n"
        "journal.ndjson. Of two runs, print how the second differs from the first: they\n"
        "were not in lockstep, so no verdict is given, and their folders are left alone.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    runs = parser.add_argument(
        "runs", nargs="+", type=Path, metavar="RUN", help="a run's folder, such as reports/local/latest"
    )
    complete(runs, completers.runs)
    parser.set_defaults(handle=handle)
    add_verbosity(parser)
    add_results(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.cli.conclusion import conclusion_of
    from bench.results.folder import RunFolder

    folders = [RunFolder(run) for run in arguments.runs]
    conclusion = conclusion_of(arguments)
    if len(folders) > 2:
        raise UsageError(
            f"report takes one run, or two to set side by side, got {len(folders)}. "
            "To add up runs of the same plan: signalbench merge"
        )
    if len(folders) == 2:
        return _side_by_side(folders[0], folders[1], conclusion)
    conclusion.check(folders[0].plan().questions)

    from bench.cli.reporting import build_report

    return conclusion.draw(build_report(folders[0]), folders[0].path)


def _side_by_side(before: RunFolder, after: RunFolder, conclusion: Conclusion) -> int:
    outputs, gate = conclusion.outputs, conclusion.gate
    if outputs.json or outputs.csv or outputs.pytest_benchmark or gate.conditions or gate.unclear_fails:
        raise UsageError(
            "--json, --csv, --pytest-benchmark and --fail-on are for one run, as two were not in lockstep "
            "and have no verdicts; of two there is --markdown"
        )
    from bench.cli.unpaired import report_unpaired

    report_unpaired(before, after, outputs=outputs, quiet=conclusion.quiet)
    return 0
