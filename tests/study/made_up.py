"""Runs that never took place, published: three Djangos, 20% slower from 5.0 on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from bench.analysis.analyse import analyse
from bench.model import Plan
from bench.results.folder import RunFolder
from bench.results.results_json import results_to_text
from tests import synthetic_run


def plan() -> Plan:
    """One question of short operations on 4.1, 4.2 and 5.0."""
    whole = synthetic_run.plan(questions=1, environments=5)
    *measured, twin = whole.environments
    baseline = measured[2]
    return dataclasses.replace(
        whole,
        command="signalbench compare 4.1 4.2 5.0 -k question-0 -o runs/first",
        environments=(
            *measured[2:],
            dataclasses.replace(twin, label="4.1 twin", django=baseline.django, twin_of="4.1"),
        ),
    )


def run(folder: Path, of: Plan | None = None) -> RunFolder:
    """A folder as `compare` leaves it; its page and summary are stand-ins, as nobody reads them here."""
    of = of or plan()
    made = synthetic_run.write(folder, of, forks=8)
    history = made.history()
    results = analyse(of, history.slices, history.outcomes, looks=history.looks, elapsed_s=60.0)
    made.write("results.json", results_to_text(results))
    made.write("index.html", "<p>the page</p>")
    made.write("summary.md", "the summary")
    return made
