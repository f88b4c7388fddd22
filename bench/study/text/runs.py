"""The runs of a study: where, on what, how long, and by which command."""

from __future__ import annotations

import shlex
from collections import Counter

from bench import units
from bench.model import CellState
from bench.render.markdown import escape
from bench.results.folder import JOURNAL
from bench.study.study import Study, StudyRun
from bench.study.text.markdown import code, table
from bench.verdicts import DECIDED

_SHORT, _LONG = "-o", "--output"


def runs_section(study: Study) -> str:
    """A table of all, and each with its command and its files."""
    rows = [_row(run) for run in study.runs]
    headings = ["run", "Django", "Python", "database", "cells", "forks", "decided", "noise", "measured for"]
    parts = ["## Runs\n\n", _machines(study), table(headings, rows), "\n"]
    parts += [_run(run) for run in study.runs]
    return "".join(parts)


def without_folder(command: str) -> str:
    """The command as it was typed, without the folder that it wrote to: attached, or the next word.

    argparse takes a long option by its beginning, too.
    """
    kept = []
    words = iter(shlex.split(command))
    for word in words:
        name, attached, _ = word.partition("=")
        is_long = name.startswith("--o") and _LONG.startswith(name)
        if word == _SHORT or (is_long and not attached):
            next(words, None)
        elif not is_long and not word.startswith(_SHORT):
            kept.append(word)
    return shlex.join(kept)


def _row(run: StudyRun) -> list[str]:
    results = run.results
    measured = [each for each in results.environments if each.twin_of is None]
    verdicts = Counter(each.verdict for each in results.comparisons if each.ratio is not None)
    decided = sum(verdicts[verdict] for verdict in DECIDED)
    floor = results.noise_floor
    return [
        f"[{run.name}](#{run.name.replace('.', '')})",
        ", ".join(escape(each.django) for each in measured),
        ", ".join(dict.fromkeys(escape(each.python) for each in measured)),
        ", ".join(dict.fromkeys(escape(each.database) for each in measured)),
        units.integer(sum(each.state is CellState.MEASURED for each in results.cells)),
        units.integer(results.forks),
        f"{units.integer(decided)} of {units.integer(verdicts.total())}",
        "–" if floor is None else units.share(floor),
        units.duration(run.addition.elapsed_s),
    ]


def _machines(study: Study) -> str:
    """Once where all runs share it."""
    kinds = dict.fromkeys(run.results.machine for run in study.runs)
    texts = ["; ".join(f"{escape(name)}: {escape(value)}" for name, value in machine) for machine in kinds]
    return "".join(f"{text}.\n\n" for text in texts)


def _run(run: StudyRun) -> str:
    journal = run.addition.journal
    files = [
        f"[{label}]({run.name}/{name})"
        for label, name in (
            ("page", "index.html"),
            ("summary", "summary.md"),
            ("results.json", "results.json"),
            ("environment and plan", "manifest.json"),
        )
    ]
    if journal.kept:
        files.append(f"[all that was measured]({run.name}/{JOURNAL}.gz)")
    else:
        files.append(
            f"all that was measured: {units.size(journal.bytes)}, not kept here, its SHA-256 is in "
            "[JOURNALS](JOURNALS)"
        )
    created = "" if run.results.created is None else f"Begun {escape(run.results.created)}. "
    margin = units.share(run.margin)
    command = code(without_folder(run.results.command))
    return (
        f"### {run.name}\n\n{command}\n{created}A change is called one beyond {margin}. "
        f"{'; '.join(files)}.\n\n"
    )
