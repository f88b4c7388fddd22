"""signalbench report: the report again, from the manifest and the journal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bench.cli.options import add_verbosity


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "report",
        help="the report again, from the files",
        description="Rebuild results.json, page, figures and summary from manifest.json and journal.ndjson.",
    )
    parser.add_argument("run", type=Path, metavar="RUN", help="a run's folder, such as reports/local/latest")
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    from bench.cli.reporting import build_report
    from bench.cli.terminal import print_results
    from bench.results.folder import RunFolder

    folder = RunFolder(arguments.run)
    results = build_report(folder)
    print_results(results, quiet=arguments.quiet)
    print(f"Report: {folder.path / 'index.html'}")
    return 0
