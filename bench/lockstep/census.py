"""The census: before anything is timed, every case is checked against its oracle and counted.

It has workers of its own, which end with it: whoever has been watched instruction by instruction is not
timed afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.lockstep.crew import MOST_STARTS
from bench.lockstep.hands import Hands, StartWorker, outcome_of
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Case, Cell, CellState, Outcome

HASH_SEED = 0
"""Of every worker: the order of a set of strings can change what an operation does."""


def take_census(
    start: StartWorker,
    labels: Sequence[str],
    cases: Sequence[Case],
    *,
    known: Collection[Cell],
    patience_s: float,
    counted: Callable[[], None] = lambda: None,
) -> dict[Cell, Outcome]:
    """What became of each cell that is not known yet, with its counters. The labels are taken side by side.

    A worker that dies costs the case that it died of, and the next one goes on. Where it cannot be started,
    or dies MOST_STARTS times, the cells that are left are missing from the answer: they are nobody's fault.
    counted: called after each cell, from the threads that wait for the workers, one at a time.
    """
    unknown = {label: [case for case in cases if Cell(case, label) not in known] for label in labels}
    hands = Hands(start)
    alone = threading.Lock()

    def one_more() -> None:
        with alone:
            counted()

    with ThreadPoolExecutor(max(1, len(labels))) as pool:
        taken = {
            label: pool.submit(_count_cases, hands.start, label, unknown[label], patience_s, one_more)
            for label in labels
        }
        try:
            outcomes = {label: future.result() for label, future in taken.items()}
        finally:  # Ctrl-C too: the pool would wait for every count before it lets go
            hands.stop()
    return {Cell(case, label): outcome for label in labels for case, outcome in outcomes[label].items()}


def _count_cases(
    start: StartWorker, label: str, cases: Sequence[Case], patience_s: float, counted: Callable[[], None]
) -> Mapping[Case, Outcome]:
    outcomes: dict[Case, Outcome] = {}
    for _ in range(MOST_STARTS):
        left = [case for case in cases if case not in outcomes]
        if not left:
            break
        try:
            worker = start(label, HASH_SEED)
        except WorkerFailure:
            break
        for case in left:
            try:
                outcomes[case] = _count(worker, case, patience_s)
            except WorkerFailure as failure:
                outcomes[case] = Outcome(state=CellState.FAILED, reason=str(failure))
                break
            finally:
                counted()
    return outcomes


def _count(worker: WorkerProcess, case: Case, patience_s: float) -> Outcome:
    try:
        answer = worker.verify(case, count=True, patience_s=patience_s)
    except OperationError as error:
        return Outcome(state=CellState.FAILED, reason=str(error))
    return outcome_of(answer)
