"""The workers of one fork: one for each environment, made ready side by side, and a pacemaker."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from bench.lockstep.answers import Answer
from bench.lockstep.hands import Hands, StartWorker, outcome_of
from bench.lockstep.relays import PACEMAKER, Leg, Relays
from bench.lockstep.side_by_side import time_side_by_side
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Case, Cell, CellState, Outcome

MOST_STARTS = 5
"""An environment whose workers die more often than this in one fork is given up for that fork."""
PATIENCE_FACTOR = 20
"""How many times as long as foreseen a slice may take, beyond the patience."""


@dataclass(slots=True)
class Preparation:
    """One environment's worker and what checking its cases told."""

    worker: WorkerProcess | None = None
    outcomes: dict[Case, Outcome] = field(default_factory=dict)
    ns: dict[Case, float] = field(default_factory=dict)
    """About how long one call of the operation takes."""
    alone: set[Case] = field(default_factory=set)
    """What touches tables or signals that others share, and is set up for each round."""
    waiting: set[Case] = field(default_factory=set)
    """What waits for something else than the processor."""
    start_s: float = 0.0
    check_s: dict[Case, float] = field(default_factory=dict)
    """How long it took to set the case up and check it."""
    failure: str | None = None
    """Why there is no worker."""


class Crew:
    """A context manager: the workers end with it.

    known: what earlier forks found; cells that have failed or are absent are not tried again.
    """

    def __init__(
        self,
        start: StartWorker,
        known: Mapping[Cell, Outcome],
        *,
        patience_s: float,
    ) -> None:
        self._hands = Hands(start)
        self._known = known
        self._patience_s = patience_s
        self._prepared: dict[str, Preparation] = {}
        self._pacemaker: WorkerProcess | None = None
        self._pacemaker_failure: str | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="signalbench-")
        self._relays = Relays(Path(self._folder.name))

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._hands.stop()
        self._relays.close()
        self._folder.cleanup()

    @property
    def lost(self) -> dict[str, str]:
        """The environments that have lost their worker, and the pacemaker if it is gone, with the reason."""
        pacemaker = {} if self._pacemaker_failure is None else {PACEMAKER: self._pacemaker_failure}
        return pacemaker | {
            label: preparation.failure
            for label, preparation in self._prepared.items()
            if preparation.worker is None and preparation.failure is not None
        }

    @property
    def labels(self) -> list[str]:
        """The environments that have a worker."""
        return [label for label, preparation in self._prepared.items() if preparation.worker is not None]

    def prepare(
        self,
        labels: Sequence[str],
        cases: Sequence[Case],
        trusted: Collection[Case],
        chance: random.Random,
        *,
        pacemaker_of: str | None,
    ) -> dict[str, Preparation]:
        """Start the environments in this order, all at once, and check every case in each.

        trusted: cases that need no more checking; they are prepared all the same. pacemaker_of: the
        environment that the pacemaker is one more worker of; None if none is needed.
        """
        seeds = {label: chance.randrange(2**32) for label in labels}
        with ThreadPoolExecutor(len(labels) + 1) as pool:
            pacemaker = pool.submit(self._start_pacemaker, pacemaker_of, chance.randrange(2**32))
            started = {
                label: pool.submit(self._prepare, label, cases, trusted, seeds[label]) for label in labels
            }
            try:
                self._prepared = {label: future.result() for label, future in started.items()}
                self._pacemaker = pacemaker.result()
            except BaseException:  # Ctrl-C too: the pool would wait for every check before it lets go
                self._hands.stop()
                raise
        return self._prepared

    def settle(self, cpu: int | None) -> bool:
        """End the preparations; whether every worker is bound to the processor core."""
        pinned = [self._settle(preparation, cpu) for preparation in self._prepared.values()]
        if self._pacemaker is not None:
            try:
                self._pacemaker.settle(cpu, patience_s=self._patience_s)
            except (OperationError, WorkerFailure) as failure:
                self._give_pacemaker_up(failure)
        return all(pinned)

    def _settle(self, preparation: Preparation, cpu: int | None) -> bool:
        if preparation.worker is None:
            return True
        try:
            return preparation.worker.settle(cpu, patience_s=self._patience_s)
        except OperationError:
            return False
        except WorkerFailure as failure:
            preparation.worker, preparation.failure = None, str(failure)
            return True

    def relay(
        self, circle: Sequence[str], legs: Sequence[Leg], turns: int, *, paced: bool, foreseen_s: float
    ) -> tuple[dict[str, Answer], list[list[float]] | None]:
        """Let the environments of the circle take turns; see Relays.run. Who is gone is lost to the fork.

        And the pacemaker's ns per operation, [[one a turn] for each leg], if it is wanted and runs.
        """
        patience_s = self._patience_s + PATIENCE_FACTOR * foreseen_s
        runners = self._workers(circle)
        if paced and self._pacemaker is not None:
            runners[PACEMAKER] = self._pacemaker
        answers = self._relays.run(runners, legs, turns, patience_s=patience_s)
        pace = answers.pop(PACEMAKER, None)
        self._note_losses(answers)
        if isinstance(pace, dict):
            return answers, pace["ns"]
        if isinstance(pace, WorkerFailure):
            self._give_pacemaker_up(pace)
        return answers, None

    def side_by_side(
        self, labels: Sequence[str], case: Case, loops: int, *, warm_up: bool, paced: bool, foreseen_s: float
    ) -> tuple[dict[str, Answer], float | None]:
        """Time the case in these environments at once; and the pacemaker's ns per operation, as relay()."""
        answers = time_side_by_side(
            self._workers(labels),
            self._pacemaker if paced else None,
            case,
            loops,
            warm_up=warm_up,
            patience_s=self._patience_s + PATIENCE_FACTOR * foreseen_s,
        )
        pace = answers.pop(PACEMAKER, None)
        self._note_losses(answers)
        if isinstance(pace, dict):
            return answers, float(pace["ns"])
        if isinstance(pace, WorkerFailure):
            self._give_pacemaker_up(pace)
        return answers, None

    def _workers(self, labels: Sequence[str]) -> dict[str, WorkerProcess]:
        workers = {label: self._prepared[label].worker for label in labels}
        return {label: worker for label, worker in workers.items() if worker is not None}

    def _note_losses(self, answers: Mapping[str, Answer]) -> None:
        for label, answer in answers.items():
            if isinstance(answer, WorkerFailure):
                self._prepared[label].worker = None
                self._prepared[label].failure = str(answer)

    def _start_pacemaker(self, label: str | None, seed: int) -> WorkerProcess | None:
        if label is None:
            return None
        try:
            worker = self._hands.start(label, seed)
            worker.wake(patience_s=self._patience_s)
        except (OperationError, WorkerFailure) as failure:
            self._give_pacemaker_up(failure)
            return None
        return worker

    def _give_pacemaker_up(self, failure: OperationError | WorkerFailure) -> None:
        self._pacemaker, self._pacemaker_failure = None, str(failure)

    def _prepare(
        self, label: str, cases: Sequence[Case], trusted: Collection[Case], seed: int
    ) -> Preparation:
        preparation = Preparation()
        for _ in range(MOST_STARTS):
            wanted = [case for case in cases if self._is_open(label, case, preparation)]
            if not wanted:
                return preparation
            began = time.monotonic()
            try:
                worker = self._hands.start(label, seed)
                worker.wake(patience_s=self._patience_s)
                preparation.start_s += time.monotonic() - began
            except (WorkerFailure, OperationError) as failure:
                preparation.failure = str(failure)
                return preparation
            for case in wanted:
                if case in trusted:
                    continue
                try:
                    self._verify(worker, case, preparation)
                except WorkerFailure as failure:
                    preparation.outcomes[case] = Outcome(state=CellState.FAILED, reason=str(failure))
                    break
            else:
                preparation.worker = worker
                return preparation
        preparation.failure = f"its worker ended {MOST_STARTS} times while it was being checked"
        return preparation

    def _is_open(self, label: str, case: Case, preparation: Preparation) -> bool:
        states = [
            outcome.state
            for outcome in (self._known.get(Cell(case, label)), preparation.outcomes.get(case))
            if outcome is not None
        ]
        return all(state is CellState.MEASURED for state in states)

    def _verify(self, worker: WorkerProcess, case: Case, preparation: Preparation) -> None:
        try:
            answer = worker.verify(case, count=False, patience_s=self._patience_s)
        except OperationError as error:
            preparation.outcomes[case] = Outcome(state=CellState.FAILED, reason=str(error))
            return
        preparation.outcomes[case] = outcome_of(answer)
        if answer["ns"] is not None:
            preparation.ns[case] = answer["ns"]
            preparation.check_s[case] = answer["check_s"]
            if answer["alone"]:
                preparation.alone.add(case)
            if answer["waits"]:
                preparation.waiting.add(case)
