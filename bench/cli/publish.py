"""signalbench publish: runs into a study that is kept in the repository, and what is written of them."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path, PurePosixPath
from typing import Any

from bench.cli import completers
from bench.cli.completers import complete
from bench.cli.options import add_verbosity

EXAMPLES = """\
examples:
  signalbench publish reports/django-3.2-to-6.1 runs/catalogue runs/claims
  signalbench publish reports/django-3.2-to-6.1 --readme README.md
  signalbench publish reports/django-3.2-to-6.1 --repeated runs/again
"""
FINDINGS = "findings"
"""What the comments in the other README are called."""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "publish",
        help="runs into a study: report, findings, steps, README",
        description="Build each run's report again, copy it into the study's folder under the run's\n"
        "name, and write the study's README.md: findings, what changed from release to\n"
        "release, claims, figures, each with its command. Without a RUN, that again.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    study = parser.add_argument("study", type=Path, metavar="STUDY", help="the study's folder")
    runs = parser.add_argument("runs", nargs="*", type=Path, metavar="RUN", help="a run's folder")
    complete(study, completers.folders)
    complete(runs, completers.runs)
    again = parser.add_argument(
        "--repeated",
        nargs="+",
        type=Path,
        default=[],
        metavar="RUN",
        help="runs that were measured again: only what they confirm and contradict",
    )
    complete(again, completers.runs)
    parser.add_argument(
        "--readme",
        type=Path,
        metavar="FILE",
        help=f"also the findings, between its lines <!-- {FINDINGS} --> and <!-- end of {FINDINGS} -->",
    )
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def handle(arguments: argparse.Namespace) -> int:
    """0. UsageError, before anything is written, for a folder that is no run or a FILE without comments."""
    from bench import units
    from bench.cli.console import announcer, say, shown
    from bench.cli.reporting import build_report
    from bench.cli.stored_run import results_file
    from bench.output_file import write_whole
    from bench.results.folder import RunFolder
    from bench.study.choosing import found
    from bench.study.front_page import front_page
    from bench.study.marked_block import block, with_block
    from bench.study.publishing import checksums, folders_named, publish_run, run_name
    from bench.study.repetitions import publish_repetition
    from bench.study.study import read_study
    from bench.study.text.findings import findings_block

    announce = announcer(quiet=arguments.quiet)
    folders = [RunFolder(run) for run in arguments.runs]
    for folder in folders:
        for place in folders_named(folder.plan().command):
            say(f"warning: what is published of {shown(folder.path)} names {place}", sys.stderr)
    readme: Path | None = arguments.readme
    if readme is not None:
        block(_text(readme), FINDINGS)
    for folder in folders:
        announce(f"Building the report of {shown(folder.path)}.")
        build_report(folder)
        announce(f"Published as {shown(publish_run(arguments.study, folder))}.")
    study = read_study(arguments.study)
    for repeated in arguments.repeated:
        results = results_file(repeated)
        name = run_name(results.parent)
        published = [run.results for run in study.runs]
        announce(f"Kept as {shown(publish_repetition(study.folder, results, name, published))}.")
    study = read_study(arguments.study)
    write_whole(study.folder / "JOURNALS", checksums(study))
    write_whole(study.folder / "README.md", front_page(study))
    findings = found(study)
    if readme is not None:
        seen_from = PurePosixPath(Path(os.path.relpath(study.folder, readme.parent)).as_posix())
        content = findings_block(study, findings, seen_from)
        write_whole(readme, with_block(_text(readme), FINDINGS, content))
    for each in findings:
        say(f"{each.candidate.title}: {each.sentence}", sys.stdout)
    counts = f"{units.plural(len(study.runs), 'run')}, {units.plural(len(findings), 'finding')}"
    say(f"{counts}: {shown(study.folder / 'README.md')}", sys.stdout)
    return 0


def _text(path: Path) -> str:
    from bench.errors import SignalbenchError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SignalbenchError(f"cannot read {path}: {error}") from error
