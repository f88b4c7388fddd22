"""signalbench recheck: does another run contradict a published study?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.options import add_verbosity

EXAMPLES = """\
examples:
  signalbench recheck reports/django-3.2-to-6.1 reports/local/latest
  signalbench recheck reports/django-3.2-to-6.1 monday tuesday -q
  signalbench recheck reports/local/first reports/local/second
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "recheck",
        help="whether a run contradicts a published study",
        description="Compare a run's verdicts with those of a study, or of another run: slower\n"
        "against faster, or either of them against the same with intervals that lie\n"
        "apart, is a contradiction. Exit code 1 if there is any; 3 if the two have no\n"
        "comparison in common, or none that both decide.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    study = parser.add_argument("study", type=Path, metavar="STUDY", help="a study's folder, or a run's")
    runs = parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="a run's folder")
    complete(study, completers.folders)
    complete(runs, completers.runs)
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    """0 or 1. SignalbenchError for what cannot be read, and where nothing can be told; UsageError for a run
    that is in the study."""
    from bench.cli.console import say
    from bench.errors import SignalbenchError, UsageError
    from bench.study.repeating import contradiction, is_same_run, pairs_with, summary_of

    published = _published(arguments.study)
    contradicted = False
    for run in arguments.runs:
        repeated = _results(run)
        if any(is_same_run(results, repeated) for results in published):
            raise UsageError(f"{run} is the run that {arguments.study} was made of; measure it once more")
        found = pairs_with(published, repeated)
        if not found:
            raise SignalbenchError(
                f"{run} and {arguments.study} have no comparison in common: other Djangos, Python, database "
                "or questions"
            )
        for pair in found:
            if pair.contradicts:
                contradicted = True
                say(contradiction(pair), sys.stdout)
        if not any(pair.contradicts or pair.confirms for pair in found):
            raise SignalbenchError(f"{run}: {summary_of(found)} Measure longer, with --budget")
        say(f"{run}: {summary_of(found)}", sys.stdout)
    return 1 if contradicted else 0


def _published(folder: Path) -> list[Any]:
    from bench.study.study import RESULTS, read_study

    if (folder / RESULTS).exists():
        return [_results(folder)]
    return [run.results for run in read_study(folder).runs]


def _results(run: Path) -> Any:
    from bench.cli.stored_run import results_file
    from bench.results.stored_results import read_results

    return read_results(results_file(run))
