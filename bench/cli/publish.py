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
        action="append",
        type=Path,
        default=[],
        metavar="RUN",
        help="a run that was measured again: only what it confirms and contradicts; may be repeated",
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
    """0. UsageError, before the study is written to, for a folder that is no run, a repetition that says
    nothing of the study, or a FILE without comments."""
    from bench import units
    from bench.cli.console import announcer, say, shown
    from bench.cli.reporting import build_report
    from bench.cli.stored_run import results_file
    from bench.errors import UsageError
    from bench.output_file import write_whole
    from bench.results.folder import RunFolder
    from bench.results.stored_results import read_results
    from bench.study.choosing import found
    from bench.study.front_page import front_page
    from bench.study.marked_block import block, with_block
    from bench.study.publishing import checksums, folders_named, publish_run, run_name
    from bench.study.repeating import pairs_with, summary_of
    from bench.study.repetitions import keep_repetition, read_repetition, read_repetitions, refuse_useless
    from bench.study.study import RESULTS, read_study, runs_of
    from bench.study.text.findings import findings_block

    announce = announcer(quiet=arguments.quiet)
    folders = [RunFolder(run) for run in arguments.runs]
    names = [run_name(folder.path) for folder in folders]
    if len(set(names)) < len(names):
        raise UsageError(f"two of the runs are called {max(names, key=names.count)!r}, and one would be lost")
    files = [results_file(run) for run in arguments.repeated]
    again = [read_repetition(file, run_name(file.parent)) for file in files]
    commands = [(folder.path, folder.plan().command) for folder in folders]
    for path, command in (*commands, *((each.results.path.parent, each.results.command) for each in again)):
        for place in folders_named(command):
            say(f"warning: what is published of {shown(path)} names {place}", sys.stderr)
    readme: Path | None = arguments.readme
    if readme is not None:
        block(_text(readme), FINDINGS)
    for folder in folders:
        announce(f"Building the report of {shown(folder.path)}.")
        build_report(folder)
    published = {
        **{run.name: run.results for run in runs_of(arguments.study)},
        **{name: read_results(folder.path / RESULTS) for name, folder in zip(names, folders, strict=True)},
    }
    if not published:
        raise UsageError(f"{arguments.study} has no run yet; name one to publish")
    replaced = {each.name for each in again}
    kept = [each for each in read_repetitions(arguments.study) if each.name not in replaced]
    refuse_useless(again, kept, [*published.values()])
    for each in again:  # before runs: one that is replaced may be the repetition of the new one
        announce(f"Kept as {shown(keep_repetition(arguments.study, each))}.")
    for folder in folders:
        announce(f"Published as {shown(publish_run(arguments.study, folder))}.")
    study = read_study(arguments.study)
    write_whole(study.folder / "JOURNALS", checksums(study))
    write_whole(study.folder / "README.md", front_page(study))
    findings = found(study)
    if readme is not None:
        seen_from = PurePosixPath(Path(os.path.relpath(study.folder, readme.parent)).as_posix())
        content = findings_block(study, findings, seen_from)
        write_whole(readme, with_block(_text(readme), FINDINGS, content))
    for finding in findings:
        say(f"{finding.candidate.title}: {finding.sentence}", sys.stdout)
    for each in again:
        say(f"{each.name}: {summary_of(pairs_with(published.values(), each.results))}", sys.stdout)
    counts = f"{units.plural(len(study.runs), 'run')}, {units.plural(len(findings), 'finding')}"
    say(f"{counts}: {shown(study.folder / 'README.md')}", sys.stdout)
    return 0


def _text(path: Path) -> str:
    from bench.errors import SignalbenchError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SignalbenchError(f"cannot read {path}: {error}") from error
