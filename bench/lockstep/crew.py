"""The workers of one fork: one for each environment, made ready side by side, then asked in turn."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType

from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Case, Cell, CellState, Outcome
from bench.results.codec import counters_from_json

MOST_STARTS = 5
"""An environment whose workers die more often than this in one fork is given up for that fork."""


@dataclass(slots=True)
class Preparation:
    """One environment's worker and what checking its cases told."""

    worker: WorkerProcess | None = None
    outcomes: dict[Case, Outcome] = field(default_factory=dict)
    ns: dict[Case, float] = field(default_factory=dict)
    """About how long one call of the operation takes."""
    start_s: float = 0.0
    check_s: dict[Case, float] = field(default_factory=dict)
    """How long it took to set the case up and check it, without the counting."""
    failure: str | None = None
    """Why there is no worker."""


StartWorker = Callable[[str, int], WorkerProcess]
"""From an environment's label and a hash seed to a started worker."""


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
        self._start = start
        self._known = known
        self._patience_s = patience_s
        self._prepared: dict[str, Preparation] = {}
        self._started: list[WorkerProcess] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop_all()

    def _stop_all(self) -> None:
        for worker in self._started:
            worker.stop()

    @property
    def lost(self) -> dict[str, str]:
        """The environments that have lost their worker, with the reason."""
        return {
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
        counting: Iterable[str],
        chance: random.Random,
    ) -> dict[str, Preparation]:
        """Start the environments in this order, all at once, and check every case in each.

        counting: the environments whose counters are wanted, where they are not known yet.
        """
        seeds = {label: chance.randrange(2**32) for label in labels}
        with ThreadPoolExecutor(len(labels)) as pool:
            started = {
                label: pool.submit(self._prepare, label, cases, seeds[label], count=label in counting)
                for label in labels
            }
            try:
                self._prepared = {label: future.result() for label, future in started.items()}
            except BaseException:  # Ctrl-C too: the pool would wait for every check before it lets go
                self._stop_all()
                raise
        return self._prepared

    def settle(self, cpu: int | None) -> bool:
        """End the preparations; whether every worker is bound to the processor core."""
        pinned = [self._settle(preparation, cpu) for preparation in self._prepared.values()]
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

    def time(self, cell: Cell, loops: int, *, warm_up: bool, expected_s: float) -> int:
        """Nanoseconds of one slice, after one untimed call if `warm_up`.

        Raises OperationError if the operation did, WorkerFailure if the worker is gone; the environment
        then has none until the next fork.
        """
        preparation = self._prepared[cell.environment]
        if preparation.worker is None:
            raise WorkerFailure(preparation.failure or "the worker is gone")
        try:
            patience_s = self._patience_s + 20 * expected_s
            return preparation.worker.time(cell.case, loops, warm_up=warm_up, patience_s=patience_s)
        except WorkerFailure as failure:
            preparation.worker, preparation.failure = None, str(failure)
            raise

    def _prepare(self, label: str, cases: Sequence[Case], seed: int, *, count: bool) -> Preparation:
        preparation = Preparation()
        for _ in range(MOST_STARTS):
            wanted = [case for case in cases if self._is_open(label, case, preparation)]
            if not wanted:
                return preparation
            began = time.monotonic()
            try:
                worker = self._start(label, seed)
                self._started.append(worker)
                worker.introduce(full=False, patience_s=self._patience_s)
                preparation.start_s += time.monotonic() - began
            except (WorkerFailure, OperationError) as failure:
                preparation.failure = str(failure)
                return preparation
            for case in wanted:
                try:
                    uncounted = Cell(case, label) not in self._known
                    self._verify(worker, case, preparation, count=count and uncounted)
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

    def _verify(
        self,
        worker: WorkerProcess,
        case: Case,
        preparation: Preparation,
        *,
        count: bool,
    ) -> None:
        try:
            answer = worker.verify(case, count=count, patience_s=self._patience_s)
        except OperationError as error:
            preparation.outcomes[case] = Outcome(state=CellState.FAILED, reason=str(error))
            return
        preparation.outcomes[case] = Outcome(
            state=CellState(answer["state"]),
            reason=answer["reason"],
            counters=counters_from_json(answer["counters"]),
        )
        if answer["ns"] is not None:
            preparation.ns[case] = answer["ns"]
            preparation.check_s[case] = answer["check_s"]


def cores() -> tuple[int | None, int | None]:
    """(the core for the workers, the core for the host); None where the system cannot bind or has one."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    available = sorted(os.sched_getaffinity(0))
    return (available[-1], available[0]) if len(available) > 1 else (None, None)
