"""Conducts a run: forks, rounds and slices in lockstep, each round on disk before the next begins."""

from __future__ import annotations

import dataclasses
import random
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.lockstep import schedule
from bench.lockstep.agenda import Agenda
from bench.lockstep.census import take_census
from bench.lockstep.cores import bound_to, cores
from bench.lockstep.crew import Crew, Preparation
from bench.lockstep.databases import NONE_NEEDED, Lease
from bench.lockstep.experience import Experience
from bench.lockstep.hands import StartWorker
from bench.lockstep.looks import next_share
from bench.lockstep.progress import Progress
from bench.lockstep.rounds import take_round
from bench.lockstep.schedule import Block
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import WorkerProcess
from bench.model import Case, Cell, CellState, Judgement, Look, Outcome, Plan, Slices
from bench.results.folder import RunFolder
from bench.results.journal import History, Journal

PILOT_FORKS = (2, 3)
"""After so many forks their variances are looked at, and nothing else."""
MOST_IN_VAIN = 3
"""Forks in a row that time nothing, as when no worker starts any more, end the sitting."""
PATIENCE_S = 60.0
"""How long a worker may be silent before it counts as hung."""

Judge = Callable[[Sequence[Slices], Mapping[Cell, Outcome], float], Judgement]
"""From all that was measured and the share of the error that the look may spend."""


def conduct(
    plan: Plan,
    interpreters: Mapping[str, Path],
    folder: RunFolder,
    progress: Progress,
    *,
    judge: Judge,
    lease: Callable[[str], Lease] = lambda label: NONE_NEEDED,
    stop: Callable[[], bool] = lambda: False,
    patience_s: float = PATIENCE_S,
) -> None:
    """Measure with real workers until all is settled, the budget is spent or `stop()` says so; see `go_on`.

    interpreters: by environment label. lease: a database for a worker of the environment with that label.
    """
    with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
        staging = stage_packages(Path(scratch) / "measured")

        def start(label: str, hash_seed: int) -> WorkerProcess:
            database = lease(label)
            return WorkerProcess(interpreters[label], staging, hash_seed=hash_seed, database=database)

        now = time.monotonic
        go_on(plan, start, folder, progress, judge=judge, stop=stop, patience_s=patience_s, now=now)


def go_on(
    plan: Plan,
    start: StartWorker,
    folder: RunFolder,
    progress: Progress,
    *,
    judge: Judge,
    stop: Callable[[], bool],
    patience_s: float,
    now: Callable[[], float],
) -> None:
    """Measure from where the folder's journal ends. stop is asked after every round; now is in seconds.

    Raises SignalbenchError if the journal cannot be read or written.
    """
    with folder.journal() as journal:
        history = folder.history()
        conductor = Conductor(plan, start, journal, progress, history, judge=judge, patience_s=patience_s)
        began = now() - history.elapsed_s
        conductor.measure(stop=stop, elapsed=lambda: now() - began)


class Conductor:
    """One sitting of a run. history: what earlier ones measured; it is added to."""

    def __init__(
        self,
        plan: Plan,
        start: StartWorker,
        journal: Journal,
        progress: Progress,
        history: History,
        *,
        judge: Judge,
        patience_s: float,
    ) -> None:
        self._plan = plan
        self._start = start
        self._journal = journal
        self._progress = progress
        self._history = history
        self._judge = judge
        self._patience_s = patience_s
        self._experience = Experience(len(plan.environments))
        self._suspects: set[Case] = set()
        self._agenda = Agenda(plan, history, self._experience)

    def measure(self, *, stop: Callable[[], bool], elapsed: Callable[[], float]) -> None:
        """Take forks while they end within the budget or a block is owed one, until all is settled."""
        self._count()
        if self._history.slices:
            self._agenda.spreads = self._judge(self._history.slices, self._history.outcomes, 0.0).spreads
        in_vain = 0
        while not stop():
            members = self._agenda.members(self._plan.budget_s - elapsed())
            if not members:
                self._finish()
                return
            before = len(self._history.slices)
            self._fork(self._history.forks, members, stop=stop, elapsed=elapsed)
            in_vain = 0 if len(self._history.slices) > before else in_vain + 1
            if in_vain == MOST_IN_VAIN:
                return
            self._look(elapsed())

    def _count(self) -> None:
        """Check and count, before anything is timed, what no earlier sitting has counted."""
        labels = [each.label for each in self._plan.environments if each.twin_of is None]
        cases = [case for block in self._agenda.blocks for case in block.cases]
        known = self._history.outcomes
        unknown = sum(Cell(case, label) not in known for case in cases for label in labels)
        self._progress.counting(len(cases), unknown)
        census = take_census(
            self._start,
            labels,
            cases,
            known=known,
            patience_s=self._patience_s,
            counted=self._progress.counted,
        )
        for cell, outcome in census.items():
            self._conclude(cell, outcome)

    def _look(self, elapsed_s: float) -> None:
        """Look at the results if it is time to; what is settled gets no more forks."""
        history = self._history
        share = next_share(history.looks, history.forks, elapsed_s, self._plan.budget_s)
        if share is None and history.forks not in PILOT_FORKS:
            return
        judgement = self._judge(history.slices, history.outcomes, share or 0.0)
        self._agenda.spreads = judgement.spreads
        if share is not None:
            self._progress.judged(judgement)
            self._note(Look(fork=history.forks, share=share, settled=judgement.settled))

    def _finish(self) -> None:
        looks = self._history.looks
        if not looks or not looks[-1].final or looks[-1].fork < self._history.forks:
            spent = sum(look.share for look in looks if not look.final)
            self._note(Look(fork=self._history.forks, share=1 - spent, final=True))

    def _note(self, look: Look) -> None:
        self._history.looks.append(look)
        self._journal.look(look)

    def _fork(
        self,
        fork: int,
        members: Sequence[Block],
        *,
        stop: Callable[[], bool],
        elapsed: Callable[[], float],
    ) -> None:
        chance = random.Random(f"{self._plan.seed}/{fork}")
        began = elapsed()
        self._history.forks = fork + 1
        with Crew(self._start, self._history.outcomes, patience_s=self._patience_s) as crew:
            self._progress.preparing(fork)
            self._prepare(crew, members, chance)
            worker_core, host_core = cores()
            with bound_to(host_core) as host_bound:
                pinned = crew.settle(None if host_bound is None else worker_core)
                self._journal.fork(fork, crew.labels, pinned=pinned, preparation_s=elapsed() - began)
                order = schedule.order_of_rounds(self._agenda.rounds(members), chance)
                self._progress.measuring(fork, len(order))
                position = 0
                for number, block in order:
                    position += self._round(
                        crew, fork, number, block, position, chance, bound=pinned, elapsed=elapsed
                    )
                    if stop():
                        break
            for label, reason in crew.lost.items():
                self._journal.lost(fork, label, reason)
                self._progress.failed(f"{label} in the rest of fork {fork + 1}", reason)

    def _round(
        self,
        crew: Crew,
        fork: int,
        number: int,
        block: Block,
        position: int,
        chance: random.Random,
        *,
        bound: bool,
        elapsed: Callable[[], float],
    ) -> int:
        """Take a round and write it down; how many cells were timed in it."""
        began = elapsed()
        taken: list[Slices] = []
        suspects = [[case] for case in block.cases if case in self._suspects]
        for cases in (*suspects, [case for case in block.cases if case not in self._suspects]):
            part = take_round(
                crew,
                cases,
                self._experience,
                self._history.outcomes,
                chance,
                bound=bound,
                whole=not suspects,
                fork=fork,
                number=number,
                position=position + len(taken),
            )
            taken += part.slices
            self._suspects |= part.suspects
            for cell, reason in part.failures.items():
                self._conclude(cell, Outcome(state=CellState.FAILED, reason=reason))
        self._journal.slices(taken, elapsed_s=elapsed())
        self._history.slices += taken
        self._experience.measured(block, elapsed() - began, taken)
        self._agenda.timed(block, fork)
        self._progress.round_done(block.question, elapsed())
        return len(taken)

    def _prepare(self, crew: Crew, members: Sequence[Block], chance: random.Random) -> None:
        labels = [environment.label for environment in self._plan.environments]
        chance.shuffle(labels)
        cases = [case for block in members for case in block.cases]
        trusted = self._experience.trusted()
        baseline = self._plan.environments[0].label if self._may_need_pace(cases) else None
        prepared = crew.prepare(labels, cases, trusted, chance, pacemaker_of=baseline)
        families: dict[str, list[Preparation]] = {}
        for environment in self._plan.environments:
            families.setdefault(environment.database, []).append(prepared[environment.label])
        self._experience.prepared(*families.values())
        for label, preparation in prepared.items():
            self._take_in(label, cases, preparation)

    def _may_need_pace(self, cases: Sequence[Case]) -> bool:
        """Whether some of a block may be timed apart from the others."""
        known = [
            self._history.outcomes.get(Cell(case, environment.label))
            for case in cases
            for environment in self._plan.environments
        ]
        everywhere = all(outcome is None or outcome.state is CellState.MEASURED for outcome in known)
        return bool(self._suspects) or not everywhere or self._experience.may_need_pace(cases)

    def _take_in(self, label: str, cases: Sequence[Case], preparation: Preparation) -> None:
        for case, outcome in preparation.outcomes.items():
            self._conclude(Cell(case, label), outcome)
        if preparation.failure is not None:
            for case in cases:
                if Cell(case, label) not in self._history.outcomes:
                    outcome = Outcome(state=CellState.FAILED, reason=preparation.failure)
                    self._conclude(Cell(case, label), outcome)

    def _conclude(self, cell: Cell, outcome: Outcome) -> None:
        outcomes = self._history.outcomes
        known = outcomes.get(cell)
        if known is not None and known.state is outcome.state:
            return
        if known is not None and known.state is CellState.MEASURED:
            outcome = dataclasses.replace(outcome, counters=known.counters)
        outcomes[cell] = outcome
        self._journal.outcome(cell, outcome)
        if outcome.state is CellState.FAILED:
            self._progress.failed(f"{cell.case.question}, {cell.case.variant}", outcome.reason or "")
