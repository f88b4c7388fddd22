"""The results.json of a run that a command line names."""

from __future__ import annotations

from pathlib import Path

from bench.errors import UsageError

RESULTS = "results.json"


def results_file(run: Path) -> Path:
    """Of a run's folder, or of the file itself. Raises UsageError where there is none, with what to do."""
    path = run if run.is_file() else run / RESULTS
    if path.is_file():
        return path
    if (run / "manifest.json").exists():
        raise UsageError(f"{run} has no results.json yet; build it with: signalbench report {run}")
    missing = "it has no results.json" if run.is_dir() else "there is no such folder"
    raise UsageError(f"{run} is no run: {missing}")
