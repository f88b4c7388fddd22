"""Every case of the catalogue on every supported Django, checked against its oracle and counted."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

from bench.cli.libraries import libraries_of
from bench.cli.questions import questions_here
from bench.lockstep.census import take_census
from bench.lockstep.environments import provision
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import WorkerProcess
from bench.model import CellState

DJANGOS = ("3.2", "4.2", "5.2", "6.0", "6.1")
PATIENCE_S = 120.0


def every_oracle(folder: Path, tries: int, budget: str) -> None:
    """How many cases do what they should, which cannot exist, and why? SystemExit if any fails."""
    questions = questions_here(full=False)
    cases = [case for question in questions for case in question.cases]
    ready = provision(DJANGOS, allow_mixed=True, libraries=libraries_of(questions), announce=print)
    interpreters = {each.label: each.interpreter for each in ready}
    with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
        staging = stage_packages(Path(scratch) / "measured")
        outcomes = take_census(
            lambda label, seed: WorkerProcess(interpreters[label], staging, hash_seed=seed),
            list(interpreters),
            cases,
            known=(),
            patience_s=PATIENCE_S,
        )
    failures = 0
    for each in ready:
        own = {cell.case: outcome for cell, outcome in outcomes.items() if cell.environment == each.label}
        by_reason: defaultdict[tuple[CellState, str], list[str]] = defaultdict(list)
        for case in cases:
            outcome = own.get(case)
            state = outcome.state if outcome else CellState.FAILED
            if state is not CellState.MEASURED:
                reason = (outcome.reason if outcome else None) or "never reached"
                by_reason[state, reason].append(f"{case.question}/{case.variant} {dict(case.axis)}")
        measured = len(cases) - sum(map(len, by_reason.values()))
        print(f"  Django {each.django}, Python {each.python}: {measured} of {len(cases)} as expected")
        for (state, reason), found in by_reason.items():
            failures += len(found) * (state is CellState.FAILED)
            print(f"    {state.value} ({len(found)}): {reason}; such as {found[0]}")
    if failures:
        raise SystemExit(f"{failures} cases are not as their oracles say")
