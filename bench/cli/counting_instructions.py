"""What --instructions adds to a run: machine instructions of every cell that was measured."""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.lockstep.conductor import PATIENCE_S
from bench.lockstep.databases import Lease
from bench.lockstep.instructions import count_instructions
from bench.lockstep.staging import stage_packages
from bench.model import Cell, CellState, Plan
from bench.results.folder import RunFolder


def add_instructions(
    plan: Plan,
    interpreters: Mapping[str, Path],
    folder: RunFolder,
    announce: Callable[[str], None],
    *,
    lease: Callable[[str], Lease],
) -> None:
    """Count what has not been counted yet, environment by environment, and write it to the journal.

    lease: a database for a worker of the environment with that label.
    Nothing is timed meanwhile. Raises SignalbenchError if valgrind is missing or cannot run a worker.
    """
    with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch, folder.journal() as journal:
        staging = stage_packages(Path(scratch) / "measured")
        outcomes = folder.history().outcomes
        for environment in plan.environments:
            if environment.twin_of is not None:
                continue
            cells = [
                Cell(case, environment.label)
                for question in plan.questions
                for case in question.cases
                if (outcome := outcomes.get(Cell(case, environment.label)))
                and outcome.state is CellState.MEASURED
                and outcome.counters.instructions is None
            ]
            if not cells:
                continue
            counted = count_instructions(
                interpreters[environment.label],
                staging,
                [cell.case for cell in cells],
                announce=announce,
                patience_s=PATIENCE_S,
                lease=functools.partial(lease, environment.label),
            )
            for cell in cells:
                if cell.case in counted:
                    counters = dataclasses.replace(outcomes[cell].counters, instructions=counted[cell.case])
                    journal.outcome(cell, dataclasses.replace(outcomes[cell], counters=counters))
