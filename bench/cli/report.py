"""signalbench report: the report again, from manifest and journal; or two older runs side by side."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.cli.options import add_verbosity

if TYPE_CHECKING:
    from bench.results.folder import RunFolder

EXAMPLES = """\
examples:
  signalbench report reports/local/latest
  signalbench report before after
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
    parser.add_argument(
        "runs", nargs="+", type=Path, metavar="RUN", help="a run's folder, such as reports/local/latest"
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="of two runs: all of it, as Markdown")
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.errors import UsageError
    from bench.results.folder import RunFolder

    folders = [RunFolder(run) for run in arguments.runs]
    if len(folders) > 2:
        raise UsageError(
            f"report takes one run, or two to set side by side, got {len(folders)}. "
            "To add up runs of the same plan: signalbench merge"
        )
    if len(folders) == 2:
        from bench.cli.unpaired import report_unpaired

        report_unpaired(*folders, markdown=arguments.markdown, quiet=arguments.quiet)
        return 0
    if arguments.markdown is not None:
        raise UsageError(f"--markdown goes with two runs; that of one is {folders[0].path / 'summary.md'}")
    return _report(folders[0], quiet=arguments.quiet)


def _report(folder: RunFolder, *, quiet: bool) -> int:
    from bench.cli.reporting import build_report
    from bench.cli.terminal import print_results

    results = build_report(folder)
    print_results(results, quiet=quiet)
    print(f"Report: {folder.path / 'index.html'}")
    return 0
