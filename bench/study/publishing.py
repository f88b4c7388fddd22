"""A run's report, environment and checksum into a study's folder."""

from __future__ import annotations

import gzip
import hashlib
import re
import shlex
import shutil
from pathlib import Path

from bench.analysis.analyse import steps
from bench.errors import SignalbenchError, UsageError
from bench.output_file import write_whole
from bench.results.folder import JOURNAL, RunFolder
from bench.study.addition import Addition, StoredJournal, addition_to_text
from bench.study.repetitions import FOLDER
from bench.study.study import ADDITION, RESULTS, Study

LARGEST_JOURNAL = 5_000_000
"""In bytes: a larger one stays out of the study, which tells its checksum."""
KEPT = ("manifest.json", RESULTS, "index.html", "summary.md")


def publish_run(study: Path, run: RunFolder) -> Path:
    """Copy the run's report as it is, under the run's name; a run of that name is replaced. The new folder.

    Raises UsageError for a folder that is no run or has no report, SignalbenchError where something cannot be
    read or written.
    """
    plan = run.plan()
    missing = [name for name in (*KEPT, JOURNAL) if not (run.path / name).is_file()]
    if missing:
        raise UsageError(f"{run.path} has no {missing[0]}; build it with: signalbench report {run.path}")
    name = run_name(run.path)
    published = study / name
    if published.resolve() == run.path.resolve():
        raise UsageError(f"{run.path} lies in the study already; name the run that it was published from")
    history = run.history()
    journal = (run.path / JOURNAL).read_bytes()
    addition = Addition(
        version=plan.version,
        margin=plan.margin,
        confidence=plan.confidence,
        elapsed_s=history.elapsed_s,
        journal=StoredJournal(
            sha256=hashlib.sha256(journal).hexdigest(),
            bytes=len(journal),
            kept=len(journal) <= LARGEST_JOURNAL,
        ),
        steps=steps(plan, history.slices, history.outcomes, looks=history.looks),
    )
    try:
        if published.exists():
            shutil.rmtree(published)
        published.mkdir(parents=True)
        for source in (*(run.path / kept for kept in KEPT), *sorted(run.path.glob("*.png"))):
            shutil.copyfile(source, published / source.name)
        if addition.journal.kept:
            write_whole(published / f"{JOURNAL}.gz", gzip.compress(journal, mtime=0))
        write_whole(published / ADDITION, addition_to_text(addition))
    except OSError as error:
        raise SignalbenchError(f"cannot write {published}: {error.strerror}") from error
    return published


def run_name(folder: Path) -> str:
    """What a run is called in a study: as its folder. Raises UsageError for what can be no such name."""
    name = folder.resolve().name
    if not re.fullmatch(r"\w[\w.-]*", name):
        raise UsageError(f"{name!r} can be no run's name in a study: letters, digits, '.', '_' and '-' only")
    if name == FOLDER:
        raise UsageError(f"no run of a study can be called {FOLDER!r}: its repetitions are kept there")
    return name


def folders_named(command: str) -> list[str]:
    """Words of a command that name a place on this machine, which a published page would tell everyone."""
    return [word for word in shlex.split(command) if re.match(r"(?:--?[\w-]+=|-\w)?[/~]", word)]


def checksums(study: Study) -> str:
    """The journals' SHA-256, as sha256sum writes them."""
    return "".join(f"{run.addition.journal.sha256}  {run.name}/{JOURNAL}\n" for run in study.runs)
