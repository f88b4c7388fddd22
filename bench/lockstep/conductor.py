"""Conducts a run: forks, rounds and slices in lockstep, each round on disk before the next begins."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.lockstep import schedule
from bench.lockstep.crew import Crew, Preparation, StartWorker, cores
from bench.lockstep.progress import Progress
from bench.lockstep.schedule import Block, Cost
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Case, Cell, CellState, Outcome, Plan, Slice
from bench.results.folder import RunFolder
from bench.results.journal import Journal

FEWEST_FORKS = 2
"""Each block gets so many, even beyond the budget: one gives no interval."""
PATIENCE_S = 60.0
"""How long a worker may be silent before it counts as hung."""


def conduct(
    plan: Plan,
    interpreters: Mapping[str, Path],
    folder: RunFolder,
    progress: Progress,
    *,
    stop: Callable[[], bool] = lambda: False,
    patience_s: float = PATIENCE_S,
) -> None:
    """Measure with real workers until the budget is spent or `stop()` says so; see `go_on`.

    interpreters: by environment label.
    """
    with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
        staging = stage_packages(Path(scratch) / "measured")

        def start(label: str, hash_seed: int) -> WorkerProcess:
            return WorkerProcess(interpreters[label], staging, hash_seed=hash_seed)

        go_on(plan, start, folder, progress, stop=stop, patience_s=patience_s, now=time.monotonic)


def go_on(
    plan: Plan,
    start: StartWorker,
    folder: RunFolder,
    progress: Progress,
    *,
    stop: Callable[[], bool],
    patience_s: float,
    now: Callable[[], float],
) -> None:
    """Measure from where the folder's journal ends. stop is asked after every round; now is in seconds.

    Raises SignalbenchError if the journal cannot be read or written.
    """
    with folder.journal() as journal:
        conductor = Conductor(plan, start, journal, progress, patience_s=patience_s)
        history = folder.history()
        conductor.outcomes.update(history.outcomes)
        for case, fork in {(each.cell.case, each.fork) for each in history.slices}:
            conductor.remember(case, fork)
        began = now() - history.elapsed_s
        conductor.measure(history.forks, stop=stop, elapsed=lambda: now() - began)


class Conductor:
    """One sitting of a run. What it knows grows from fork to fork."""

    def __init__(
        self,
        plan: Plan,
        start: StartWorker,
        journal: Journal,
        progress: Progress,
        *,
        patience_s: float,
    ) -> None:
        self._plan = plan
        self._start = start
        self._journal = journal
        self._progress = progress
        self._patience_s = patience_s
        self._blocks = schedule.blocks(case for question in plan.questions for case in question.cases)
        self._ns: dict[Case, float] = {}
        self._check_s: dict[Case, float] = {}
        self._round_s: dict[Block, float] = {}
        self._start_s = 0.0
        self._forks: dict[Block, set[int]] = {block: set() for block in self._blocks}
        self.outcomes: dict[Cell, Outcome] = {}

    def remember(self, case: Case, fork: int) -> None:
        """The case has been timed in this fork."""
        self._forks[next(block for block in self._blocks if case in block.cases)].add(fork)

    def measure(self, fork: int, *, stop: Callable[[], bool], elapsed: Callable[[], float]) -> None:
        """Take forks from number `fork` on, while they end within the budget or a block is owed one.

        Where a fork of all whose turn it is would not fit, one of the cheap blocks is taken instead.
        """
        while not stop():
            left_s = self._plan.budget_s - elapsed()
            due = self._members(fork)
            cheap = [block for block in due if schedule.forks_apart(self._cost(block)) == 1]
            owed = [block for block in self._blocks if len(self._forks[block]) < FEWEST_FORKS]
            fitting = (members for members in (due, cheap) if members and self._foreseen_s(members) <= left_s)
            members = next(fitting, owed)
            if not members:
                return
            self._fork(fork, members, stop=stop, elapsed=elapsed)
            fork += 1

    def _members(self, fork: int) -> list[Block]:
        last = {block: max(forks) for block, forks in self._forks.items() if forks}
        return schedule.blocks_of_fork(fork, self._blocks, self._costs(self._blocks), last)

    def _cost(self, block: Block) -> Cost:
        foreseen_s = schedule.round_seconds(block, len(self._plan.environments), self._ns)
        return Cost(
            check_s=sum(self._check_s.get(case, 0.0) for case in block.cases),
            round_s=self._round_s.get(block, foreseen_s),
        )

    def _costs(self, blocks: Iterable[Block]) -> dict[Block, Cost]:
        return {block: self._cost(block) for block in blocks}

    def _rounds(self, members: list[Block]) -> dict[Block, int]:
        return schedule.rounds_of_fork(self._costs(members), self._start_s, self._plan.budget_s)

    def _foreseen_s(self, members: list[Block]) -> float:
        return schedule.fork_seconds(self._costs(members), self._start_s, self._rounds(members))

    def _fork(
        self,
        fork: int,
        members: list[Block],
        *,
        stop: Callable[[], bool],
        elapsed: Callable[[], float],
    ) -> None:
        chance = random.Random(f"{self._plan.seed}/{fork}")
        began = elapsed()
        with Crew(self._start, self.outcomes, patience_s=self._patience_s) as crew:
            self._progress.preparing(fork)
            self._prepare(crew, members, chance)
            with host_and_workers_apart() as worker_core:
                pinned = crew.settle(worker_core)
                self._journal.fork(fork, crew.labels, pinned=pinned, preparation_s=elapsed() - began)
                order = schedule.order_of_rounds(self._rounds(members), chance)
                self._progress.measuring(fork, len(order))
                position = 0
                for number, block in order:
                    round_began = elapsed()
                    taken = self._round(crew, fork, number, block, position, chance)
                    self._journal.slices(taken, elapsed_s=elapsed())
                    self._round_s[block] = elapsed() - round_began
                    position += len(taken)
                    self._forks[block].add(fork)
                    self._progress.round_done(block.question, elapsed())
                    if stop():
                        break
            for label, reason in crew.lost.items():
                self._journal.lost(fork, label, reason)
                self._progress.failed(f"{label} in the rest of fork {fork + 1}", reason)

    def _prepare(self, crew: Crew, members: list[Block], chance: random.Random) -> None:
        labels = [environment.label for environment in self._plan.environments]
        chance.shuffle(labels)
        cases = [case for block in members for case in block.cases]
        counting = {
            environment.label for environment in self._plan.environments if environment.twin_of is None
        }
        prepared = crew.prepare(labels, cases, counting, chance)
        self._apportion(prepared.values())
        for label, preparation in prepared.items():
            self._take_in(label, cases, preparation)
        for case in cases:
            if estimates := [each.ns[case] for each in prepared.values() if case in each.ns]:
                self._ns[case] = statistics.median(estimates)

    def _apportion(self, preparations: Iterable[Preparation]) -> None:
        """Work out what the preparation cost in wall time, as the workers were prepared side by side."""
        busy_s: dict[Case, float] = defaultdict(float)
        start_s = 0.0
        for preparation in preparations:
            start_s += preparation.start_s
            for case, seconds in preparation.check_s.items():
                busy_s[case] += seconds
        side_by_side = min(len(self._plan.environments), os.cpu_count() or 1)
        self._start_s = start_s / side_by_side
        self._check_s |= {case: seconds / side_by_side for case, seconds in busy_s.items()}

    def _take_in(self, label: str, cases: list[Case], preparation: Preparation) -> None:
        for case, outcome in preparation.outcomes.items():
            self._conclude(Cell(case, label), outcome)
        if preparation.failure is not None:
            for case in cases:
                if Cell(case, label) not in self.outcomes:
                    outcome = Outcome(state=CellState.FAILED, reason=preparation.failure)
                    self._conclude(Cell(case, label), outcome)

    def _conclude(self, cell: Cell, outcome: Outcome) -> None:
        known = self.outcomes.get(cell)
        if known is not None and known.state is outcome.state:
            return
        self.outcomes[cell] = outcome
        self._journal.outcome(cell, outcome)
        if outcome.state is CellState.FAILED:
            self._progress.failed(f"{cell.case.question}, {cell.case.variant}", outcome.reason or "")

    def _round(
        self, crew: Crew, fork: int, number: int, block: Block, position: int, chance: random.Random
    ) -> list[Slice]:
        taken: list[Slice] = []
        for cell in schedule.turns(block, crew.labels, chance):
            outcome = self.outcomes.get(cell)
            if (
                outcome is None
                or outcome.state is not CellState.MEASURED
                or cell.environment not in crew.labels
            ):
                continue
            ns = self._ns[cell.case]
            loops = schedule.loops_for(ns)
            try:
                elapsed_ns = crew.time(
                    cell, loops, warm_up=schedule.warms_up(ns), expected_s=loops * ns / 1e9
                )
            except (OperationError, WorkerFailure) as failure:
                self._conclude(cell, Outcome(state=CellState.FAILED, reason=str(failure)))
                continue
            taken.append(
                Slice(
                    fork=fork,
                    round=number,
                    position=position + len(taken),
                    cell=cell,
                    loops=loops,
                    ns=elapsed_ns,
                )
            )
        return taken


@contextmanager
def host_and_workers_apart() -> Iterator[int | None]:
    """Bind this process to one processor core, and hand out the one that is left to the workers."""
    worker_core, host_core = cores()
    if host_core is None:
        yield None
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {host_core})
    try:
        yield worker_core
    finally:
        os.sched_setaffinity(0, before)
